"""How fast long work over everything goes: import, deadlines, statistics, keys, verification."""

from __future__ import annotations

import csv
import resource
from datetime import date, datetime
from io import StringIO
from itertools import count
from typing import Any

import click
from django.db import transaction
from django.utils import timezone

from hejie.cli.answers import answer
from hejie.cli.bench import district
from hejie.cli.importing import bring_forward
from hejie.cli.progress import drive
from hejie.cli.verify import CHAINS, THOROUGH
from hejie.imports.steering import choose, start
from hejie.kernel import bulk, calendars, keys, tallies
from hejie.kernel.actions import RECOUNT, enter_notice
from hejie.kernel.bulk import Bulk
from hejie.kernel.jurisdictions import Account, actor_for
from hejie.kernel.readers import rebuilding
from hejie.kernel.renewing import RENEW
from hejie.kernel.workdays import DayKind

CLERK, DIRECTOR = "lin", "meng"
HEADING = ("事情经过", "纠纷类型", "纠纷发生地", "申请人姓名", "申请人电话", "被申请人姓名")
FREE = range(1, 11)
"""Days of January that are given free, so that deadlines of the turn of the year move."""


@click.command("bulk")
@click.option("--seconds", type=click.IntRange(1, 3600), default=10, show_default=True)
@click.option("--rows", type=click.IntRange(1, 50_000), default=500, show_default=True)
def measure_bulk(seconds: int, rows: int) -> None:
    """Measure on an instance that `fill` filled: ROWS are imported, all else stops after
    SECONDS, and statistics are then as they were."""
    answer(measure(seconds=seconds, rows=rows, now=timezone.now()))


def measure(*, seconds: float, rows: int, now: datetime) -> dict[str, Any]:
    told = {"import": _import(rows, now)}
    _announce_a_year(now)
    keys.add_key(keys.RECORDS)
    for reader in (tallies.reader, tallies.months_reader):
        with transaction.atomic():
            told[reader.name] = _for_a_while(rebuilding(reader), seconds)
            transaction.set_rollback(True)
    for what in (RECOUNT, RENEW, CHAINS, THOROUGH):
        told[what.name] = _for_a_while(what, seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**told, "peak_mb": round(peak, 1)}


def _for_a_while(what: Bulk, seconds: float) -> dict[str, Any]:
    told = drive(what, anew=True, seconds=seconds)
    bulk.drop(what)
    return told


def _import(rows: int, now: datetime) -> dict[str, Any]:
    clerk = actor_for(Account.objects.get(username=CLERK), on=timezone.localdate(now))
    one = start(clerk, what="mediation", name="bench.csv", content=_table(rows, now), now=now)
    checked = bring_forward(one)
    choose(one, whole=False)
    return {**checked, **bring_forward(one)}


def _table(rows: int, now: datetime) -> bytes:
    text = StringIO()
    table = csv.writer(text)
    table.writerow(HEADING)
    places = district.villages()
    for n in range(rows):
        told = f"楼上漏水，第 {n} 户协商没有结果（{now.isoformat()}）。"
        place = places[n % len(places)]
        table.writerow([told, "邻里", place, f"测量{n}", f"138{n:08}", "测量对方"])
    return text.getvalue().encode()


def _announce_a_year(now: datetime) -> None:
    """Enter the notice of the first year that nobody has announced."""
    known = calendars.current_calendar()
    year = next(one for one in count(now.year) if not known.announces(one))
    director = actor_for(Account.objects.get(username=DIRECTOR), on=timezone.localdate(now))
    days = {date(year, 1, day): DayKind.HOLIDAY for day in FREE}
    enter_notice(year, days, actor=director, source="测量用", now=now)
