"""Full texts of laws, as an operator imports them; the project itself holds none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from hejie.kernel import statutes
from hejie.kernel.statutes import Citation


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


def article_text(citation: Citation, *, on: date | None = None) -> str | None:
    """The text of an article in the latest version imported, or the latest made by a day."""
    versions = Statute.objects.filter(name=citation.law)
    if on is not None:
        versions = versions.filter(version__lte=on)
    latest = versions.order_by("-version").values("pk")[:1]
    found = Article.objects.filter(statute__in=latest, label=citation.article)
    return found.values_list("text", flat=True).first()


def _write(row: Statute, law: statutes.Statute) -> None:
    Article.objects.bulk_create(
        Article(statute=row, label=label, number=number, text=text)
        for number, (label, text) in enumerate(law.articles.items(), start=1)
    )


def _texts_of(row: Statute) -> dict[str, str]:
    return dict(row.articles.values_list("label", "text"))
