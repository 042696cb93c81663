"""Forms of the unit that handles: accept, inquire, hear, decide, answer, close, rate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import CodeField, DatedForm, FactsForm, UploadsField, WordsField
from hejie.law.petitions import HANDLING
from hejie.rooms.petitions.classes import (
    ADOPTED,
    ADVICE,
    OPINIONS,
    PROCEDURES,
    TAGS,
)
from hejie.rooms.petitions.forms.routing import DAY, YES_NO

MARKS = [(n, str(n)) for n in (5, 4, 3, 2, 1)]


class AcceptForm(DatedForm):
    interest = forms.ChoiceField(
        label=_("承办人与信访事项、信访人有没有直接利害关系"),
        choices=[("no", _("没有")), ("yes", _("有"))],
        initial="no",
    )
    text = WordsField(label=_("告知信访人的话"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.situation is not None:
            cleaned["unit"] = self.situation.holder
        return cleaned


class DivertForm(DatedForm):
    path = forms.ChoiceField(label=_("由谁按法定程序办理"), choices=list(PROCEDURES.items()))
    text = WordsField(label=_("怎么提出、有什么期限"), rows=3)


class RecordForm(DatedForm):
    text = WordsField(label=_("记录"), rows=4)
    files = UploadsField(  # type: ignore[assignment]
        label=_("材料"), kind="evidence", required=False
    )


class EndMediationForm(DatedForm):
    agreed = forms.ChoiceField(label=_("是否谈成"), choices=YES_NO)
    text = WordsField(label=_("内容"), rows=3)
    files = UploadsField(  # type: ignore[assignment]
        label=_("协议书"), kind="agreement", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("agreed") == "yes" and not cleaned.get("files"):
            self.add_error("files", _("谈成的要制作协议书，请附上（信访工作条例第三十三条）"))
        return cleaned


class HearingForm(DatedForm):
    begins = forms.DateTimeField(
        label=_("听证时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    text = WordsField(label=_("地点、参加人、听什么"), rows=3)


class HearingRecordForm(DatedForm):
    text = WordsField(label=_("听证记录"), rows=6)
    files = UploadsField(  # type: ignore[assignment]
        label=_("签字页"), kind="hearing_record", required=False
    )


class ExtendForm(DatedForm):
    extension = forms.IntegerField(
        label=_("延长几日（最多三十日）"), min_value=1, max_value=HANDLING.ext_qty
    )
    reason = WordsField(label=_("理由（会告知信访人）"), rows=2)


class DecideForm(DatedForm):
    opinion = forms.ChoiceField(label=_("处理意见"), choices=list(OPINIONS.items()))
    request = WordsField(label=_("信访人的请求"), rows=2)
    findings = WordsField(label=_("查明的事实和理由"), rows=5)
    text = WordsField(label=_("处理意见的内容"), rows=3)
    law = WordsField(label=_("依据的法律、法规、政策"), rows=2)
    implement_by = forms.DateField(label=_("支持的，哪天前落实"), required=False, widget=DAY)


class AnswerForm(DatedForm):
    adopted = forms.ChoiceField(
        label=_("建议意见的采纳情况（要求履职的不用选）"),
        required=False,
        choices=[("", "—"), *ADOPTED.items()],
    )
    text = WordsField(label=_("答复"), rows=4)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        here = self.situation
        if here is not None and here.route == "S" and not cleaned.get("adopted"):
            self.add_error("adopted", _("建议意见要写明采纳情况"))
        return cleaned


class ConcludeForm(DatedForm):
    text = WordsField(label=_("办理结果"), rows=3, sealed=True)


class CloseForm(DatedForm):
    tags = forms.MultipleChoiceField(
        label=_("结果（可以多选）"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(TAGS.items()),
    )
    aid_number = CodeField(label=_("救助申请编号"), max_length=60, required=False)
    document_number = CodeField(label=_("依法处理的机关和文号"), max_length=80, required=False)
    text = WordsField(label=_("办结情况"), rows=3)


class RateForm(FactsForm):
    bureau_mark = forms.TypedChoiceField(
        label=_("信访部门（5分最好）"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    unit_mark = forms.TypedChoiceField(
        label=_("承办单位（5分最好）"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    text = WordsField(label=_("想说的话（可不填）"), rows=2, required=False)


class AdviseForm(DatedForm):
    advice = forms.ChoiceField(label=_("哪一种建议"), choices=list(ADVICE.items()))
    text = WordsField(label=_("建议内容"), rows=3)


class AnswerAdviceForm(DatedForm):
    adopted = forms.ChoiceField(label=_("采纳情况"), choices=list(ADOPTED.items()))
    text = WordsField(label=_("书面说明"), rows=3)
