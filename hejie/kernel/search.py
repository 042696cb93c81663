"""Find matters by what they are about: jieba words in PostgreSQL's full text.

Names of parties are taken out before words are indexed: there is no search for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import rjieba
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, QuerySet

from hejie.kernel.documents import PERSONAL, words_of
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, OfMatter, describe
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import Reader

LONGEST_TEXT = 50_000
MOST_COMPARED = 200


class SearchEntry(OfMatter):
    pk = models.CompositePrimaryKey("district", "matter_id")
    body = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["body"], name="search_by_word")]


def split(text: str) -> list[str]:
    """The words of a text, as they are indexed and searched."""
    return [word for word in rjieba.cut_for_search(text.lower()) if any(map(str.isalnum, word))]


def matching(matters: QuerySet[Matter], query: str) -> QuerySet[Matter]:
    """Those of the given matters that have every word of the query, or its number."""
    query = query.strip()
    if not query:
        return matters
    if by_number := matters.filter(reference=query.upper()):
        return by_number
    words = split(query[:200])
    if not words:
        return matters.none()
    entries = SearchEntry.objects.filter(
        district=OuterRef("district"),
        matter_id=OuterRef("id"),
        body=SearchQuery(" ".join(words), config="simple", search_type="plain"),
    )
    return matters.filter(Exists(entries))


def closest(matters: QuerySet[Matter], words: Iterable[str], *, most: int) -> list[Matter]:
    """Of the given matters those that have the most of these words, the best first. Only the
    newest of those that have any are compared. Two queries."""
    lexemes = {part for word in words for part in split(word) if len(part) > 1 and part.isalnum()}
    if not lexemes:
        return []
    query = SearchQuery(" | ".join(sorted(lexemes)), config="simple", search_type="raw")
    here = SearchEntry.objects.filter(
        district=OuterRef("district"), matter_id=OuterRef("id"), body=query
    )
    found = matters.filter(Exists(here)).order_by("-opened_at", "-id")[:MOST_COMPARED]
    by_id = {matter.id: matter for matter in found}
    ranked = (
        SearchEntry.objects.filter(matter_id__in=by_id)
        .annotate(rank=SearchRank(F("body"), query))
        .order_by("-rank", "-matter_id")
        .values_list("matter_id", flat=True)
    )
    return [by_id[number] for number in ranked[:most]]


def index(matter: Matter) -> None:
    text = "\n".join(_texts(matter))[:LONGEST_TEXT]
    for told in sorted(_told_of_people(matter), key=len, reverse=True):
        text = text.replace(told, " ")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_searchentry (district, matter_id, body)"
            " VALUES (%s, %s, to_tsvector('simple', %s))"
            " ON CONFLICT (district, matter_id) DO UPDATE SET body = excluded.body",
            [matter.district, matter.id, " ".join(split(text))],
        )


def _told_of_people(matter: Matter) -> set[str]:
    """Names and numbers of the parties, also those that were corrected since."""
    told = {
        text
        for texts in words_of(matter, compartments=[PERSONAL]).values()
        for text in texts.values()
    }
    for party in parties_of(matter):
        told |= {party.name, party.representative, party.phone, party.id_number}
    return told - {""}


def _texts(matter: Matter) -> Iterable[str]:
    told = describe(matter)
    yield from (str(told[name]) for name in ("reference", "procedure", "category", "place"))
    yield str(matter.room.trades.get(matter.trade, ""))
    for texts in words_of(matter).values():
        yield from texts.values()


def _read(events: Sequence[Event], now: datetime) -> None:
    keys = {(event.district, event.matter_id) for event in events if event.moves}
    found = Matter.objects.filter(
        district__in={k[0] for k in keys}, id__in={k[1] for k in keys}
    ).select_related("place")
    for matter in found:
        index(matter)


def _reset() -> None:
    SearchEntry.objects.all().delete()


reader = Reader("search", _read, _reset)
