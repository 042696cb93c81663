"""Forms of agreeing and keeping: terms, signatures, performance, visits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hejie.calculators.figures import Look, MissingFigure
from hejie.figures.models import known_rows
from hejie.kernel.facts import (
    CodeField,
    FactsForm,
    OneOfField,
    PartyField,
    RowsField,
    UploadsField,
    WordsField,
)
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation.agreeing import stated, unsigned
from hejie.rooms.mediation.enforceability import (
    AGENT_PAPER,
    WITH_LOANS,
    Finding,
    names_of,
    refusals,
)
from hejie.rooms.mediation.forms.consent import SIDES, OfPartyForm
from hejie.rooms.mediation.forms.signing import SigningOrder


class TermRow(FactsForm):
    """Who gives whom how much, or does what, in which way, by which day."""

    payer = PartyField(roles=SIDES, label=_("谁给（义务人）"))
    payee = PartyField(roles=SIDES, label=_("给谁（权利人）"))
    sum = forms.DecimalField(label=_("金额（元）"), required=False, max_digits=14, decimal_places=2)
    thing = WordsField(label=_("或者做什么事、给什么物"), max_length=500, rows=2, required=False)
    way = WordsField(label=_("怎么给"), max_length=200, rows=2)
    due = forms.DateField(label=_("哪天前"), widget=forms.DateInput(attrs={"type": "date"}))
    account = forms.CharField(label=_("收款人、账户（转账的写）"), max_length=200, required=False)
    joint = PartyField(roles=SIDES, label=_("谁承担连带责任"), required=False)
    made = forms.DateField(
        label=_("借款合同成立的日子（是借款的写）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    interest = forms.DecimalField(
        label=_("年利率（%）"), required=False, min_value=0, max_digits=6, decimal_places=3
    )
    late = forms.DecimalField(
        label=_("逾期违约金（每日万分之几）"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=3,
    )
    default = WordsField(label=_("不履行怎么办"), max_length=500, rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        """What only some disputes need is not asked in the others."""
        if situation.category not in WITH_LOANS:
            del self.fields["made"], self.fields["interest"]
        if len(situation.with_role(*SIDES)) < 3:
            del self.fields["joint"]

    def clean(self) -> dict[str, Any]:
        """The rate in force when a loan was made goes into the event, for whoever checks later."""
        cleaned = super().clean()
        return {**cleaned, "lpr": _lpr(cleaned.get("made"))}


def _lpr(day: date | None) -> str:
    """The rate of a day, or nothing where nobody has entered one: none is guessed."""
    try:
        return str(Look(known_rows()).up("lpr", day)) if day else ""
    except MissingFigure:
        return ""


class AgreementForm(FactsForm):
    facts_agreed = WordsField(label=_("纠纷的主要事实"), rows=4)
    points = WordsField(label=_("争议事项"), rows=3)
    liability = WordsField(label=_("各方责任"), rows=2, required=False)
    terms = RowsField(TermRow, least=1, most=60, blank=2, label=_("协议条款"))
    other = WordsField(label=_("其他约定"), rows=2, required=False)


def sent_rows(data: QueryDict) -> list[Mapping[str, str]]:
    """The terms that a page sent, filled in as far as they are."""
    rows = AgreementForm.base_fields["terms"].widget.value_from_datadict(data, {}, "terms")
    return list(rows) if isinstance(rows, list) else []


class FindingsField(OneOfField, forms.MultipleChoiceField):
    """Findings that the mediator has seen; which there are is known when the terms are."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True


class DraftAgreementForm(SigningOrder, AgreementForm):
    partial = forms.BooleanField(label=_("只对一部分达成协议"), required=False)
    copies = forms.IntegerField(label=_("份数"), min_value=2, max_value=50, initial=3)
    authority = UploadsField(
        label=_("代理人的授权委托书"), kind=AGENT_PAPER, required=False, most=3
    )
    acknowledged = FindingsField(
        label=_("法院会不予确认的地方：改好条款，或者向各方说明以后逐条勾选"),
        required=False,
        names=names_of,
    )

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        if not any(party.represents for party in situation.parties):
            del self.fields["authority"]
        if not self.is_bound:
            del self.fields["acknowledged"]

    def clean(self) -> dict[str, Any]:
        """Offer what was found for the mediator to see; keep only what is still found."""
        cleaned = super().clean()
        if self.situation is not None:
            cleaned["lpr"] = _lpr(self.situation.now.date())
        found = [] if self.errors else self._refusals()
        seen = set(cleaned.get("acknowledged") or ())
        cleaned["acknowledged"] = [one.key for one in found if one.key in seen]
        if found:
            field: Any = self.fields["acknowledged"]
            field.choices = [
                (one.key, f"{one.where}：{one.sentence}（{one.basis}）") for one in found
            ]
        else:
            del self.fields["acknowledged"]
        return cleaned

    def _refusals(self) -> Sequence[Finding]:
        return refusals(stated(self.situation, self.facts())) if self.situation else ()


class AgreeOrallyForm(AgreementForm):
    dated = True


class ConfirmOrallyForm(OfPartyForm):
    def still_to(self, situation: Situation) -> list[str]:
        return unsigned(situation)


def term_names(numbers: Collection[str]) -> Mapping[str, str]:
    return {number: _("第 %(n)s 条") % {"n": number} for number in numbers}


class OfTermForm(FactsForm):
    subject = OneOfField(label=_("哪一条"), names=term_names)

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (number, _("第 %(n)s 条") % {"n": number})
            for number, outcome in situation.data.get("performance", {}).items()
            if outcome != "performed"
        ]


class PerformForm(OfTermForm):
    dated = True
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[("performed", _("全部履行")), ("part", _("履行了一部分"))],
    )
    paid = forms.DecimalField(
        label=_("履行金额（元）"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    text = WordsField(label=_("说明"), rows=2, required=False)
    proof = UploadsField(label=_("凭证"), kind="performance_proof", required=False)

    def clean(self) -> dict[str, Any]:
        """What was done in part leaves the term's clocks running."""
        cleaned = super().clean()
        if cleaned.get("outcome") == "part":
            cleaned["clock"] = "none:"
        return cleaned


class RemindForm(OfTermForm):
    text = WordsField(label=_("提醒的话（可不填）"), rows=2, required=False)


class LapseForm(FactsForm):
    """`clock`: key and subject of the time that is over."""

    clock = CodeField(max_length=81)


class BreachForm(OfTermForm):
    dated = True
    text = WordsField(label=_("没有履行的情况"), rows=3)


class ClosePartlyForm(FactsForm):
    text = WordsField(label=_("哪些履行了、哪些没有、以后怎么办"), rows=3)


def _due_with(situation: Situation, number: str) -> str:
    """The terms that fall due on the day of one of them; nothing for no term."""
    terms = situation.data["draft"]["terms"] if number else []
    return "、".join(
        str(n)
        for n, term in enumerate(terms, start=1)
        if term["due"] == terms[int(number) - 1]["due"]
    )


VISITS = {
    "visit": _("首次回访"),
    "visit_due": _("第 %(n)s 条到期回访"),
    "visit_last": _("履行完毕后回访"),
    "none": _("临时回访"),
}


def visit_names(clocks: Collection[str]) -> Mapping[str, str]:
    split = {clock: clock.partition(":") for clock in clocks}
    return {c: VISITS.get(key, c) % {"n": subject} for c, (key, _colon, subject) in split.items()}


class VisitForm(FactsForm):
    dated = True
    clock = OneOfField(label=_("哪一次回访"), required=False, names=visit_names)
    way = forms.ChoiceField(
        label=_("方式"),
        choices=[("phone", _("电话")), ("home", _("上门")), ("message", _("短信、微信"))],
    )
    reached = forms.ChoiceField(
        label=_("联系上了吗"), choices=[("yes", _("联系上了")), ("no", _("没有联系上"))]
    )
    applicant_said = WordsField(label=_("申请人说"), rows=2, required=False)
    respondent_said = WordsField(label=_("被申请人说"), rows=2, required=False)
    performed = forms.DecimalField(
        label=_("已履行金额（元）"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    stars = forms.TypedChoiceField(
        label=_("满意程度"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "—"), *((n, str(n)) for n in range(5, 0, -1))],
    )
    new_dispute = forms.BooleanField(label=_("有新的纠纷"), required=False)
    next_step = WordsField(label=_("下一步"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        self.fields["clock"].choices = [  # type: ignore[attr-defined]
            ("", VISITS["none"]),
            *(
                (f"{c.key}:{c.subject}", VISITS[c.key] % {"n": _due_with(situation, c.subject)})
                for c in situation.clocks
                if c.key in VISITS and c.status == "running"
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["clock"] = cleaned.get("clock") or "none:"
        if cleaned.get("reached") == "no":
            cleaned["clock"] = "none:"
        return cleaned


class ArchiveForm(FactsForm):
    note = WordsField(label=_("备考"), rows=2, required=False)
    pages_checked = forms.BooleanField(label=_("材料齐全，已核对"))
