"""Forms after the decision: ruling, service, third parties, objections, enforcement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.contacts import NameField, PhoneField
from hejie.kernel.facts import (
    CodeField,
    DatedForm,
    FactsForm,
    OneOfField,
    PartyField,
    UploadsField,
    WordsField,
)
from hejie.kernel.procedures import Facts, Situation
from hejie.rooms.confirmation.forms.application import OfPartyForm
from hejie.rooms.confirmation.forms.court import NUMBER
from hejie.rooms.confirmation.grounds import DISMISSED
from hejie.rooms.confirmation.guards import open_objections, unserved

PERSONAL = ("name", "phone", "address")


class RuleValidForm(DatedForm):
    ruling_number = forms.RegexField(NUMBER, label=_("裁定书文号"), max_length=60)
    text = WordsField(label=_("审查查明（可不填）"), rows=3, required=False)


class DismissForm(DatedForm):
    ruling_number = forms.RegexField(NUMBER, label=_("裁定书文号"), max_length=60)
    ground = forms.ChoiceField(
        label=_("理由"), choices=[(key, ground.law) for key, ground in DISMISSED.items()]
    )
    text = WordsField(label=_("哪一条、为什么（当事人和调委会都会看到）"), rows=4)


class ServeForm(DatedForm):
    """Who received the ruling, how, and on which day."""

    party = PartyField(roles=("applicant",), label=_("谁收到"))
    way = forms.ChoiceField(
        label=_("怎么送达"),
        choices=[
            ("direct", _("当面")),
            ("electronic", _("电子送达")),
            ("mail", _("邮寄")),
            ("left", _("留置")),
        ],
    )
    receipt = UploadsField(label=_("送达凭证（可不附）"), kind="service_receipt", required=False)

    def adapt(self, situation: Situation) -> None:
        waiting = unserved(situation)
        self.fields["party"].initial = next(iter(waiting), None)
        if "occurred" in self.fields:
            self.fields["occurred"].label = _("哪天收到")


class HearThirdForm(FactsForm):
    """Somebody outside whose rights the ruling touches: a party of this matter from now on."""

    name = NameField()
    kind = forms.ChoiceField(
        label=_("个人或单位"), choices=[("person", _("个人")), ("organisation", _("单位"))]
    )
    phone = PhoneField()
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    known_on = forms.DateField(
        label=_("哪天知道或者应当知道的"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = WordsField(label=_("和裁定有什么利害关系"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            keys = [int(party.key.removeprefix("p")) for party in self.situation.parties]
            cleaned["third"] = f"p{max(keys, default=0) + 1}"
        return cleaned

    def facts(self) -> Facts:
        """What is about the person goes where parties' data are kept, and nowhere else."""
        facts = super().facts()
        person = {name: facts.words.get(name, "") for name in PERSONAL}
        third = {"key": facts["third"], "role": "third", "kind": facts["kind"], **person}
        words = {name: text for name, text in facts.words.items() if name not in PERSONAL}
        return replace(facts, words=words, parties=(third,))


class ObjectForm(OfPartyForm):
    party = PartyField(roles=("applicant", "third"), label=_("谁提出"))
    reason = WordsField(label=_("认为哪里错了、为什么"), rows=5)
    files = UploadsField(  # type: ignore[assignment]
        label=_("证据"), kind="evidence", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["subject"] = cleaned.get("party")
        return cleaned


class DecideObjectionForm(DatedForm):
    party = PartyField(roles=("applicant", "third"), label=_("谁的异议"))
    upheld = forms.ChoiceField(
        label=_("异议成立吗"),
        choices=[("no", _("不成立，裁定驳回异议")), ("yes", _("成立，撤销原裁定"))],
    )
    ruling_number = forms.RegexField(NUMBER, label=_("裁定书文号"), max_length=60)
    text = WordsField(label=_("理由"), rows=4)

    def __init__(self, *args: Any, names: Any = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (key, self.party_names.get(key, key)) for key in open_objections(situation)
        ]


def term_names(numbers: Collection[str]) -> Mapping[str, str]:
    return {number: _("第 %(n)s 条") % {"n": number} for number in numbers}


class EnforcementForm(OfPartyForm):
    """Which term has not been kept, and what is asked for."""

    term = OneOfField(label=_("哪一条没有履行"), names=term_names)
    amount = forms.DecimalField(
        label=_("申请执行的金额（元，没有就不填）"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )
    reason = WordsField(label=_("没有履行的情况、要求执行什么"), rows=4)
    property_clues = WordsField(label=_("对方的财产线索（可不填）"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        terms = situation.data["agreement"]["terms"]
        numbers = [str(number) for number in range(1, len(terms) + 1)]
        self.fields["term"].choices = list(  # type: ignore[attr-defined]
            term_names(numbers).items()
        )


class LapseForm(FactsForm):
    """`clock`: key and subject of the time that is over."""

    clock = CodeField(max_length=81)
