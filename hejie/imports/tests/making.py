"""Tables of matters as clerks keep them, and imports brought as far as a test wants."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import timedelta
from io import StringIO

from django.utils import timezone

from hejie.imports import steering
from hejie.imports.models import Import, Row
from hejie.imports.running import work
from hejie.imports.ways import Way, find_way
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import Matter, find_matter

HEADING = (
    "序号",
    "事情经过",
    "纠纷类型",
    "纠纷发生地",
    "申请人姓名",
    "申请人电话",
    "被申请人姓名",
    "涉及金额（元）",
    "紧急",
)
PLACE = "花果街道二堰铺社区"


def row(number: int, **changes: str) -> list[str]:
    told = {
        "序号": str(number),
        "事情经过": f"楼上漏水，第{number}次协商没有结果",
        "纠纷类型": "邻里",
        "纠纷发生地": PLACE,
        "申请人姓名": f"王秀{number}",
        "申请人电话": "13807280001",
        "被申请人姓名": "刘大勇",
        "涉及金额（元）": "1,200.50",
        "紧急": "否",
    } | changes
    return [told[name] for name in HEADING]


def table(lines: Iterable[Sequence[str]], heading: Sequence[str] = HEADING) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([heading, *lines])
    return text.getvalue().encode()


def someone(username: str) -> Actor:
    return actor_for(Account.objects.get(username=username), on=timezone.localdate())


def started(content: bytes, *, who: str = "lin", what: str = "mediation") -> Import:
    now = timezone.now()
    return steering.start(someone(who), what=what, name="t.csv", content=content, now=now)


def forward(one: Import) -> Import:
    """Do what there is to do now."""
    work(one.pk, clock=timezone.now)
    one.refresh_from_db()
    return one


def checked(content: bytes, **given: str) -> Import:
    return forward(started(content, **given))


def opened(content: bytes, *, whole: bool = False, **given: str) -> Import:
    one = checked(content, **given)
    steering.choose(one, whole=whole)
    one.refresh_from_db()
    return forward(one)


def rows_of(one: Import, outcome: str = "") -> list[Row]:
    rows = Row.objects.filter(of=one).order_by("number")
    return list(rows.filter(outcome=outcome) if outcome else rows)


def left_for_long(one: Import, runner: str = "x" * 32) -> None:
    """As if who worked on it had died some time ago."""
    long_ago = timezone.now() - steering.BEAT - timedelta(seconds=1)
    Import.objects.filter(pk=one.pk).update(runner=runner, beat_at=long_ago)


def way_of(username: str = "lin", what: str = "mediation") -> Way:
    way = find_way(what, someone(username), now=timezone.now())
    assert way is not None
    return way


def matter_of(row: Row) -> Matter:
    """The matter that a row became."""
    matter = find_matter(row.reference)
    assert matter is not None
    return matter
