"""Forms of signing an agreement: in which order, with what, in whose presence; taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel import standing
from hejie.kernel.facts import FactsForm, ShownField, SignatureField, UploadsField, WordsField
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation import turns
from hejie.rooms.mediation.agreeing import shown_digest, unsigned
from hejie.rooms.mediation.forms.consent import SIDES, OfPartyForm

ON_SCREEN, ON_PAPER, FINGERPRINT = "on_site", "paper", "fingerprint"
SCANS = ("image/", "application/pdf")


class SigningOrder(FactsForm):
    """What a draft says about how it is to be signed."""

    order = forms.ChoiceField(
        label=_("当事人谁先签"),
        required=False,
        choices=[
            ("", _("谁先签都可以")),
            ("applicants", _("申请人先签，再被申请人")),
            ("respondents", _("被申请人先签，再申请人")),
            ("one_by_one", _("按当事人名单一个一个签")),
        ],
        help_text=_("当事人都签完，调解员再签，最后调委会盖章。"),
    )
    fingerprints = forms.MultipleChoiceField(
        label=_("不会写字、要按指印的当事人（可不填）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("协议书上给他们印出按指印的框。"),
    )

    def __init__(self, *args: Any, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        self.fields["fingerprints"].choices = [  # type: ignore[attr-defined]
            (p.key, self.party_names.get(p.key, p.key))
            for p in situation.with_role(*SIDES)
            if p.kind == "person"
        ]


class CountersignForm(FactsForm):
    """A signature of staff, bound to the text that was shown."""

    digest = ShownField()

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        self.fields["digest"].initial = shown_digest(situation)


class SealForm(FactsForm):
    """The seal, bound to the paper with all signatures that was shown."""

    digest = ShownField()

    def adapt(self, situation: Situation) -> None:
        self.fields["digest"].initial = turns.paper_to_seal(situation)


class SignForm(CountersignForm, OfPartyForm):
    """A party's signature: drawn on the screen, or on paper with a scan. Staff that let a party
    sign before them say how they knew it and who else was present."""

    said = forms.ChoiceField(
        label=_("怎么签的"),
        choices=[
            (ON_SCREEN, _("当面，在屏幕上签")),
            (ON_PAPER, _("在纸上签")),
            (FINGERPRINT, _("不会写字，在纸上按指印")),
        ],
        initial=ON_SCREEN,
    )
    identity_checked = forms.BooleanField(label=_("已当面核对签字人的身份证件"))
    drawn = SignatureField(label=_("在框内签名"), required=False)
    scan = UploadsField(
        label=_("或者上传签过字的扫描件"), kind="signed_agreement", required=False, most=3
    )
    interpreter = forms.CharField(
        label=_("在场的翻译、手语翻译"), max_length=60, required=False, help_text=_("姓名")
    )
    guardian = forms.CharField(
        label=_("在场的监护人"), max_length=60, required=False, help_text=_("姓名")
    )
    companion = forms.CharField(
        label=_("陪老年人、帮着听和说的人"), max_length=60, required=False, help_text=_("姓名")
    )
    witness = forms.CharField(
        label=_("在场的见证人"),
        max_length=60,
        required=False,
        help_text=_("姓名。按指印时，本地习惯请一位与双方没有利害关系的人在场；法律没有这样要求。"),
    )

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        if standing.PARTY in situation.as_roles:
            for name in (*PRESENT, "identity_checked"):
                del self.fields[name]

    def still_to(self, situation: Situation) -> list[str]:
        return turns.whose_turn(situation) or unsigned(situation)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        drawn, scan = cleaned.get("drawn"), cleaned.get("scan")
        if any(not one.mime.startswith(SCANS) for _kind, one in scan or ()):
            self.add_error("scan", _("扫描件要是照片或者 PDF"))
        if not self.errors:
            self._require_signature(cleaned["said"], drawn, scan)
        cleaned["drawn_or_scan"] = "drawn" if drawn else "scan"
        return cleaned

    def _require_signature(self, said: str, drawn: Any, scan: Any) -> None:
        if said in {ON_PAPER, FINGERPRINT}:
            if not scan:
                self.add_error("scan", _("请上传签过字或者按过指印的扫描件"))
            if drawn:
                self.add_error("drawn", _("在纸上签的，不用再在屏幕上签"))
        elif not drawn and (said == ON_SCREEN or not scan):
            self.add_error("drawn", _("请签名，或者上传签过字的扫描件"))


PRESENT = ("interpreter", "guardian", "companion", "witness")


class WithdrawSignatureForm(OfPartyForm):
    """A party takes its signature back, or staff write down that it did."""

    text = WordsField(label=_("为什么撤回（可不填）"), rows=2, required=False)

    def still_to(self, situation: Situation) -> list[str]:
        return list(situation.data.get("signatures", {}))
