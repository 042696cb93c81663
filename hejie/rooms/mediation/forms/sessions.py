"""Forms of meeting: sessions, minutes, investigations, facts, helpers, pauses, failure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hejie.kernel.facts import (
    FactsForm,
    OneOfField,
    PartiesField,
    RowsField,
    UploadsField,
    WordsField,
)
from hejie.kernel.procedures import Situation
from hejie.rooms.mediation.forms.consent import SIDES
from hejie.rooms.mediation.forms.intake import WAYS, PartyRow
from hejie.rooms.mediation.guards import sessions
from hejie.rooms.mediation.models import Venue

HELPERS = {
    "helper": _("亲属、邻居、同事、专家等"),
    "interpreter": _("翻译、手语翻译"),
    "guardian": _("监护人"),
    "companion": _("陪老年人、帮着听和说的人"),
}
"""Who comes beside the parties, by role; who was there stands in each session's record."""
METHODS = [
    ("people", _("人民调解")),
    ("administrative", _("行政调解")),
    ("judicial", _("司法调解")),
    ("trade", _("行业调解")),
    ("online", _("在线调解")),
    ("counselling", _("心理疏导")),
]


class PresentField(forms.MultipleChoiceField):
    """Some of the matter's parties, by key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class NamedForm(FactsForm):
    """A form that offers parties by name in its `PresentField`s."""

    offered_roles: tuple[str, ...] = (*SIDES, "agent", "third", *HELPERS)

    def __init__(self, *args: Any, names: Any = None, **kwargs: Any) -> None:
        self.party_names = names or {}
        super().__init__(*args, names=names, **kwargs)

    def adapt(self, situation: Situation) -> None:
        for field in self.fields.values():
            if isinstance(field, PresentField):
                field.choices = [
                    (p.key, self.party_names.get(p.key, p.key))
                    for p in situation.with_role(*self.offered_roles)
                ]


def venue_names(keys: Collection[str]) -> Mapping[str, str]:
    found = Venue.objects.filter(pk__in=keys)
    return {venue.key: f"{venue.name}（{venue.address}）" for venue in found}


class SetSessionForm(FactsForm):
    begins = forms.DateTimeField(
        label=_("开始"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends = forms.DateTimeField(
        label=_("结束"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    way = forms.ChoiceField(label=_("方式"), choices=WAYS)
    venue = OneOfField(label=_("地点"), required=False, names=venue_names)
    text = WordsField(label=_("告诉当事人的话（可不填）"), rows=2, required=False)

    def adapt(self, situation: Situation) -> None:
        venues = Venue.objects.filter(organ__area__code__startswith=situation.place[:6])
        self.fields["venue"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((venue.key, f"{venue.name}（{venue.address}）") for venue in venues.order_by("name")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("way") == "on_site" and not cleaned.get("venue"):
            self.add_error("venue", _("到场调解要选地点"))
        return cleaned


def session_names(numbers: Collection[str]) -> Mapping[str, str]:
    return {number: _("第 %(n)s 次") % {"n": number} for number in numbers}


class OfSessionForm(FactsForm):
    session = OneOfField(label=_("第几次"), names=session_names)
    status = "set"

    def adapt(self, situation: Situation) -> None:
        super().adapt(situation)
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            (number, _("第 %(n)s 次") % {"n": number})
            for number in sessions(situation, self.status)
        ]


class CancelSessionForm(OfSessionForm):
    reason = WordsField(label=_("取消的理由"), rows=2)


class HoldSessionForm(OfSessionForm, NamedForm):
    """Minutes in two parts; the negotiation part is sealed."""

    dated = True
    present = PresentField(label=_("到场的人"))
    identity_checked = forms.BooleanField(label=_("已核对身份"), required=False)
    rights_told = forms.BooleanField(label=_("已告知权利"), required=False)
    sham_warned = forms.BooleanField(label=_("已告知虚假调解的后果"), required=False)
    is_open = forms.BooleanField(label=_("公开调解"), required=False)
    record = WordsField(label=_("笔录：程序部分"), rows=8)
    negotiation = WordsField(label=_("笔录：协商部分（密封）"), sealed=True, required=False, rows=8)
    proposal = WordsField(label=_("调解员的方案（密封）"), sealed=True, required=False, rows=4)
    result = forms.ChoiceField(
        label=_("结果"),
        choices=[
            ("continue", _("下次再谈")),
            ("agreed", _("谈成了")),
            ("partly", _("部分谈成")),
            ("apart", _("没有谈成")),
        ],
    )
    read_by = PresentField(label=_("已阅读笔录并签字"), required=False)
    scan = UploadsField(label=_("签过字的笔录扫描件"), kind="signed_record", required=False)


class QuestionRow(FactsForm):
    question = forms.CharField(label=_("问"), max_length=1000)
    answer = forms.CharField(label=_("答"), max_length=4000)


class InvestigateForm(FactsForm):
    dated = True
    place_told = forms.CharField(label=_("地点"), max_length=200)
    told_by = forms.CharField(label=_("被调查人"), max_length=100)
    questions = RowsField(QuestionRow, least=1, most=100, blank=3, label=_("问答"))
    scan = UploadsField(label=_("签字扫描件"), kind="investigation_scan", required=False)


class FactRow(FactsForm):
    text = forms.CharField(label=_("事实"), max_length=2000)


class RecordFactsForm(NamedForm):
    dated = True
    undisputed = RowsField(FactRow, least=1, most=50, blank=3, label=_("双方都承认的事实"))
    signed_by = PresentField(label=_("已签字确认"), required=False)


class HelperRow(PartyRow):
    role = forms.ChoiceField(
        label=_("来做什么"), choices=list(HELPERS.items()), initial="helper", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {**cleaned, "role": cleaned.get("role") or "helper"}


class InviteHelperForm(FactsForm):
    helpers = PartiesField(HelperRow, least=1, most=10, label=_("请谁参与"))
    agreed = forms.BooleanField(label=_("各方当事人都同意"))
    text = WordsField(label=_("为什么请"), rows=2)


class PlanMethodsForm(FactsForm):
    methods = forms.MultipleChoiceField(
        label=_("方法"), choices=METHODS, widget=forms.CheckboxSelectMultiple
    )
    text = WordsField(label=_("安排"), rows=3, required=False)


class ReportDangerForm(FactsForm):
    dated = True
    danger = forms.ChoiceField(
        label=_("情况"),
        choices=[
            ("escalation", _("有可能激化")),
            ("public_order", _("可能涉及治安案件")),
            ("crime", _("可能涉及刑事案件")),
        ],
    )
    told = forms.CharField(label=_("报告给哪个公安机关、接报人"), max_length=200)
    text = WordsField(label=_("情况和已采取的预防措施"), rows=4)


class SuspendForm(FactsForm):
    dated = True
    ground = forms.ChoiceField(label=_("事由"), choices=[("appraisal", _("鉴定"))])
    agreed = forms.BooleanField(label=_("各方都同意鉴定"), required=False)
    text = WordsField(label=_("鉴定什么、由谁鉴定"), rows=3)


class SuspectShamForm(FactsForm):
    dated = True
    told = forms.CharField(label=_("报告给谁"), max_length=200)
    text = WordsField(label=_("可疑之处"), rows=4)


class ResumeForm(FactsForm):
    dated = True
    text = WordsField(label=_("恢复的理由"), rows=3)
    files = UploadsField(  # type: ignore[assignment]
        label=_("鉴定意见等材料"), kind="appraisal", required=False
    )


class ExtendForm(NamedForm):
    offered_roles = SIDES
    extension = forms.IntegerField(
        label=_("延长多少（与原期限同一单位）"), min_value=1, max_value=365
    )
    agreeing = PresentField(label=_("同意延长的当事人"))
    text = WordsField(label=_("理由"), rows=2)


class MendForm(NamedForm):
    offered_roles = SIDES
    agreeing = PresentField(label=_("同意变更的当事人"))
    reason = WordsField(label=_("要变更哪一条、为什么"), rows=3)


class FailForm(FactsForm):
    dated = True
    reason = forms.ChoiceField(
        label=_("原因"),
        choices=[
            ("unreachable", _("联系不上一方")),
            ("unwilling", _("一方不愿意调解")),
            ("apart", _("分歧太大")),
            ("expired", _("期限届满，没有同意延长")),
            ("unsigned", _("拒绝签字")),
            ("sham", _("虚假调解")),
            ("other", _("其他")),
        ],
    )
    basic_facts = WordsField(label=_("基本事实"), rows=4)
    conduct = WordsField(label=_("一方增加对方成本的行为（没有不填）"), rows=2, required=False)
