"""Full texts of laws, as an operator imports them; the project itself holds none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import models, transaction
from django.db.models import Q

from hejie.kernel import statutes
from hejie.kernel.statutes import COMES_INTO_FORCE, Citation

OUR_SUMMARIES: Final = statutes.summaries()


class Statute(models.Model):
    """One version of a law."""

    name = models.CharField(max_length=120)
    version = models.DateField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="one_statute_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.version}）"


class Article(models.Model):
    """One article, its paragraphs parted by newlines; `number` counts from one."""

    pk = models.CompositePrimaryKey("statute_id", "label")
    statute = models.ForeignKey(Statute, on_delete=models.CASCADE, related_name="articles")
    label = models.CharField(max_length=30)
    number = models.IntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.statute_id} {self.label}"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of an import: laws by name and version."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    differing: tuple[str, ...]
    """Known in the same version with another text; what was there stays."""


def keep(laws: Iterable[statutes.Statute], *, now: datetime) -> Kept:
    """Store the laws that are not there yet, all or none."""
    added: list[str] = []
    known: list[str] = []
    differing: list[str] = []
    with transaction.atomic():
        for law in laws:
            row, fresh = Statute.objects.get_or_create(
                name=law.name, version=law.version, defaults={"imported_at": now}
            )
            if fresh:
                _write(row, law)
                added.append(str(row))
            else:
                (known if _texts_of(row) == dict(law.articles) else differing).append(str(row))
    return Kept(added=tuple(added), known=tuple(known), differing=tuple(differing))


@dataclass(frozen=True, kw_only=True)
class Quote:
    """An article as it stood on a day. Without an imported text there is only our sentence.

    `next_version` is in force after that day: shown beside, so that nobody takes the old for new.
    """

    citation: Citation
    text: str = ""
    version: date | None = None
    in_force: date | None = None
    next_version: date | None = None
    summary: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return self.text.splitlines()


def quote(citations: Iterable[Citation], *, on: date) -> list[Quote]:
    """Each article cited in the version in force on a day, with our summary; every article once
    and what is neither imported nor summarised left out. Two queries for any number."""
    wanted = dict.fromkeys(Citation(one.law, one.article) for one in citations if one.article)
    shelves = _shelves({one.law for one in wanted}, {one.article for one in wanted})
    quotes = (_quote(one, shelves.get(one.law, ()), on) for one in wanted)
    return [one for one in quotes if one.text or one.summary]


@dataclass(frozen=True)
class _Version:
    made: date
    in_force: date
    articles: Mapping[str, str]


def _shelves(laws: Collection[str], labels: Collection[str]) -> dict[str, list[_Version]]:
    """The versions of each law by the day they came into force, with the articles wanted."""
    statutes_found = list(Statute.objects.filter(name__in=laws))
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    begins: dict[int, str] = defaultdict(str)
    rows = Article.objects.filter(
        Q(label__in=labels) | Q(text__contains=COMES_INTO_FORCE), statute__in=statutes_found
    )
    for statute, label, text in rows.values_list("statute_id", "label", "text"):
        texts[statute][label] = text
        begins[statute] += text
    shelves: dict[str, list[_Version]] = defaultdict(list)
    for row in statutes_found:
        in_force = statutes.in_force_from(begins[row.pk], made=row.version)
        shelves[row.name].append(_Version(row.version, in_force, texts[row.pk]))
    for versions in shelves.values():
        versions.sort(key=lambda one: (one.in_force, one.made))
    return shelves


def _quote(citation: Citation, versions: Sequence[_Version], on: date) -> Quote:
    known = OUR_SUMMARIES.get(citation)
    summary = known.sentence if known else ""
    begun = [one for one in versions if one.in_force <= on]
    later = next((one.made for one in versions if one.in_force > on), None)
    if not begun or citation.article not in begun[-1].articles:
        return Quote(citation=citation, next_version=later, summary=summary)
    return Quote(
        citation=citation,
        text=begun[-1].articles[citation.article],
        version=begun[-1].made,
        in_force=begun[-1].in_force,
        next_version=later,
        summary=summary,
    )


def _write(row: Statute, law: statutes.Statute) -> None:
    Article.objects.bulk_create(
        Article(statute=row, label=label, number=number, text=text)
        for number, (label, text) in enumerate(law.articles.items(), start=1)
    )


def _texts_of(row: Statute) -> dict[str, str]:
    return dict(row.articles.values_list("label", "text"))
