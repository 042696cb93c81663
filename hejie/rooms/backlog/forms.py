"""Forms of backlog matters: list, plan, meet, report, close."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import CodeField, DatedForm, FactsForm, RowsField, UploadsField, WordsField
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.procedures import Situation
from hejie.rooms.backlog.procedure import GROUNDS, STATEMENTS

DAY = forms.DateInput(attrs={"type": "date"})
MOST_MILESTONES = 20
LEADING_KINDS = ("bureau", "centre", "government", "petitions")


class ListPetitionForm(FactsForm):
    """Why it is listed, who is responsible, who leads and who helps."""

    ground = forms.ChoiceField(
        label=_("为什么列入"), choices=[(key, _(words)) for key, words in GROUNDS.items()]
    )
    listed_on = forms.DateField(label=_("联席会议列入的，会议日期"), required=False, widget=DAY)
    leader = forms.ChoiceField(label=_("包案领导"))
    holder = forms.ChoiceField(label=_("牵头单位"))
    asked_organs = forms.MultipleChoiceField(
        label=_("协办单位（可不选）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    claim = WordsField(label=_("核心诉求"), rows=3)
    due = forms.DateField(label=_("哪天前化解"), widget=DAY)

    def adapt(self, situation: Situation) -> None:
        own = Organ.objects.filter(key__in=situation.organs).values_list("area__code", flat=True)
        district = (situation.place or min(own, default=""))[:6]
        units = Organ.objects.filter(
            kind__in=LEADING_KINDS, area__code__startswith=district
        ).order_by("name")
        offered = [(organ.key, organ.name) for organ in units]
        self.areas = {organ.key: organ.area_id for organ in units}
        leaders = Account.objects.filter(
            is_active=True, posts__role="leader", posts__organ__area__code__startswith=district
        )
        names = [(str(one.pk), one.name) for one in leaders.distinct().order_by("name")]
        for name, choices in (("leader", names), ("holder", offered), ("asked_organs", offered)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["lead"] = cleaned.get("holder", "")
        if cleaned["lead"] in cleaned.get("asked_organs", ()):
            self.add_error("asked_organs", _("牵头单位不用再选成协办单位"))
        return cleaned


class ListForm(ListPetitionForm):
    number = CodeField(label=_("原来的案号"), max_length=60)
    accepted_on = forms.DateField(label=_("哪天受理的"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if lead := cleaned.get("holder"):
            cleaned["place"] = self.areas[lead]
        return cleaned


class MilestoneRow(FactsForm):
    what = forms.CharField(label=_("办什么"), max_length=200)
    unit = forms.CharField(label=_("哪个单位办"), max_length=60, required=False)
    due = forms.DateField(label=_("哪天前"), widget=DAY)


class PlanForm(DatedForm):
    claim = WordsField(label=_("核心诉求"), rows=3)
    law = WordsField(label=_("法律分析：哪些有依据，哪些没有"), rows=5)
    text = WordsField(label=_("化解的办法"), rows=5)
    milestones = RowsField(MilestoneRow, least=1, most=MOST_MILESTONES, label=_("一步一步"))


class ApproveForm(DatedForm):
    text = WordsField(label=_("审定意见"), rows=2, required=False)


class MeetForm(DatedForm):
    present = forms.CharField(label=_("谁在场"), max_length=200)
    text = WordsField(label=_("说了什么，定了什么"), rows=4)


class ReportForm(DatedForm):
    subject = forms.ChoiceField(label=_("第几项"))
    text = WordsField(label=_("办理结果"), rows=3)
    files = UploadsField(  # type: ignore[assignment]
        label=_("材料"), kind="evidence", required=False
    )

    def adapt(self, situation: Situation) -> None:
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (
                clock.subject,
                _("第 %(n)s 项（%(day)s前）") % {"n": clock.subject, "day": clock.strict_due},
            )
            for clock in situation.clocks
            if clock.key == "milestone" and clock.status == "running"
        ]


class ProposeForm(DatedForm):
    text = WordsField(label=_("化解的结果"), rows=4)
    statement = forms.ChoiceField(
        label=_("信访人认不认可"), choices=[(key, _(words)) for key, words in STATEMENTS.items()]
    )
    said = WordsField(label=_("信访人怎么说"), rows=3, required=False)


class SayForm(FactsForm):
    statement = forms.ChoiceField(
        label=_("处理结果"),
        choices=[(key, _(STATEMENTS[key])) for key in ("agrees", "disagrees")],
        widget=forms.RadioSelect,
    )
    text = WordsField(label=_("想说的话（可不填）"), rows=3, required=False)


class CloseForm(DatedForm):
    reviewers = forms.CharField(label=_("哪些人、哪些单位审核"), max_length=200)
    text = WordsField(label=_("审核意见"), rows=3)
    visit_on = forms.DateField(label=_("哪天前回访"), widget=DAY)


class SendBackForm(DatedForm):
    text = WordsField(label=_("还差什么"), rows=3)


class VisitForm(DatedForm):
    text = WordsField(label=_("回访情况"), rows=3)


FORMS: dict[str, type[FactsForm]] = {
    "list_petition": ListPetitionForm,
    "list": ListForm,
    "plan": PlanForm,
    "approve_plan": ApproveForm,
    "begin": DatedForm,
    "meet": MeetForm,
    "report_milestone": ReportForm,
    "propose_close": ProposeForm,
    "say": SayForm,
    "close": CloseForm,
    "send_back": SendBackForm,
    "visit": VisitForm,
}
