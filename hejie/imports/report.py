"""What an import leaves to take away: what became of each row, and the rows to be mended."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hejie.desk.export import RISKY
from hejie.imports.columns import TO_MEND
from hejie.imports.models import Import, Row
from hejie.imports.tables import Table, read_table
from hejie.imports.ways import Way

OUTCOMES = {
    Row.GOOD: gettext_lazy("可以登记"),
    Row.BROKEN: gettext_lazy("要改"),
    Row.KNOWN: gettext_lazy("以前登记过"),
    Row.OPENED: gettext_lazy("已登记"),
}


def told_problems(row: Row) -> str:
    """All that is wrong with a row, in one line."""
    return "；".join(f"{label}：{text}" if label else text for label, text in row.problems)


def report(one: Import) -> bytes:
    """A line for each row of the file, as CSV."""
    rows = Row.objects.filter(of=one).order_by("number")
    lines = (
        [str(row.number), str(OUTCOMES[row.outcome]), row.reference, row.result, told_problems(row)]
        for row in rows.iterator()
    )
    return as_csv([[_("行"), _("结果"), _("编号"), _("去向"), _("要改的地方")], *lines])


def to_mend(one: Import, way: Way) -> bytes:
    """The broken rows as they came, with what is wrong before them; to be mended and sent again."""
    table = read_table(
        bytes(one.source.content),
        name=one.name,
        is_known=lambda heading: way.columns.find(heading) is not None,
    )
    broken = Row.objects.filter(of=one, outcome=Row.BROKEN).order_by("number")
    return as_csv(_lines_to_mend(table, {row.number: told_problems(row) for row in broken}))


def _lines_to_mend(table: Table, told: dict[int, str]) -> Iterator[list[str]]:
    yield [TO_MEND, *table.heading]
    for record in table.rows:
        if record.number in told:
            yield [told[record.number], *record.cells]


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """A table that every spreadsheet opens, and in which none finds a formula."""
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
