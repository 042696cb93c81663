"""A made-up province: matters with their lives, and what twelve districts would have counted."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hejie.kernel.tallies import ALL, CAUSE, DAYS, LONGER, PLACE, ROOM
from hejie.statistics import parquet

DISTRICTS = [f"4203{n:02}" for n in range(1, 13)]
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
FIRST, LAST = "2024-07", "2025-06"
NAMES = {
    "district": "{key}区",
    PLACE: '{key} "老街", 东段',
    ROOM: "{key}程序",
    CAUSE: "{key}\n换行",
    "clock": "{key}期限",
}


@dataclass(frozen=True)
class Life:
    """One matter: when it came and ended, and how its one clock ended with it."""

    district: str
    town: str
    procedure: str
    cause: str
    opened: str
    ended: str
    days: int
    clock: str
    outcome: str

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        within = [(PLACE, self.town), (CAUSE, self.cause)]
        sides = [("", ALL, ""), ("", ROOM, self.procedure), (self.procedure, ALL, "")]
        return sides + [(law, *side) for law in ("", self.procedure) for side in within]

    @property
    def happened(self) -> Iterator[tuple[str, str]]:
        yield self.opened, "opened"
        if self.ended:
            yield self.ended, "ended"
            took = (f"took_{most}" for most in DAYS if self.days < most)
            yield self.ended, next(took, LONGER)
            yield self.ended, self.outcome


def lives(seed: int = 0) -> list[Life]:
    """Districts differ in how many matters they have and in how often they are late; the last
    has none that ended."""
    draw = random.Random(seed)
    return [
        _life(draw, n, district) for n, district in enumerate(DISTRICTS) for _ in range(30 + 40 * n)
    ]


def _life(draw: random.Random, n: int, district: str) -> Life:
    opened, months = draw.randrange(len(MONTHS)), draw.randrange(6)
    over = opened + months < len(MONTHS) and district != DISTRICTS[-1]
    late = draw.random() * len(DISTRICTS) < n
    return Life(
        district=district,
        town=f"{district}{draw.randrange(1, 4):03}",
        procedure=draw.choice(("mediation", "petition")),
        cause=draw.choice(("neighbours", "wages", "land")),
        opened=MONTHS[opened],
        ended=MONTHS[opened + months] if over else "",
        days=30 * months + draw.randrange(20),
        clock=draw.choice(("accept", "conclude")),
        outcome=draw.choice(("broken" if late else "kept", "kept", "dropped")),
    )


def give_away(found: Sequence[Life], folder: Path) -> None:
    """Write what these come to, as each district's instance would."""
    tables = {"months": _months(found), "limits": _limits(found), "names": _names(found)}
    for table, rows in tables.items():
        path = folder.with_suffix(".csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        parquet.write(folder, table, path)


def _months(found: Iterable[Life]) -> Iterator[tuple[object, ...]]:
    counted = Counter(
        (one.district, month, *side, what)
        for one in found
        for month, what in one.happened
        for side in one.sides
    )
    yield from ((*key, count) for key, count in counted.items())


def _limits(found: Iterable[Life]) -> Iterator[tuple[object, ...]]:
    counted: dict[tuple[str, ...], Counter[str]] = {}
    for one in found:
        if one.ended:
            key = (one.district, one.ended, one.procedure, one.clock, "must")
            counted.setdefault(key, Counter())[one.outcome] += 1
    for limit, ways in counted.items():
        yield (*limit, *(ways[way] for way in ("kept", "broken", "dropped")))


def _names(found: Iterable[Life]) -> Iterator[tuple[str, str, str, str]]:
    keys = {
        (one.district, *key)
        for one in found
        for key in (
            ("district", one.district),
            (PLACE, one.town),
            (ROOM, one.procedure),
            (CAUSE, one.cause),
            ("clock", f"{one.procedure}/{one.clock}"),
        )
    }
    yield from ((*key, NAMES[key[1]].format(key=key[2])) for key in sorted(keys))
