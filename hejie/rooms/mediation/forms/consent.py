"""Forms of saying yes or no: answers, acceptance, leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel import standing
from hejie.kernel.facts import FactsForm, PartyField, WordsField
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation.guards import waiting_for_answer

SIDES = ("applicant", "respondent")
YES_NO = [("yes", _("同意")), ("no", _("不同意"))]


class OfPartyForm(FactsForm):
    """An act of one party: by itself, or recorded by staff with the way it was said; the first
    who has not done it yet is chosen beforehand."""

    dated = True
    party = PartyField(roles=SIDES, label=_("当事人"))
    said = forms.ChoiceField(
        label=_("怎么说的"),
        choices=[
            ("on_site", _("当面")),
            ("phone", _("电话")),
            ("paper", _("书面")),
            ("message", _("短信、微信")),
        ],
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


class InviteForm(FactsForm):
    text = WordsField(label=_("给对方的话（可不填）"), rows=2, required=False)


class AnswerInvitationForm(OfPartyForm):
    answer = forms.ChoiceField(label=_("是否同意调解"), choices=YES_NO, widget=forms.RadioSelect)
    reason = WordsField(label=_("理由（可不填）"), rows=2, required=False)

    def still_to(self, situation: Situation) -> list[str]:
        return [party.key for party in waiting_for_answer(situation)]


class AcceptForm(FactsForm):
    dated = True
    consenting = forms.MultipleChoiceField(
        label=_("同意调解的当事人"), widget=forms.CheckboxSelectMultiple
    )
    said = forms.ChoiceField(
        label=_("怎么同意的"),
        choices=[("on_site", _("都到场")), ("phone", _("电话")), ("paper", _("书面"))],
        initial="on_site",
    )

    def __init__(self, *args: Any, names: Any = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        self.fields["consenting"].choices = [  # type: ignore[attr-defined]
            (p.key, self.party_names.get(p.key, p.key)) for p in situation.with_role(*SIDES)
        ]
        self.fields["consenting"].initial = [
            key for key, said in situation.data.get("consents", {}).items() if said == "yes"
        ]


class LeaveForm(OfPartyForm):
    reason = WordsField(label=_("理由（可不填）"), rows=2, required=False)


class RateForm(FactsForm):
    stars = forms.TypedChoiceField(
        label=_("满意程度"),
        coerce=int,
        choices=[
            (5, _("5 非常满意")),
            (4, _("4 满意")),
            (3, _("3 一般")),
            (2, _("2 不满意")),
            (1, _("1 很不满意")),
        ],
        widget=forms.RadioSelect,
    )
    text = WordsField(label=_("想说的话（可不填）"), rows=3, required=False)
