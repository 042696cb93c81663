"""Forms of reception: publish a day, book a slot, move, record, feed back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hejie.kernel import calendars, workdays
from hejie.kernel.contacts import PhoneField
from hejie.kernel.facts import DatedForm, FactsForm, PartiesField, RowsField, WordsField
from hejie.kernel.jurisdictions import Account, able_organ
from hejie.kernel.matters import local_day
from hejie.kernel.procedures import Situation
from hejie.kernel.sight import wide
from hejie.rooms.reception.models import ReceptionDay, TakenSlot
from hejie.rooms.reception.procedure import CLOSES_BEFORE, OPENS_BEFORE

DAY = forms.DateInput(attrs={"type": "date"})
MOST_SLOTS = 40


class PublishForm(FactsForm):
    """Everything that is published of a day; the leader holds a leader's post."""

    leader = forms.ChoiceField(label=_("接访领导"))
    title = forms.CharField(label=_("职务"), max_length=100)
    portfolio = forms.CharField(label=_("分管什么"), max_length=200)
    begins = forms.DateTimeField(
        label=_("开始时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    minutes = forms.IntegerField(label=_("每位多少分钟"), min_value=5, max_value=120, initial=30)
    slots = forms.IntegerField(label=_("可约几位"), min_value=1, max_value=MOST_SLOTS, initial=6)
    where = forms.CharField(label=_("地点"), max_length=200)

    def adapt(self, situation: Situation) -> None:
        self.organ = able_organ(situation.organs, "reception_day")
        area = self.organ.area.code[:6] if self.organ else ""
        leaders = Account.objects.filter(
            is_active=True, posts__role="leader", posts__organ__area__code__startswith=area
        )
        self.fields["leader"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in leaders.distinct().order_by("name")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.organ is None:
            raise ValidationError(_("您的单位不能公布接访日"))
        return {**cleaned, "holder": self.organ.key, "place": self.organ.area_id}


class CallOffForm(DatedForm):
    text = WordsField(label=_("理由"), rows=2)


class CallerRow(FactsForm):
    role = forms.ChoiceField(label=_("身份"), choices=[("caller", _("来访人"))], initial="caller")
    kind = forms.ChoiceField(
        label=_("个人或单位"),
        choices=[("person", _("个人")), ("organisation", _("单位"))],
        initial="person",
    )
    name = forms.CharField(label=_("姓名或名称"), max_length=100)
    phone = PhoneField()


def bookable(day: ReceptionDay, now: datetime) -> bool:
    """From fourteen days before to two working days before."""
    on, today = local_day(day.begins), local_day(now)
    counted = workdays.count_working_days(
        on, CLOSES_BEFORE, calendar=calendars.current_calendar(), backward=True
    )
    return on - timedelta(days=OPENS_BEFORE) <= today <= counted.end


def starts_of(day: ReceptionDay) -> Iterator[tuple[int, datetime]]:
    for number in range(day.slots):
        yield number + 1, timezone.localtime(day.begins + timedelta(minutes=day.minutes * number))


def free_slots(now: datetime, district: str = "") -> Iterator[tuple[str, str, ReceptionDay]]:
    """Slots that may be booked now. What is published is read by everybody."""
    with wide():
        days = list(
            ReceptionDay.objects.filter(
                open=True, begins__gt=now, district__startswith=district
            ).select_related("leader", "organ")
        )
        taken = set(
            TakenSlot.objects.filter(day__in=[d.reference for d in days]).values_list(
                "day", "number"
            )
        )
    for day in days:
        if not bookable(day, now):
            continue
        for number, begins in starts_of(day):
            if (day.reference, number) not in taken:
                who = f"{day.leader.name}（{day.title}，{day.portfolio}）"
                label = f"{begins:%m月%d日 %H:%M} {who}{day.where}"
                yield f"{day.reference}/{number}", label, day


class SlotForm(FactsForm):
    """One free slot; the database has the last word on whether it is free."""

    slot = forms.ChoiceField(
        label=_("约哪位领导、什么时间"),
        help_text=_("接访日前14天开始约，前2个工作日截止。没有合适的，当天直接来也接待。"),
    )

    def adapt(self, situation: Situation) -> None:
        district = situation.place[:6]
        self.days: dict[str, ReceptionDay] = {}
        choices = []
        for key, label, day in free_slots(situation.now, district):
            self.days[key] = day
            choices.append((key, label))
        self.fields["slot"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if key := cleaned.pop("slot", ""):
            day, number = self.days[key], int(key.rpartition("/")[2])
            begins = dict(starts_of(day))[number]
            cleaned |= {
                "day": day.reference,
                "number": number,
                "begins": begins,
                "leader": str(day.leader_id),
                "walk_in": False,
            }
            if self.opens:
                cleaned |= {"holder": day.organ_id, "place": day.place_id}
        return cleaned

    opens = False


class BookForm(SlotForm):
    opens = True
    topic = WordsField(label=_("想谈什么事"), rows=4)
    wants = forms.CharField(label=_("希望哪些单位一起听（可不填）"), max_length=200, required=False)
    petition = forms.CharField(label=_("信访编号（有就填）"), max_length=32, required=False)
    parties = PartiesField(CallerRow, least=1, most=5, blank=1, label=_("来访人"))


class MoveForm(SlotForm):
    pass


class WalkInForm(FactsForm):
    """Whoever comes without a booking is received too, on a day that is today."""

    day = forms.ChoiceField(label=_("哪一场"))
    topic = WordsField(label=_("想谈什么事"), rows=4)
    parties = PartiesField(CallerRow, least=1, most=5, blank=1, label=_("来访人"))

    def adapt(self, situation: Situation) -> None:
        days = ReceptionDay.objects.filter(organ__in=situation.organs, open=True)
        today = local_day(situation.now)
        self.days = {
            day.reference: day
            for day in days.select_related("leader")
            if local_day(day.begins) == today
        }
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (key, f"{day.leader.name}（{day.title}）{day.where}") for key, day in self.days.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if day := self.days.get(cleaned.get("day", "")):
            cleaned |= {
                "holder": day.organ_id,
                "place": day.place_id,
                "begins": timezone.localtime(day.begins),
                "leader": str(day.leader_id),
                "walk_in": True,
            }
        return cleaned


class TaskRow(FactsForm):
    unit = forms.CharField(label=_("哪个单位办"), max_length=60)
    what = forms.CharField(label=_("办什么"), max_length=200)
    due = forms.DateField(label=_("哪天前"), widget=DAY)


class ReceiveForm(DatedForm):
    present = forms.CharField(label=_("谁在场"), max_length=200)
    statement = WordsField(label=_("来访人说了什么"), rows=5)
    reply = WordsField(label=_("当场怎么答复"), rows=3)
    tasks = RowsField(TaskRow, most=10, blank=1, label=_("交办的任务"))


class SignForm(FactsForm):
    read = forms.BooleanField(label=_("记录属实"))

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "signed": True}


class ReportTaskForm(DatedForm):
    subject = forms.ChoiceField(label=_("第几项任务"))
    text = WordsField(label=_("办理结果"), rows=3)

    def adapt(self, situation: Situation) -> None:
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (clock.subject, _("第 %(n)s 项") % {"n": clock.subject})
            for clock in situation.clocks
            if clock.key == "task" and clock.status == "running"
        ]


class FeedBackForm(DatedForm):
    text = WordsField(label=_("反馈内容"), rows=3)


FORMS: dict[str, type[FactsForm]] = {
    "publish": PublishForm,
    "call_off": CallOffForm,
    "hold": DatedForm,
    "book": BookForm,
    "walk_in": WalkInForm,
    "move": MoveForm,
    "cancel": FactsForm,
    "arrive": DatedForm,
    "miss": DatedForm,
    "receive": ReceiveForm,
    "sign": SignForm,
    "report_task": ReportTaskForm,
    "feed_back": FeedBackForm,
}
