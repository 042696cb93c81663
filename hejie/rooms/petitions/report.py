"""The yearly report (信访工作条例 第四十一条): counts alone, and small ones not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from hejie.kernel.jurisdictions import Organ
from hejie.rooms.petitions.classes import ADOPTED, CHANNELS, FIELDS, OPINIONS, REVIEWS, ROUTES, TAGS
from hejie.rooms.petitions.models import PetitionTally

LEAST = 5
"""A field or unit with fewer is not told: who it was could be guessed."""
MOST_UNITS = 10


@dataclass(frozen=True)
class Table:
    title: str
    rows: list[tuple[str, str]]


class Year:
    """What the counts of one year and of some districts say."""

    def __init__(self, districts: Collection[str], year: int) -> None:
        rows = PetitionTally.objects.filter(
            district__in=districts, month__gte=date(year, 1, 1), month__lte=date(year, 12, 31)
        )
        self.counts: dict[str, Counter[str]] = {}
        for row in rows:
            self.counts.setdefault(row.what, Counter())[row.kind] += row.count

    def total(self, what: str) -> int:
        return sum(self.counts.get(what, Counter()).values())

    def share(self, what: str, *kinds: str, of: int | None = None) -> str:
        whole = self.total(what) if of is None else of
        part = sum(self.counts.get(what, Counter())[kind] for kind in kinds)
        return f"{round(100 * part / whole)}%（{part}／{whole}）" if whole else "—"

    def by(self, what: str, names: Mapping[str, Any], *, hide: bool = False) -> Table | None:
        found = self.counts.get(what, Counter()).most_common()
        rows = [(str(names.get(kind, kind)), self._shown(count, hide)) for kind, count in found]
        return Table(TITLES[what], rows) if rows else None

    def _shown(self, count: int, hide: bool) -> str:
        return _("不足%(n)s件") % {"n": LEAST} if hide and count < LEAST else str(count)

    def tables(self) -> list[Table]:
        found = [
            Table(_("总数"), list(self._totals())),
            Table(_("时效和质量"), list(self._qualities())),
            self.by("received", CHANNELS),
            self.by("class", ROUTES),
            self.by("field", FIELDS, hide=True),
            self._units(),
            self.by("opinion", OPINIONS),
            self.by("review", REVIEWS),
            self.by("tag", TAGS),
            self.by("advice_adopted", ADOPTED),
        ]
        return [table for table in found if table]

    def _totals(self) -> Iterator[tuple[str, str]]:
        for what, name in TOTALS.items():
            yield str(name), str(self.total(what))

    def _qualities(self) -> Iterator[tuple[str, str]]:
        yield _("按期告知"), self.share("told", "in_time")
        yield _("按期办结"), self.share("handled", "in_time")
        yield _("延长期限"), self.share("extended", "", of=self.total("opinion"))
        yield _("复查、复核改变"), self.share("review", "change", "remit")
        yield _("参评"), self.share("rated", "satisfied", "other", of=self.total("closed"))
        yield _("满意"), self.share("rated", "satisfied")

    def _units(self) -> Table | None:
        """The most complained about; never from accusations."""
        found = self.by(
            "complained",
            dict(Organ.objects.values_list("key", "name")),
            hide=True,
        )
        return Table(found.title, found.rows[:MOST_UNITS]) if found else None

    def workbook(self, title: str) -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "信访"
        sheet.append([title])
        for table in self.tables():
            sheet.append([])
            sheet.append([table.title])
            for row in table.rows:
                sheet.append(list(row))
        content = BytesIO()
        book.save(content)
        return content.getvalue()


TOTALS = {
    "received": "收到",
    "forwarded": "转送",
    "assigned": "交办",
    "ordered": "督办",
    "accepted": "受理",
    "closed": "办结",
    "advised": "提出建议",
    "advice_adopted": "建议已答复",
}
TITLES = {
    "received": "怎么来的",
    "class": "类别",
    "field": "领域",
    "complained": "反映较多的单位",
    "opinion": "处理意见",
    "review": "复查、复核结果",
    "tag": "办结结果",
    "advice_adopted": "建议采纳情况",
}
