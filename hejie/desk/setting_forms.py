"""Forms of what a district sets itself."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.kernel.workdays import DayKind

DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
LINE = re.compile(rf"^\s*{DAY}(?:\s*(?:至|到|—|~|～|--)\s*{DAY})?[\s,，:：、]*(\S+)\s*$")
KINDS = {
    "放假": DayKind.HOLIDAY,
    "休": DayKind.HOLIDAY,
    "holiday": DayKind.HOLIDAY,
    "上班": DayKind.MAKEUP_WORK,
    "调休上班": DayKind.MAKEUP_WORK,
    "班": DayKind.MAKEUP_WORK,
    "makeup_work": DayKind.MAKEUP_WORK,
}
LONGEST_HOLIDAY = timedelta(days=31)


class LocalValueForm(forms.Form):
    quantity = forms.IntegerField(
        label=_("改为"),
        min_value=0,
        max_value=3650,
        help_text=_("本来没有启用的，填数就启用，填 0 就停用。"),
    )
    valid_from = forms.DateField(
        label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"})
    )
    owner = forms.CharField(label=_("由谁决定（单位、文件）"), max_length=80)


class NoticeForm(forms.Form):
    year = forms.IntegerField(label=_("哪一年"), min_value=2000, max_value=2199)
    source = forms.CharField(
        label=_("通知的名称和文号"),
        max_length=200,
        help_text=_("国务院办公厅关于部分节假日安排的通知"),
    )
    days = forms.CharField(
        label=_("放假和调休上班的日子"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "每行一个日子或者一段日子，例如：2027-02-05 至 2027-02-11 放假；2027-02-14 上班"
        ),
    )
    file = forms.FileField(label=_("或者选一个文本文件"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = str(cleaned.get("days") or "")
        if sent := cleaned.get("file"):
            text += "\n" + _text_of(sent.read(100_000))
        cleaned["kinds"] = read_days(text) if not self.errors else {}
        return cleaned


def _text_of(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("这个文件不是文本，请复制文字贴上来"))


def read_days(text: str) -> dict[date, DayKind]:
    """The days of a notice, line by line. Raises `ValidationError` naming each line it cannot
    read."""
    days: dict[date, DayKind] = {}
    wrong = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            days |= _days_of(line)
        except ValueError:
            told = {"n": number, "line": line.strip()[:60]}
            wrong.append(gettext("第 %(n)s 行看不懂：%(line)s") % told)
    if wrong:
        raise ValidationError(wrong[:20])
    return days


def _days_of(line: str) -> dict[date, DayKind]:
    found = LINE.match(line)
    if found is None:
        raise ValueError(line)
    first = date(*map(int, found.group(1, 2, 3)))
    last = date(*map(int, found.group(4, 5, 6))) if found[4] else first
    kind = KINDS.get(found[7])
    if kind is None or not timedelta() <= last - first <= LONGEST_HOLIDAY:
        raise ValueError(line)
    return {first + timedelta(days=n): kind for n in range((last - first).days + 1)}
