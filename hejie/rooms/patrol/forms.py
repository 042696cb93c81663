"""Forms of events and shifts: report, accept, dispatch, feed back, verify; plan, start, log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.contacts import PhoneField
from hejie.kernel.facts import (
    CodeField,
    DatedForm,
    FactsForm,
    PartiesField,
    PlaceField,
    UploadsField,
    WordsField,
)
from hejie.kernel.jurisdictions import Organ, find_division
from hejie.kernel.procedures import Situation
from hejie.law.patrol import SUSPENDING
from hejie.rooms.patrol.cells import find_cell
from hejie.rooms.patrol.classes import DOORS, EVENTS, LABELS, LIFE, SEVERITIES
from hejie.rooms.patrol.duties import duty_for
from hejie.rooms.patrol.nearness import copies_of
from hejie.rooms.patrol.photographs import PhotographsField

DAY = forms.DateInput(attrs={"type": "date"})
MARKS = [(n, str(n)) for n in (5, 4, 3, 2, 1)]
UNIT_KINDS = ("bureau", "company", "government", "centre")
COVERED = _("人脸和车牌会自动遮住，原图不保存。")


class WhereForm(FactsForm):
    """A class, a place by the list or by a point, words, photographs."""

    category = forms.ChoiceField(
        label=_("是什么事"), choices=[(key, _(label)) for key, label in LABELS.items()]
    )
    danger = forms.BooleanField(
        label=_("有没有人有生命危险"),
        required=False,
        help_text=_("有的，请先打110、119、120，再上报。"),
    )
    place = PlaceField(label=_("在哪个村、社区"), max_length=12, required=False)
    lon = forms.DecimalField(
        label=_("经度"), required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    lat = forms.DecimalField(
        label=_("纬度"), required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    where = forms.CharField(label=_("具体位置"), max_length=200)
    text = WordsField(label=_("看到了什么"), rows=3)
    photos = PhotographsField(label=_("照片"), kind="scene", most=6, help_text=COVERED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        if (lon is None) != (lat is None):
            self.add_error("place", _("经度和纬度要一起给"))
        elif lon is not None and lat is not None and (cell := find_cell(float(lon), float(lat))):
            cleaned |= {"cell": cell.code, "place": cleaned.get("place") or cell.division_id}
        if not cleaned.get("place"):
            self.add_error("place", _("请选在哪个村、社区，或者在地图上指一指"))
        if code := cleaned.get("category"):
            cleaned["route"] = LIFE if cleaned.get("danger") else EVENTS[code].severity
        return cleaned


class ReporterRow(FactsForm):
    role = forms.ChoiceField(
        label=_("身份"), choices=[("reporter", _("上报人"))], initial="reporter"
    )
    kind = forms.ChoiceField(
        label=_("个人或单位"), choices=[("person", _("个人"))], initial="person"
    )
    name = forms.CharField(label=_("称呼"), max_length=100)
    phone = PhoneField()


class TellForm(WhereForm):
    """A resident's. Who it is need not be said; a telephone gets the answer."""

    parties = PartiesField(ReporterRow, least=0, most=1, blank=1, label=_("您怎么称呼（可不填）"))


class RegisterForm(TellForm):
    dated = True
    photos = PhotographsField(
        label=_("照片"), kind="scene", most=6, required=False, help_text=COVERED
    )


class ReportForm(WhereForm):
    """A grid worker's; the event happened when it was seen, however late it arrives."""

    dated = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None and self.situation.organs:
            organ = self.situation.organs[0]
            cleaned |= {"reporter_organ": organ, "asked_organs": [organ]}
        code = str(cleaned.get("category") or "")
        cleaned["tip"] = code in EVENTS and EVENTS[code].tip
        return cleaned


class SettleForm(ReportForm):
    after = PhotographsField(
        label=_("办好以后的照片"), kind="after", most=6, help_text=COVERED, required=False
    )


class HandleSelfForm(DatedForm):
    text = WordsField(label=_("怎么办的"), rows=2)
    after = PhotographsField(
        label=_("办好以后的照片"), kind="after", most=6, help_text=COVERED, required=False
    )


class AcceptForm(DatedForm):
    """The centre decides how severe it is, whether it is a copy, and whom it called."""

    route = forms.ChoiceField(label=_("等级"), choices=list(SEVERITIES.items()))
    called_at = forms.TimeField(
        label=_("S1：几点打的电话"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    called = forms.CharField(label=_("打给了谁"), max_length=200, required=False)
    distinct = forms.BooleanField(label=_("不是同一件事"), required=False)

    def adapt(self, situation: Situation) -> None:
        self.fields["route"].initial = situation.route
        self.copies = _copies(situation)
        if self.copies:
            listed = "、".join(self.copies)
            self.fields["distinct"].help_text = _(
                "五十米以内、一天之内的同类事件：%(listed)s。是同一件的请并案。"
            ) % {"listed": listed}
        else:
            del self.fields["distinct"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            cleaned |= {"centre": self.situation.holder, "near": self.copies}
        return cleaned


def _copies(situation: Situation) -> list[str]:
    lon, lat = situation.data.get("lon"), situation.data.get("lat")
    if not lon or not lat:
        return []
    found = copies_of(
        situation.reference, situation.category, float(lon), float(lat), situation.opened
    )
    return [one.reference for one in found]


class HandOverForm(DatedForm):
    to = forms.ChoiceField(label=_("转到"), choices=[(key, _(name)) for key, name in DOORS.items()])
    text = WordsField(label=_("怎么转的、对方编号"), rows=2)

    def adapt(self, situation: Situation) -> None:
        known = EVENTS.get(situation.category)
        self.fields["to"].initial = known.door if known else ""


class DispatchForm(DatedForm):
    """The duty list proposes; the centre decides."""

    holder = forms.ChoiceField(label=_("牵头单位"))
    helpers = forms.MultipleChoiceField(
        label=_("协同单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = WordsField(label=_("要求"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        units = Organ.objects.filter(
            kind__in=UNIT_KINDS,
            holds__contains=["event"],
            area__code__startswith=situation.place[:6],
        ).exclude(key=situation.data.get("centre", ""))
        offered = [(organ.key, organ.name) for organ in units.order_by("name")]
        self.fields["holder"].choices = offered  # type: ignore[attr-defined]
        self.fields["helpers"].choices = offered  # type: ignore[attr-defined]
        place = find_division(situation.place)
        duty = duty_for(situation.category, place) if place else None
        if duty is not None:
            self.fields["holder"].initial = duty.lead_id
            self.fields["holder"].help_text = _("职责清单：%(unit)s") % {"unit": duty.lead.name}
            self.fields["helpers"].initial = duty.helpers

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            centre = self.situation.data["centre"]
            helping = [one for one in cleaned.get("helpers", ()) if one != cleaned.get("holder")]
            cleaned["asked_organs"] = [centre, *helping]
        return cleaned


class ReturnForm(DatedForm):
    text = WordsField(label=_("为什么不归本单位"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            cleaned["holder"] = self.situation.data["centre"]
        return cleaned


class BeginForm(DatedForm):
    crew = forms.CharField(label=_("谁去办"), max_length=100)


class TextForm(DatedForm):
    text = WordsField(label=_("情况"), rows=2)


class ExtendForm(DatedForm):
    extension = forms.IntegerField(label=_("延长几个工作日"), min_value=1, max_value=12)
    reason = WordsField(label=_("复杂在哪里"), rows=2)


class SuspendForm(DatedForm):
    ground = forms.ChoiceField(
        label=_("为什么挂账"), choices=[(one.key, _(one.label)) for one in SUSPENDING]
    )
    resume_on = forms.DateField(label=_("哪天恢复"), widget=DAY)
    text = WordsField(label=_("说明"), rows=2)


class FeedBackForm(DatedForm):
    text = WordsField(label=_("处置结果"), rows=3)
    photos = PhotographsField(label=_("处置以后的照片"), kind="after", most=6, help_text=COVERED)
    document_number = CodeField(label=_("文书的文号（有就填）"), max_length=80, required=False)
    files = UploadsField(  # type: ignore[assignment]
        label=_("文书"), kind="evidence", required=False
    )


class AskVerifierForm(DatedForm):
    organ = forms.ChoiceField(label=_("请哪个网格去看"))

    def adapt(self, situation: Situation) -> None:
        others = Organ.objects.filter(
            posts__role="grid_worker", area__code__startswith=situation.place[:6]
        ).exclude(key__in=[situation.data.get("reporter_organ") or "", situation.holder])
        self.fields["organ"].choices = [  # type: ignore[attr-defined]
            (organ.key, organ.name) for organ in others.distinct().order_by("name")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if organ := cleaned.get("organ"):
            cleaned["asked_organs"] = [organ]
        return cleaned


class VerifyForm(DatedForm):
    result = forms.ChoiceField(
        label=_("办好了没有"), choices=[("done", _("办好了")), ("redo", _("没有办好，返工"))]
    )
    called = forms.BooleanField(label=_("问过上报的人"), required=False)
    text = WordsField(label=_("看到的情况"), rows=2)
    photos = PhotographsField(
        label=_("照片"), kind="check", most=6, required=False, help_text=COVERED
    )


class RateForm(FactsForm):
    mark = forms.TypedChoiceField(
        label=_("几分（5分最好）"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    text = WordsField(label=_("想说的话（可不填）"), rows=2, required=False)


class LapseForm(FactsForm):
    pass


# 巡防


class PlanForm(FactsForm):
    begins = forms.DateTimeField(
        label=_("几点开始"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends = forms.DateTimeField(
        label=_("几点结束"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    route_plan = WordsField(label=_("打算走哪里"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if isinstance(begins, datetime) and isinstance(ends, datetime) and ends <= begins:
            self.add_error("ends", _("结束要在开始以后"))
        return {**cleaned, **_walks(self.situation)}


def _walks(situation: Situation | None) -> Mapping[str, Any]:
    """The walker's own organ, and the walker as the matter's team."""
    if situation is None or not situation.organs:
        return {}
    organ = Organ.objects.get(key=situation.organs[0])
    role = min({"grid_worker", "volunteer"} & situation.as_roles, default="volunteer")
    walker = {
        "account": int(situation.by.removeprefix("account:")),
        "role": role,
        "organ": organ.key,
        "active": True,
    }
    return {"holder": organ.key, "place": organ.area_id, "team": [walker]}


class LogForm(FactsForm):
    text = WordsField(label=_("看到什么、做了什么"), rows=2)
    photos = PhotographsField(
        label=_("照片"), kind="scene", most=6, required=False, help_text=COVERED
    )


class EndForm(FactsForm):
    text = WordsField(label=_("小结（可不填）"), rows=2, required=False)


FORMS: dict[str, type[FactsForm]] = {
    "tell": TellForm,
    "report": ReportForm,
    "settle": SettleForm,
    "register": RegisterForm,
    "handle_self": HandleSelfForm,
    "accept": AcceptForm,
    "hand_over": HandOverForm,
    "dispatch": DispatchForm,
    "return": ReturnForm,
    "begin": BeginForm,
    "first_report": TextForm,
    "extend": ExtendForm,
    "suspend": SuspendForm,
    "resume": TextForm,
    "feed_back": FeedBackForm,
    "ask_verifier": AskVerifierForm,
    "verify": VerifyForm,
    "close": TextForm,
    "rate": RateForm,
    "lapse": LapseForm,
    "plan": PlanForm,
    "start": FactsForm,
    "log": LogForm,
    "end": EndForm,
    "cancel": FactsForm,
}
