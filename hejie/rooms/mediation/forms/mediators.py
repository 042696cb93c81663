"""Forms of choosing, naming, disclosing, accepting, challenging and replacing mediators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel import jurisdictions
from hejie.kernel.facts import FactsForm, OneOfField, WordsField
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation.candidates import Candidate, candidates_for
from hejie.rooms.mediation.forms.consent import OfPartyForm
from hejie.rooms.mediation.guards import all_choose, nominees


def _team(chosen: list[Candidate], *, active: bool) -> list[dict[str, Any]]:
    return [
        {"account": c.account, "organ": c.organ, "role": "mediator", "active": active}
        for c in chosen
    ]


def leaving(situation: Situation) -> list[dict[str, Any]]:
    """The nominees so far, taken off the team."""
    return [
        {**nominee, "role": "mediator", "active": False}
        for nominee in situation.data.get("nominees", ())
    ]


class ChooseMediatorForm(OfPartyForm):
    mediator = OneOfField(
        label=_("选哪一位"), widget=forms.RadioSelect, names=jurisdictions.names_of
    )

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        self.candidates = {str(c.account): c for c in candidates_for(situation)}
        self.fields["mediator"].choices = [  # type: ignore[attr-defined]
            (key, c.introduction) for key, c in self.candidates.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, party = cleaned.get("mediator"), cleaned.get("party")
        if self.situation and chosen and party and all_choose(self.situation, party, chosen):
            candidate = self.candidates[chosen]
            cleaned["nominees"] = [{"account": candidate.account, "organ": candidate.organ}]
            cleaned["team"] = _team([candidate], active=True)
        return cleaned


class NameMediatorForm(FactsForm):
    """The one who assigns sees how much each mediator has in hand and what is booked."""

    mediators = forms.MultipleChoiceField(
        label=_("指定哪几位"), widget=forms.CheckboxSelectMultiple
    )
    text = WordsField(label=_("说明（可不填）"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        self.candidates = {str(c.account): c for c in candidates_for(situation)}
        self.fields["mediators"].choices = [  # type: ignore[attr-defined]
            (key, f"{c.introduction}；{c.load}") for key, c in self.candidates.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [self.candidates[key] for key in cleaned.pop("mediators", ())]
        cleaned["nominees"] = [{"account": c.account, "organ": c.organ} for c in chosen]
        cleaned["team"] = _team(chosen, active=True)
        return cleaned


class DiscloseForm(FactsForm):
    relation = forms.ChoiceField(
        label=_("与当事人的关系"),
        choices=[
            ("none", _("没有任何关系")),
            ("relative", _("是当事人或者代理人的近亲属")),
            ("interest", _("与纠纷有利害关系")),
            ("other", _("有其他可能影响公正的关系")),
        ],
        widget=forms.RadioSelect,
    )
    text = WordsField(label=_("说明"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("relation") not in (None, "none") and not cleaned.get("text"):
            self.add_error("text", _("请说明是什么关系"))
        return cleaned


class AcceptMediatorForm(OfPartyForm):
    answer = forms.ChoiceField(
        label=_("是否接受"),
        choices=[("yes", _("接受")), ("no", _("要求换人"))],
        widget=forms.RadioSelect,
    )
    reason = WordsField(label=_("理由（可不填）"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation and cleaned.get("answer") == "no":
            cleaned["team"] = leaving(self.situation)
        return cleaned


class ChallengeForm(OfPartyForm):
    reason = WordsField(label=_("申请回避的理由"), rows=3)


class DecideChallengeForm(FactsForm):
    upheld = forms.TypedChoiceField(
        label=_("决定"),
        coerce=lambda text: text == "yes",
        choices=[("yes", _("准许，更换调解员")), ("no", _("驳回，继续调解"))],
    )
    text = WordsField(label=_("理由"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation and cleaned.get("upheld"):
            cleaned["team"] = leaving(self.situation)
        return cleaned


class ReplaceMediatorForm(FactsForm):
    reason = WordsField(label=_("更换的理由"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation and nominees(self.situation):
            cleaned["team"] = leaving(self.situation)
        return cleaned
