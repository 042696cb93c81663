"""Bring an import forward: check every row, then open what is good, in small batches.

Whoever works on an import holds it by a beat; one that stopped beating may be taken over. A row
has a key made of what it says, so that going over it again gives what is there already.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hejie.imports.cells import Problem, Reading
from hejie.imports.columns import Matched
from hejie.imports.models import Import, Row
from hejie.imports.steering import BEAT
from hejie.imports.tables import BadTable, Record, Table, read_table
from hejie.imports.ways import Entry, Way, find_way, key_of, reader_for
from hejie.kernel.actions import Invalid, KeyReused, Refused
from hejie.kernel.jurisdictions import Actor, actor_for
from hejie.kernel.matters import local_day

log = logging.getLogger(__name__)

CHECKED_AT_ONCE = 50
OPENED_AT_ONCE = 10
"""Rows in one transaction, which holds the district's counter of numbers: some 0.15 seconds."""

Clock = Callable[[], datetime]
Item = TypeVar("Item")


class Overtaken(Exception):
    """Somebody else works on this import now."""


def work(
    key: UUID,
    *,
    clock: Clock,
    leaving: Callable[[], bool] = lambda: False,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Do what there is to do about an import, until it is done, stopped or `leaving`; tells after
    each batch how many of how many rows are checked, or opened. Does nothing while somebody else
    works on it."""
    runner = uuid4().hex
    free = Q(runner="") | Q(beat_at__lt=clock() - BEAT)
    mine = Import.objects.filter(free, pk=key, status__in=[Import.CHECKING, Import.OPENING])
    if not mine.update(runner=runner, beat_at=clock()):
        return
    one = Import.objects.select_related("account", "source").get(pk=key)
    try:
        job = _Job(one, runner, clock, leaving, tell)
        (job.check if one.status == Import.CHECKING else job.open)()
    except BadTable as bad:
        status = Import.UNREADABLE if one.status == Import.CHECKING else Import.STOPPED
        Import.objects.filter(pk=key, runner=runner).update(
            status=status, problem=str(bad)[:400], ended_at=clock(), stopping=False
        )
    except Overtaken:
        return
    finally:
        Import.objects.filter(pk=key, runner=runner).update(runner="", beat_at=None)


@dataclass
class _Job:
    """One stretch of work on one import, by one runner."""

    one: Import
    runner: str
    clock: Clock
    leaving: Callable[[], bool]
    tell: Callable[[int, int], None]
    actor: Actor = field(init=False)
    way: Way = field(init=False)
    table: Table = field(init=False)
    matched: Matched = field(init=False)

    def __post_init__(self) -> None:
        now = self.clock()
        self.actor = actor_for(self.one.account, on=local_day(now))
        way = find_way(self.one.what, self.actor, now=now)
        if way is None:
            raise BadTable(_("您的岗位已经不能导入这一种"))
        self.way = way
        self.table = read_table(
            bytes(self.one.source.content),
            name=self.one.name,
            is_known=lambda heading: way.columns.find(heading) is not None,
        )
        self.matched = way.columns.match(self.table.heading)
        self.reader = reader_for(way, self.actor)

    def check(self) -> None:
        """Judge the rows that were not judged yet."""
        if self.matched.missing:
            sentence = _("表头里没有这些列：%(names)s")
            raise BadTable(sentence % {"names": "、".join(self.matched.missing)})
        self._beat(total=len(self.table.rows), unused=list(self.matched.unused))
        judged = dict(Row.objects.filter(of=self.one).values_list("number", "digest"))
        seen = _Seen(self.way, {digest: number for number, digest in judged.items() if digest})
        ahead = (record for record in self.table.rows if record.number not in judged)
        checked = len(judged)
        for records in _batches(ahead, CHECKED_AT_ONCE):
            if self._must_stop():
                return
            rows = [self._judge(record, seen) for record in records]
            self._mark_known(rows)
            checked += len(rows)
            with transaction.atomic():
                self._beat(checked=checked)
                Row.objects.bulk_create(rows)
            self.tell(checked, len(self.table.rows))
        self._beat(status=Import.CHECKED, checked=checked)

    def read(self, record: Record) -> Reading:
        return self.reader.read(self.table.cells_of(record), self.matched.columns)

    def _judge(self, record: Record, seen: _Seen) -> Row:
        row = Row(of=self.one, number=record.number, outcome=Row.BROKEN)
        if record.problem:
            row.problems = [("", record.problem)]
            return row
        reading = self.read(record)
        doubted = [(self._label(place), text) for place, text in sorted(record.doubts.items())]
        row.problems = doubted + [p for p in reading.problems if p[0] not in dict(doubted)]
        row.digest, first = seen.take(reading.data, record.number)
        if first:
            told = _("和第 %(n)s 行完全一样，只登记一次") % {"n": first}
            row.problems.append(("", told))
        if not row.problems:
            row.problems = self._ask_door(reading)
        if row.problems:
            row.digest = ""
        else:
            row.outcome = Row.GOOD
        return row

    def _ask_door(self, reading: Reading) -> list[Problem]:
        try:
            return self.way.check(reading, now=self.clock())
        except (OperationalError, InterfaceError):
            raise
        except Refused as refused:
            return [("", _told(refused))]
        except Exception:
            log.exception("a row of %s could not be checked", self.one.pk)
            return [("", _failed())]

    def _label(self, place: int) -> str:
        column = self.matched.columns.get(place)
        if column is not None:
            return column.label
        return self.table.heading[place] if place < len(self.table.heading) else ""

    def _mark_known(self, rows: Sequence[Row]) -> None:
        """Rows that an earlier file brought in already, by whomever, are not opened again."""
        digests = [row.digest for row in rows if row.outcome == Row.GOOD]
        earlier = Row.objects.filter(
            digest__in=digests, reference__gt="", of__district=self.one.district
        )
        told = {
            digest: (ref, result)
            for digest, ref, result in earlier.values_list("digest", "reference", "result")
        }
        for row in rows:
            if row.digest in told:
                row.outcome = Row.KNOWN
                row.reference, row.result = told[row.digest]

    def open(self) -> None:
        """Open the good rows that are not open yet."""
        good = Row.objects.filter(of=self.one, outcome=Row.GOOD).order_by("number")
        records = {record.number: record for record in self.table.rows}
        if self.one.whole:
            self._open_whole(list(good), records)
            return
        opened = Row.objects.filter(of=self.one, outcome=Row.OPENED).count()
        total = opened + good.count()
        for rows in _batches(list(good), OPENED_AT_ONCE):
            if self._must_stop():
                return
            self._mark_known(rows)
            fresh = [row for row in rows if row.outcome == Row.GOOD]
            self._open_batch(fresh, [self._entry(records[row.number], row) for row in fresh])
            opened += sum(row.outcome == Row.OPENED for row in rows)
            with transaction.atomic():
                self._beat(opened=opened)
                Row.objects.bulk_update(rows, ["outcome", "reference", "result", "problems"])
            self.tell(opened, total)
        self._beat(status=Import.DONE, ended_at=self.clock())

    def _open_whole(self, rows: list[Row], records: Mapping[int, Record]) -> None:
        entries = [self._entry(records[row.number], row) for row in rows]
        try:
            self._open_all(rows, entries)
        except (Refused, Invalid, KeyReused) as fault:
            self._beat(status=Import.CHECKED, problem=_told(fault)[:400])
            return
        with transaction.atomic():
            self._beat(status=Import.DONE, opened=len(rows), ended_at=self.clock())
            Row.objects.bulk_update(rows, ["outcome", "reference", "result"])
        self.tell(len(rows), len(rows))

    def _open_batch(self, rows: Sequence[Row], entries: Sequence[Entry]) -> None:
        """Open a batch in one go; where that fails, row by row, so that one harms no other."""
        try:
            self._open_all(rows, entries)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.info("a batch of %s failed; row by row", self.one.pk, exc_info=True)
            for row, entry in zip(rows, entries, strict=True):
                self._open_one(row, entry)

    def _open_one(self, row: Row, entry: Entry) -> None:
        try:
            self._open_all([row], [entry])
        except (OperationalError, InterfaceError):
            raise
        except (Refused, Invalid, KeyReused) as fault:
            row.outcome, row.problems = Row.BROKEN, [("", _told(fault))]
        except Exception:
            log.exception("row %s of %s could not be opened", row.number, self.one.pk)
            row.outcome, row.problems = Row.BROKEN, [("", _failed())]

    def _open_all(self, rows: Sequence[Row], entries: Sequence[Entry]) -> None:
        for row, made in zip(rows, self.way.open(entries, now=self.clock()), strict=True):
            row.outcome, row.reference, row.result = Row.OPENED, made.reference, made.result

    def _entry(self, record: Record, row: Row) -> Entry:
        return Entry(row.digest, self.read(record).data)

    def _must_stop(self) -> bool:
        if self.leaving():
            return True
        asked: bool = Import.objects.values_list("stopping", flat=True).get(pk=self.one.pk)
        if asked:
            self._beat(status=Import.STOPPED, stopping=False)
        return asked

    def _beat(self, **news: Any) -> None:
        mine = Import.objects.filter(pk=self.one.pk, runner=self.runner)
        if not mine.update(beat_at=self.clock(), **news):
            raise Overtaken


class _Seen:
    """Which rows of this file were met before; where equal rows are two things, the second one
    has a key of its own."""

    def __init__(self, way: Way, numbers: dict[str, int]) -> None:
        self.way, self.numbers = way, numbers

    def take(self, data: Mapping[str, Any], number: int) -> tuple[str, int]:
        """The digest of a row, and the number of an equal one before it, or nought."""
        nth = 0
        while (digest := key_of(self.way, data, nth=nth)) in self.numbers:
            if self.way.alike:
                return digest, self.numbers[digest]
            nth += 1
        self.numbers[digest] = number
        return digest, 0


def _told(fault: Refused | Invalid | KeyReused) -> str:
    if isinstance(fault, KeyReused):
        return _("这一行以前用别的内容登记过，请单独登记")
    return str(fault)


def _failed() -> str:
    return _("登记这一行时出了差错，已经记下，请告诉管理员")


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    ahead = iter(items)
    while batch := list(islice(ahead, size)):
        yield batch
