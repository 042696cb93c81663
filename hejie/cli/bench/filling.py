"""Fill an instance: a few matters are played through the one door, the others are their copies,
written in batches that either are there whole, log and counts included, or not at all."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context

import click
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone
from psycopg import sql
from psycopg.errors import UniqueViolation

from hejie.cli.answers import BadInput, answer
from hejie.cli.bench import district, lives
from hejie.cli.bench.copying import Copier, Sheet
from hejie.kernel import notices, search
from hejie.kernel.events import Bookmark, Event
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.readers import catch_up, follow
from hejie.kernel.sequencer import grow, hold, log_size
from hejie.readers import all_readers
from hejie.triage.evaluation import questions

BATCH = 1000
"""Matters in one transaction."""
ATTEMPTS = 3
WRITTEN = (search.reader, notices.reader)
"""Readers whose rows the copies bring along; the others read the log as always."""


@click.command("fill")
@click.argument("matters", type=click.IntRange(1, 10_000_000))
@click.option("--processes", type=click.IntRange(1, 64), default=os.cpu_count)
def fill_up(matters: int, processes: int) -> None:
    """Fill the instance up to MATTERS; stopped, it goes on where it was."""
    district.prepare()
    told = fill(matters, processes=processes)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    answer({"matters": matters, **told})


def fill(wanted: int, *, patterns: int = lives.PATTERNS, processes: int = 1) -> dict[str, float]:
    """Bring the instance up to so many matters; gives how many are new and how fast it went."""
    before, begun = Matter.objects.count(), time.monotonic()
    patterns = min(patterns, wanted)
    if before < patterns:
        lives.play(patterns - before, random.Random(7 + before))  # noqa: S311 - no secrets
    catch_up(all_readers(), now=timezone.now())
    made, copying = max(before, patterns), time.monotonic()
    copied = sum(_copy(made, wanted, patterns, processes))
    seconds = max(time.monotonic() - copying, 0.001)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "new": max(wanted - before, 0),
        "copies": copied,
        "seconds": round(time.monotonic() - begun, 1),
        "copies_a_second": round(copied / seconds, 1),
    }


def _copy(have: int, wanted: int, patterns: int, processes: int) -> Iterator[int]:
    """Copy batch by batch, in this process or several; gives how many each was."""
    batches = [range(start, min(start + BATCH, wanted)) for start in range(have, wanted, BATCH)]
    begun, done = time.monotonic(), 0
    for many in _batches(batches, patterns, processes):
        done += many
        rate = done / (time.monotonic() - begun)
        click.echo(f"{have + done} / {wanted}, {rate:.0f} a second", err=True)
        yield many


def _batches(batches: Sequence[range], patterns: int, processes: int) -> Iterator[int]:
    if processes == 1 or len(batches) < processes:
        copier = _copier(patterns)
        yield from (_batch(copier, numbers) for numbers in batches)
        return
    connections.close_all()  # each process opens its own
    forks = get_context("fork")
    with ProcessPoolExecutor(processes, forks, _begin_there, (patterns,)) as pool:
        yield from pool.map(_batch_there, batches)


def played(patterns: int = lives.PATTERNS) -> QuerySet[Matter]:
    """The first matters of the instance: those that were played."""
    return Matter.objects.order_by("id")[:patterns]


def _copier(patterns: int) -> Copier:
    copier = Copier(played(patterns).select_related("place"), [one.text for one in questions()])
    if not copier.patterns:
        raise BadInput("这里没有可以照抄的事项。 No matter here can be copied.")
    return copier


_at_hand: list[Copier] = []
"""The copier of a process of a pool."""


def _begin_there(patterns: int) -> None:
    _at_hand[:] = [_copier(patterns)]


def _batch_there(numbers: range) -> int:
    return _batch(_at_hand[0], numbers)


def _batch(copier: Copier, numbers: range) -> int:
    chosen = [copier.patterns[number % len(copier.patterns)] for number in numbers]
    references = _references([one.matter for one in chosen])
    for attempt in range(ATTEMPTS):
        copier.begin(random.Random(numbers.start + attempt))  # noqa: S311 - no secrets
        for pattern, reference in zip(chosen, references, strict=True):
            copier.copy(pattern, reference)
        try:
            with transaction.atomic():
                _write_all(copier)
        except UniqueViolation:  # two of some million query codes were the same: draw again
            if attempt + 1 == ATTEMPTS:
                raise
        else:
            break
    return len(numbers)


def _write_all(copier: Copier) -> None:
    for sheet in copier.sheets.values():
        _write(sheet)
    _index(copier.bodies)
    _into_log(copier.events, timezone.now())


def _references(matters: Sequence[Matter]) -> list[str]:
    """The next numbers of each year, as `matters.next_reference` would give them."""
    years = [local_day(matter.opened_at).year for matter in matters]
    last = {}
    with connection.cursor() as cursor:
        for year in set(years):
            cursor.execute(
                "UPDATE kernel_numbercounter SET last = last + %s"
                " WHERE district = %s AND year = %s RETURNING last",
                [years.count(year), matters[0].district, year],
            )
            last[year] = cursor.fetchone()[0] - years.count(year)
    numbers = []
    for matter, year in zip(matters, years, strict=True):
        last[year] += 1
        numbers.append(f"{matter.district}-{year}-{last[year]:06d}")
    return numbers


def _write(sheet: Sheet) -> None:
    _copy_in(sheet.model._meta.db_table, [str(f.column) for f in sheet.fields], sheet.rows)


def _copy_in(table: str, columns: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(order) as copy:
        for row in rows:
            copy.write_row(row)


def _index(bodies: Iterable[tuple[str, object, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE body (district varchar, matter_id uuid, body text)"
            " ON COMMIT DROP"
        )
        _copy_in("body", ["district", "matter_id", "body"], bodies)
        cursor.execute(
            "INSERT INTO kernel_searchentry (district, matter_id, body)"
            " SELECT district, matter_id, to_tsvector('simple', body) FROM body"
        )
        cursor.execute("DROP TABLE body")


def _into_log(events: Sequence[Event], now: datetime) -> None:
    """Put the events at the end of the log; those readers whose rows were copied go on behind
    them, the others read them."""
    hold()
    readers = all_readers()
    for reader in readers:
        while follow(reader, now=now):
            pass
    grow([((e.district, e.matter_id, e.seq), bytes(e.hash)) for e in events], now=now)
    for reader in readers:
        if reader not in WRITTEN:
            reader.read(events, now)
    names = [reader.name for reader in readers]
    Bookmark.objects.filter(reader__in=names).update(position=log_size())
