"""Forms of delivery, review and re-review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import CodeField, DatedForm, FactsForm, UploadsField, WordsField
from hejie.kernel.jurisdictions import Organ
from hejie.rooms.petitions.classes import DELIVERY, OPINIONS, REVIEWS
from hejie.rooms.petitions.forms.routing import DAY


class DeliverForm(DatedForm):
    way = forms.ChoiceField(label=_("怎么送达"), choices=list(DELIVERY.items()))
    received_on = forms.DateField(label=_("信访人哪天收到"), widget=DAY)
    files = UploadsField(  # type: ignore[assignment]
        label=_("送达回证"), kind="delivery_proof", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("received_on")
        if day and self.situation is not None and day > self.situation.now.date():
            self.add_error("received_on", _("收到的日期不能晚于今天"))
        return cleaned


class AskForm(FactsForm):
    """The next organ up takes it over; the one that decided stays involved."""

    reason = WordsField(label=_("为什么不服、请求什么"), rows=4)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            here = Organ.objects.get(key=self.situation.holder)
            if here.parent_id is None:
                self.add_error(None, _("没有登记它的上一级单位，请联系信访局"))
            else:
                cleaned["holder"] = here.parent_id
                cleaned["asked_organs"] = [here.key]
        return cleaned


class ReviewForm(DatedForm):
    result = forms.ChoiceField(label=_("结果"), choices=list(REVIEWS.items()))
    opinion = forms.ChoiceField(
        label=_("变更的，新的处理意见"), required=False, choices=[("", "—"), *OPINIONS.items()]
    )
    implement_by = forms.DateField(label=_("支持的，哪天前落实"), required=False, widget=DAY)
    redo_by = forms.DateField(label=_("发回的，哪天前重新办完"), required=False, widget=DAY)
    findings = WordsField(label=_("查明的事实和理由"), rows=4)
    text = WordsField(label=_("意见"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None and cleaned.get("result") == "remit":
            cleaned["holder"] = self.situation.data["unit"]
        if cleaned.get("result") != "change":
            cleaned["opinion"], cleaned["implement_by"] = "", None
        if cleaned.get("result") != "remit":
            cleaned["redo_by"] = None
        return cleaned


class OpenHearingForm(DatedForm):
    ground = forms.ChoiceField(label=_("事由"), choices=[("hearing", _("听证"))], initial="hearing")
    text = WordsField(label=_("时间、地点、参加人"), rows=3)


class LapseForm(FactsForm):
    clock = CodeField(max_length=80)
