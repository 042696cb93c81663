"""Find matters by what they are about: jieba words in PostgreSQL's full text.

Names of parties are taken out before words are indexed: there is no search for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, QuerySet

from hejie.kernel.documents import OPEN, PERSONAL, Words
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, OfMatter, describe, in_order, matters_of, of_same
from hejie.kernel.parties import Party
from hejie.kernel.readers import Reader

LONGEST_TEXT = 50_000
MOST_COMPARED = 200
INDEX = """
INSERT INTO kernel_searchentry (district, matter_id, body)
VALUES (%s, %s, to_tsvector('simple', %s))
ON CONFLICT (district, matter_id) DO UPDATE SET body = excluded.body
"""
LOOKED_THROUGH = 4_000
"""How many matters are looked through in a list's order before the index of words is asked for
all that have them. Enough for a page of 30 of whatever one of a hundred matters has."""
LONGEST_QUERY = 200
REFERENCE = re.compile(r"\d{6}-\d{4}-\d{6,}")
NEWEST = ("-opened_at", "-id")


class SearchEntry(OfMatter):
    pk = models.CompositePrimaryKey("district", "matter_id")
    body = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["body"], name="search_by_word")]


class Found(OfMatter):
    """A view of the entries in sight, by which the database may use the index on their words;
    under the lock of the table itself it would read all of them."""

    pk = models.CompositePrimaryKey("district", "matter_id")
    body = SearchVectorField()

    class Meta:
        managed = False


def split(text: str) -> list[str]:
    """The words of a text, as they are indexed and searched."""
    import rjieba  # noqa: PLC0415 - 33 MB: only for a process that searches

    return [word for word in rjieba.cut_for_search(text.lower()) if any(map(str.isalnum, word))]


def first(
    matters: QuerySet[Matter], order: Sequence[str], most: int, *, query: str
) -> list[Matter]:
    """The first of the given matters, in this order of columns, that have every word of a query,
    or its number; of all of them when nothing is asked."""
    query = query.strip()
    if not query:
        return in_order(matters, order, most)
    if REFERENCE.fullmatch(query) and (
        found := list(matters.filter(district=query[:6], reference=query))
    ):
        return found
    words = split(query[:LONGEST_QUERY])
    if not words:
        return []
    return _first(matters, order, most, _Wanted(" ".join(words), "plain"))


def closest(matters: QuerySet[Matter], words: Iterable[str], *, most: int) -> list[Matter]:
    """Of the given matters those that have the most of these words, the best first. Only the
    newest of those that have any are compared. Three queries."""
    lexemes = {part for word in words for part in split(word) if len(part) > 1 and part.isalnum()}
    if not lexemes:
        return []
    wanted = _Wanted(" | ".join(sorted(lexemes)), "raw")
    newest = _first(matters, NEWEST, MOST_COMPARED, wanted)
    by_id = {matter.id: matter for matter in newest}
    ranked = (
        Found.objects.filter(of_same(by_id.values()))
        .annotate(rank=SearchRank(F("body"), wanted.query))
        .order_by("-rank", "-matter_id")
        .values_list("matter_id", flat=True)
    )
    return [by_id[number] for number in ranked[:most]]


@dataclass(frozen=True)
class _Wanted:
    """Words as the database compares them: all of a plain text, or a query in its own writing."""

    text: str
    kind: str

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(self.text, config="simple", search_type=self.kind)

    @property
    def function(self) -> str:
        return SearchQuery.SEARCH_TYPES[self.kind]


def _first(
    matters: QuerySet[Matter], order: Sequence[str], most: int, wanted: _Wanted
) -> list[Matter]:
    """What is common is found among the first few thousand, what is rare by the index of words:
    either takes as long however many matters there are."""
    near = _among_the_first(matters, order, most, wanted)
    if len(near) == most:
        matters = matters.filter(id__in=near)
    else:
        here = {"district": OuterRef("district"), "matter_id": OuterRef("id")}
        matters = matters.filter(Exists(Found.objects.filter(**here, body=wanted.query)))
    return in_order(matters, order, most)


def _among_the_first(
    matters: QuerySet[Matter], order: Sequence[str], most: int, wanted: _Wanted
) -> list[UUID]:
    """The ORM cannot join with a few rows of a table, so the SQL that it has for them is put in."""
    columns = [name.removeprefix("-") for name in order]
    few = matters.order_by(*order).values("district", *columns)[:LOOKED_THROUGH]
    try:
        sql, given = few.query.sql_with_params()
    except EmptyResultSet:
        return []
    ways = ["DESC" if name.startswith("-") else "ASC" for name in order]
    sorting = ", ".join(f"few.{column} {way}" for column, way in zip(columns, ways, strict=True))
    join = "kernel_found ON kernel_found.district = few.district AND matter_id = few.id"
    having = f"body @@ {wanted.function}('simple', %s)"
    asked = f"SELECT few.id FROM ({sql}) AS few JOIN {join} WHERE {having}"  # noqa: S608 - all ours
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY {sorting} LIMIT %s", [*given, wanted.text, most])
        return [number for (number,) in cursor.fetchall()]


def index(matters: Sequence[Matter]) -> None:
    """Write the entries of some matters anew. Three queries for their texts and people, one for
    each entry."""
    texts, people = _texts(matters), _told_of_people(matters)
    rows = [
        (matter.district, matter.id, indexed(texts[matter.id], people[matter.id]))
        for matter in matters
    ]
    with connection.cursor() as cursor:
        cursor.executemany(INDEX, rows)


def indexed(texts: Iterable[str], people: Iterable[str]) -> str:
    """The words of texts as the index takes them, without what was told of people."""
    text = "\n".join(texts)[:LONGEST_TEXT]
    for told in sorted(filter(None, people), key=len, reverse=True):
        text = text.replace(told, " ")
    return " ".join(split(text))


def _told_of_people(matters: Sequence[Matter]) -> dict[UUID, set[str]]:
    """Names and numbers of the parties, also those that were corrected since."""
    told: dict[UUID, set[str]] = {matter.id: set() for matter in matters}
    for row in Words.objects.filter(of_same(matters), compartment=PERSONAL):
        told[row.matter_id].add(row.text)
    for one in Party.objects.filter(of_same(matters)):
        told[one.matter_id] |= {one.name, one.representative, one.phone, one.id_number}
    return told


def _texts(matters: Sequence[Matter]) -> dict[UUID, list[str]]:
    texts: dict[UUID, list[str]] = {}
    for matter in matters:
        told = describe(matter)
        names = ("reference", "procedure", "category", "place")
        trade = str(matter.room.trades.get(matter.trade, ""))
        texts[matter.id] = [*(str(told[name]) for name in names), trade]
    for row in Words.objects.filter(of_same(matters), compartment=OPEN):
        texts[row.matter_id].append(row.text)
    return texts


def _read(events: Sequence[Event], now: datetime) -> None:
    moved = [event for event in events if event.moves]
    index(list(matters_of(moved).select_related("place")))


def _reset() -> None:
    SearchEntry.objects.all().delete()


reader = Reader("search", _read, _reset)
