"""What the kitchen sink shows: every component in every state, made without a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hejie.kernel.clocks import Clock
from hejie.kernel.deadlines import compute
from hejie.kernel.facts import (
    FactsForm,
    PlaceField,
    RowsField,
    SignatureField,
    UploadsField,
    WordsField,
)
from hejie.kernel.parties import Party
from hejie.law.catalogue import find_rule

LONG_NAME = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县哈拉奇乡阿依努尔·买买提艾力"


class TermForm(FactsForm):
    thing = forms.CharField(label=_("给什么"), max_length=200)
    amount = forms.DecimalField(label=_("金额（元）"), max_digits=14, decimal_places=2)
    due = forms.DateField(label=_("期限"), widget=forms.DateInput(attrs={"type": "date"}))


class SampleForm(FactsForm):
    """One field of each shape."""

    name = forms.CharField(label=_("姓名"), max_length=100, help_text=_("和身份证上一样"))
    claim = WordsField(label=_("您的要求"))
    way = forms.ChoiceField(
        label=_("怎么开会"),
        widget=forms.RadioSelect,
        choices=[("site", _("到现场")), ("video", _("用视频"))],
    )
    room = forms.ChoiceField(
        label=_("哪一类"), choices=[("", "—"), ("family", _("婚姻家庭")), ("labour", _("劳动争议"))]
    )
    place = PlaceField(label=_("在哪里"))
    told = forms.MultipleChoiceField(
        label=_("已经告知"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("free", _("调解不收费")), ("refuse", _("可以随时拒绝"))],
    )
    agree = forms.BooleanField(label=_("我同意用调解的办法解决"))
    terms = RowsField(TermForm, label=_("约定"), least=1)
    photos = UploadsField(label=_("照片、单据"), kind="evidence", required=False)
    signature = SignatureField(label=_("在框内签名"))


def empty_form() -> SampleForm:
    return SampleForm()


def wrong_form() -> SampleForm:
    sent = {"name": LONG_NAME * 3, "terms-0-thing": "退还押金", "terms-0-amount": "三千"}
    return SampleForm(data=sent)


def clocks(now: datetime) -> Iterator[tuple[Any, Clock]]:
    """A clock at each level, of each effect, and in each status."""
    yield _("法定，正常"), _clock("MD-B", now - timedelta(days=2))
    yield _("法定，黄色预警"), _clock("MD-B", now - timedelta(days=27))
    yield _("法定，已超期"), _clock("MD-B", now - timedelta(days=60))
    yield _("一般，今天到期"), _clock("MD-A", _a_month_before(now))
    yield _("内部，正常"), _clock("MD-L-FIRST", now)
    yield _("已暂停"), _clock("MD-B", now, status=Clock.PAUSED)
    met = now - timedelta(days=1)
    yield _("按时完成"), _clock("MD-B", now - timedelta(days=9), status=Clock.MET, met_at=met)
    long_ago = now - timedelta(days=60)
    yield _("超期完成"), _clock("MD-B", long_ago, status=Clock.MET, met_at=met, late=True)
    yield _("不再计时"), _clock("MD-B", now, status=Clock.STOPPED)


def _a_month_before(now: datetime) -> datetime:
    day = timezone.localtime(now)
    first = day.replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, first.day))


def _clock(code: str, start: datetime, *, status: str = Clock.RUNNING, **more: Any) -> Clock:
    rule = find_rule(code, timezone.localtime(start).date())
    derivation = compute(rule, timezone.localtime(start).date())
    clock = Clock(
        key=code,
        label=rule.label,
        rule=rule.code,
        basis=rule.basis,
        effect=rule.effect,
        status=status,
        started=start,
        provisional=derivation.provisional,
        derivation=derivation.as_json(),
        **more,
    )
    clock.due_at = _end_of(clock.strict_due)
    clock.late_at = _end_of(clock.rolled_due)
    return clock


def _end_of(day: Any) -> datetime:
    midnight = datetime.combine(day, datetime.min.time()) + timedelta(days=1)
    return timezone.make_aware(midnight)


def parties() -> list[Party]:
    return [
        Party(
            key="p1",
            name="欧阳建国",
            id_number="420303195501011233",
            phone="13800138000",
            address="湖北省十堰市张湾区红卫街道郑家沟社区 3 栋 2 单元 501",
        ),
        Party(key="p2", name=LONG_NAME, representative="王芳", phone="0719-8652110"),
    ]


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""
    basis: str = ""
    papers: list[dict[str, str]] = field(default_factory=list)


def entries(now: datetime) -> list[Entry]:
    return [
        Entry(now - timedelta(days=3), "登记", "受理员 李梅", basis="人民调解法 第十七条"),
        Entry(
            now - timedelta(days=2),
            "同意调解",
            "被申请人",
            "愿意谈，希望安排在周末。",
            papers=[{"url": "#", "title": "同意调解记录"}],
        ),
        Entry(now, "补充材料", LONG_NAME, "<script>alert(1)</script> 原样显示，不会执行。"),
    ]
