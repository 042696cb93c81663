"""Forms of campaigns and findings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import (
    CodeField,
    DatedForm,
    FactsForm,
    PlaceField,
    RowsField,
    UploadsField,
    WordsField,
)
from hejie.kernel.jurisdictions import Organ, able_organ
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Situation
from hejie.kernel.sight import wide
from hejie.rooms.screening import campaigns
from hejie.rooms.screening.campaigns import SUBJECTS
from hejie.rooms.screening.models import FindingOf
from hejie.rooms.screening.procedure import DEGREES, DOORS

DAY = forms.DateInput(attrs={"type": "date"})
MOST_ITEMS = 30


class ItemRow(FactsForm):
    what = forms.CharField(label=_("看什么"), max_length=200)


class LaunchForm(FactsForm):
    subject = forms.ChoiceField(
        label=_("排查哪一类事"), choices=[(key, _(label)) for key, label in SUBJECTS.items()]
    )
    title = forms.CharField(label=_("名称"), max_length=100)
    place = PlaceField(label=_("在哪里"), max_length=12)
    begins = forms.DateField(label=_("从哪天起"), widget=DAY)
    ends = forms.DateField(label=_("到哪天止"), widget=DAY)
    items = RowsField(ItemRow, least=1, most=MOST_ITEMS, label=_("看什么（一行一条）"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        own = self.situation.organs if self.situation else ()
        if organ := able_organ(own, campaigns.procedure.key):
            cleaned["holder"] = organ.key
        return {**cleaned, "lines": len(cleaned.get("items", ()))}


class ReportForm(DatedForm):
    text = WordsField(label=_("进展"), rows=3)


class FinishForm(DatedForm):
    text = WordsField(label=_("排查的结果"), rows=4)
    left = WordsField(label=_("没有销号的，为什么、谁接着办"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            with wide():
                cleaned["open"] = FindingOf.objects.filter(
                    campaign=self.situation.reference, open=True
                ).count()
        return cleaned


class FindForm(DatedForm):
    campaign = forms.ChoiceField(label=_("哪一次排查"))
    line = forms.IntegerField(label=_("清单的第几条"), min_value=1, max_value=MOST_ITEMS)
    place = PlaceField(label=_("在哪个村、社区"), max_length=12)
    where = forms.CharField(label=_("具体位置"), max_length=200)
    text = WordsField(label=_("发现了什么"), rows=4)
    degree = forms.ChoiceField(
        label=_("有多严重"), choices=[(key, _(label)) for key, label in DEGREES.items()]
    )

    def adapt(self, situation: Situation) -> None:
        self.organ = able_organ(situation.organs, "finding")
        district = self.organ.area_id[:6] if self.organ else ""
        with wide():  # that there is a campaign is no secret: everybody is asked to look
            running = Matter.objects.filter(
                procedure=campaigns.procedure.key, state="under_way", district=district
            )
            found = list(running.order_by("-opened_at")[:50])
        self.lines = {one.reference: int(one.data["lines"]) for one in found}
        self.fields["campaign"].choices = [  # type: ignore[attr-defined]
            (one.reference, f"{one.reference} {_(SUBJECTS[one.data['subject']])}") for one in found
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lines = self.lines.get(cleaned.get("campaign", ""), MOST_ITEMS)
        if (cleaned.get("line") or 1) > lines:
            self.add_error("line", _("清单只有 %(n)s 条") % {"n": lines})
        if self.organ is not None:
            cleaned |= {"finder": self.organ.key, "asked_organs": [self.organ.key]}
        return cleaned


class AssignForm(DatedForm):
    holder = forms.ChoiceField(label=_("责任单位"))
    due = forms.DateField(label=_("哪天前办好"), widget=DAY)
    text = WordsField(label=_("要求"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        units = Organ.objects.filter(
            posts__role__in=["handler", "director"],
            holds__contains=["finding"],
            area__code__startswith=situation.place[:6],
        )
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name) for organ in units.distinct().order_by("name")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            centre = self.situation.holder
            cleaned |= {"centre": centre, "asked_organs": [centre]}
        return cleaned


class ResolveForm(DatedForm):
    text = WordsField(label=_("怎么整改的"), rows=3)
    files = UploadsField(  # type: ignore[assignment]
        label=_("文书"), kind="evidence", required=False
    )


class CheckForm(DatedForm):
    result = forms.ChoiceField(
        label=_("办好了没有"),
        choices=[("done", _("办好了，销号")), ("redo", _("没有办好，再交办"))],
    )
    due = forms.DateField(label=_("再交办的，哪天前办好"), required=False, widget=DAY)
    text = WordsField(label=_("看到的情况"), rows=2)


class HandOverForm(DatedForm):
    to = forms.ChoiceField(
        label=_("转到"), choices=[(key, _(label)) for key, label in DOORS.items()]
    )
    number = CodeField(label=_("那边的编号（有就填）"), max_length=60, required=False)
    text = WordsField(label=_("说明"), rows=2)


FORMS: dict[str, type[FactsForm]] = {
    "launch": LaunchForm,
    "report": ReportForm,
    "finish": FinishForm,
    "find": FindForm,
    "assign": AssignForm,
    "resolve": ResolveForm,
    "check": CheckForm,
    "hand_over": HandOverForm,
}
