"""Forms of what comes before signing: terms one by one, time to think, doubts for the mediators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel import standing
from hejie.kernel.facts import CodeField, FactsForm, OneOfField, ShownField, WordsField
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation import balance
from hejie.rooms.mediation.forms.consent import OfPartyForm
from hejie.rooms.mediation.forms.settling import UNSEEN
from hejie.rooms.mediation.plain_terms import plain_terms

KINDS = [
    ("doubt", _("还没想好，有顾虑")),
    ("unclear", _("有的地方没看懂")),
    ("pressed", _("觉得有人逼我、催我签")),
]
ANSWERS = [
    ("spoken", _("单独谈过，本人说可以签")),
    ("changed", _("按本人的意思改协议")),
    ("withdrawn", _("本人收回，不用管了")),
]


def term_names(numbers: Collection[str]) -> Mapping[str, str]:
    return {number: _("第 %(n)s 条") % {"n": number} for number in numbers}


class TermsField(OneOfField, forms.MultipleChoiceField):
    """Terms of the draft, each with a tick of its own beside its plain words."""

    widget = forms.CheckboxSelectMultiple


class ConfirmTermsForm(OfPartyForm):
    """One tick a term: on the party's own device, or at the table by whoever read it out."""

    terms = TermsField(label=_("看懂了、同意的条款，一条一条打勾"), names=term_names)
    digest = ShownField()
    read_by = forms.CharField(
        label=_("谁念给当事人听的"), max_length=60, required=False, help_text=_("姓名")
    )

    def __init__(self, *args: Any, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        told = plain_terms(situation, self.party_names)
        open_to = list(told)
        if standing.PARTY in situation.as_roles:
            del self.fields["read_by"]
            open_to = balance.unconfirmed(situation, situation.by)
        self.fields["terms"].choices = [  # type: ignore[attr-defined]
            (number, _("第 %(n)s 条：%(told)s") % {"n": number, "told": told[number]})
            for number in open_to
        ]
        self.fields["digest"].initial = balance.digest_of_all(situation)

    def still_to(self, situation: Situation) -> list[str]:
        return balance.still_to_confirm(situation)

    def clean(self) -> dict[str, Any]:
        """The event keeps the digest of each term that was ticked."""
        cleaned = super().clean()
        now = balance.digests(self.situation) if self.situation else {}
        ticked = cleaned.get("terms") or ()
        cleaned["digests"] = [f"{number}={now[number]}" for number in ticked if number in now]
        return cleaned


class AskTimeForm(OfPartyForm):
    hours = forms.ChoiceField(
        label=_("想多久"),
        choices=[
            (str(hours), _("%(hours)s 小时（%(days)s 天）") % {"hours": hours, "days": hours // 24})
            for hours in balance.HOURS
        ],
        help_text=_("这段时间里谁也不能让您签字。时间到了，签不签仍由您自己定。"),
    )


class RaiseDoubtForm(FactsForm):
    """What a party tells the mediators and nobody else."""

    party = CodeField(required=False, widget=forms.HiddenInput())
    kind = forms.ChoiceField(label=_("您的情况"), choices=KINDS)
    text = WordsField(
        label=_("想说的话（可不填）"),
        sealed=True,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**UNSEEN, "rows": 4}),
        help_text=_("只有办这件事的调解员看得到。对方、法院都看不到，也不会写进任何材料。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {**cleaned, "party": self.situation.by if self.situation else ""}


class AnswerDoubtForm(FactsForm):
    doubt = OneOfField(label=_("谁的顾虑"))
    answer = forms.ChoiceField(label=_("怎么回应的"), choices=ANSWERS)
    text = WordsField(label=_("谈的情况（密封）"), sealed=True, rows=3)
    party = CodeField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        self.fields["doubt"].choices = [  # type: ignore[attr-defined]
            (seq, self.party_names.get(key, key))
            for seq, key in balance.doubts(situation.data).items()
        ]

    def clean(self) -> dict[str, Any]:
        """Whose doubt it was follows from which it was."""
        cleaned = super().clean()
        told = balance.doubts(self.situation.data) if self.situation else {}
        return {**cleaned, "party": told.get(str(cleaned.get("doubt")), "")}
