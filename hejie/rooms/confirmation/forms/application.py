"""Forms of the parties: apply, consent, withdraw, hand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hejie.kernel import standing
from hejie.kernel.facts import CodeField, FactsForm, PartyField, UploadsField, WordsField
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.procedures import Situation
from hejie.rooms.confirmation.grounds import COURTS, DISMISSED, NOT_ACCEPTED
from hejie.rooms.confirmation.guards import is_last_consent, shown_digest, still_to_consent

YES_NO = [("yes", _("同意")), ("no", _("不同意"))]


class AskForm(FactsForm):
    """The eleven grounds in plain words, and the court; whoever ticks one is told why not."""

    excluded = forms.MultipleChoiceField(
        label=_("法院不受理的情形：有哪一种就勾哪一种，都没有就不用勾"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, ground.asked) for key, ground in NOT_ACCEPTED.items()],
    )
    harmful = forms.MultipleChoiceField(
        label=_("法院会驳回的情形：有哪一种就勾哪一种，都没有就不用勾"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, ground.asked) for key, ground in DISMISSED.items()],
    )
    court = forms.ChoiceField(
        label=_("向哪个法院申请"),
        help_text=_(
            "法院邀请调解的，向邀请的法院；其他的，双方住所地、标的物所在地、调解组织所在地的"
            "基层法院都可以，几个都行的选一个。"
        ),
    )
    court_ground = forms.ChoiceField(
        label=_("为什么是这个法院"), choices=list(COURTS.items()), initial="body"
    )
    form = forms.ChoiceField(
        label=_("书面还是口头申请"),
        choices=[("written", _("书面")), ("oral", _("口头，由工作人员记录"))],
        initial="written",
    )
    reasons = WordsField(label=_("为什么申请（可不填）"), rows=2, required=False)
    truthful = forms.BooleanField(label=_("上面每一种情形都看过了，勾选属实"))

    def adapt(self, situation: Situation) -> None:
        courts = Organ.objects.filter(
            kind="court",
            holds__contains=["confirmation"],
            area__code__startswith=situation.place[:6],
        ).order_by("name")
        self.fields["court"].choices = [  # type: ignore[attr-defined]
            (court.key, court.name) for court in courts
        ]
        inviting = situation.data["agreement"]["referred_by"] if situation.data else ""
        if inviting:
            self.fields["court"].initial = inviting
            self.fields["court_ground"].initial = "invited"
        if standing.PARTY in situation.as_roles:
            del self.fields["form"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["form"] = cleaned.get("form") or "written"
        return cleaned


class OfPartyForm(FactsForm):
    """An act of one party: by itself, or recorded by staff with the way it was said."""

    dated = True
    party = PartyField(roles=("applicant",), label=_("当事人"))
    said = forms.ChoiceField(
        label=_("怎么说的"),
        choices=[("on_site", _("当面")), ("paper", _("书面"))],
        initial="on_site",
    )

    def adapt(self, situation: Situation) -> None:
        if standing.PARTY not in situation.as_roles:
            self.fields["party"].initial = next(iter(self.still_to(situation)), None)
            return
        self.fields["party"].required = False
        self.fields["party"].widget = forms.HiddenInput()
        self.fields["party"].initial = situation.by
        del self.fields["said"]

    def still_to(self, situation: Situation) -> list[str]:
        """Keys of the parties that have not acted yet, where each acts once."""
        return []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None and standing.PARTY in self.situation.as_roles:
            cleaned["party"] = cleaned.get("party") or self.situation.by
            cleaned["said"] = "online"
        return cleaned


class ConsentForm(OfPartyForm):
    """A yes is bound to the application that was shown; the last one brings it to the court."""

    answer = forms.ChoiceField(
        label=_("是否同意共同申请，并保证申请内容真实、知道虚假调解的后果"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    delivery = WordsField(
        label=_("法院文书寄到哪里、打哪个电话（不填就按协议上的住址、电话）"),
        rows=2,
        required=False,
    )
    digest = CodeField(widget=forms.HiddenInput(), max_length=71, required=False)

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        self.fields["digest"].initial = shown_digest(situation)

    def still_to(self, situation: Situation) -> list[str]:
        return still_to_consent(situation)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answer, party, here = cleaned.get("answer"), cleaned.get("party"), self.situation
        if here and answer and party and is_last_consent(here, party, answer):
            cleaned["holder"] = here.data["court"]
            cleaned["asked_organs"] = [here.data["agreement"]["committee"]]
        return cleaned


class WithdrawForm(OfPartyForm):
    reason = WordsField(label=_("理由（可不填）"), rows=2, required=False)


class HandInForm(FactsForm):
    text = WordsField(label=_("补充说明"), rows=4, required=False)
    files = UploadsField(  # type: ignore[assignment]
        label=_("证明材料"), kind="evidence", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("files"):
            raise ValidationError(_("请写一句说明，或者选一个文件"))
        return cleaned
