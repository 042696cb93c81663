"""Words and papers of a matter, by digest: what people said, handed in, and were given.

Events carry only the digests, so words can be corrected, and erased by law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models

from hejie.kernel import chain
from hejie.kernel.matters import Matter, OfMatter, new_id

OPEN = ""
"""Compartment of what everybody with access to the matter may read."""
SEALED = "sealed"
"""Compartment of statements made for compromise: never leaves the mediation."""
BLIND = "blind"
"""Compartment that nobody opens: answers that are to stay unseen unless a rule opens them."""
PERSONAL = "personal"
"""Compartment of what a party's data were before a correction: for those who see names."""


class Words(OfMatter):
    """One piece of text stated in one event."""

    pk = models.CompositePrimaryKey("district", "matter_id", "seq", "name")
    seq = models.IntegerField()
    name = models.CharField(max_length=80)
    text = models.TextField()
    compartment = models.CharField(max_length=12, blank=True)
    salt = models.BinaryField()
    digest = models.CharField(max_length=71)

    class Meta:
        ordering = ["seq", "name"]


class Document(OfMatter):
    """A paper: received from somebody, or issued (`issued_for` names the event it tells of)."""

    pk = models.CompositePrimaryKey("district", "id")
    id = models.UUIDField(default=new_id)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    digest = models.CharField(max_length=71)
    mime = models.CharField(max_length=100)
    size = models.IntegerField()
    compartment = models.CharField(max_length=12, blank=True)
    seq = models.IntegerField()
    issued_for = models.IntegerField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["seq", "id"]
        indexes = [models.Index(fields=["district", "matter_id", "seq"], name="paper_of_matter")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "matter_id", "kind", "issued_for"], name="issued_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


def write_words(
    matter: Matter, seq: int, texts: Mapping[str, str], *, compartment: str = OPEN
) -> dict[str, str]:
    """Keep texts outside the event; gives their salted digests by name."""
    rows = []
    for name, text in texts.items():
        salt = chain.new_salt()
        digest = chain.salted_digest(text, salt)
        rows.append(
            Words(
                matter=matter,
                seq=seq,
                name=name,
                text=text,
                compartment=compartment,
                salt=salt,
                digest=digest,
            )
        )
    Words.objects.bulk_create(rows)
    return {row.name: row.digest for row in rows}


def words_of(matter: Matter, *, compartments: Iterable[str] = (OPEN,)) -> dict[int, dict[str, str]]:
    """All texts of a matter by event number and name."""
    texts: dict[int, dict[str, str]] = {}
    rows = Words.objects.filter(
        district=matter.district, matter_id=matter.id, compartment__in=list(compartments)
    )
    for row in rows:
        texts.setdefault(row.seq, {})[row.name] = row.text
    return texts


def keep_file(content: bytes, sha256: str) -> None:
    """Store bytes under their SHA-256 (64 hex digits); the same bytes are stored once."""
    storage = storages["documents"]
    name = _path(sha256)
    if not storage.exists(name):
        storage.save(name, ContentFile(content))


def read_file(document: Document) -> bytes:
    """The bytes of a document; raises `ValueError` when they no longer match its digest."""
    with storages["documents"].open(_path(document.digest.removeprefix("sha256:"))) as stored:
        content: bytes = stored.read()
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != document.digest:
        raise ValueError(f"document {document.id} does not match its digest")
    return content


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def receive(matter: Matter, seq: int, files: Iterable[Any], *, at: Any) -> list[dict[str, str]]:
    """File accepted uploads (`uploads.Accepted` with a kind and a title) into a matter; gives
    what the event says of each."""
    rows = []
    for kind, accepted in files:
        keep_file(accepted.content, accepted.sha256)
        rows.append(
            Document(
                matter=matter,
                kind=kind,
                title=accepted.name,
                digest=f"sha256:{accepted.sha256}",
                mime=accepted.mime,
                size=accepted.size,
                seq=seq,
                received_at=at,
            )
        )
    Document.objects.bulk_create(rows)
    return [{"id": str(row.id), "kind": row.kind, "digest": row.digest} for row in rows]


def find_issued(matter: Matter, kind: str, for_seq: int) -> Document | None:
    return Document.objects.filter(
        district=matter.district, matter_id=matter.id, kind=kind, issued_for=for_seq
    ).first()


def file_issued(
    matter: Matter,
    *,
    kind: str,
    title: str,
    content: bytes,
    for_seq: int,
    at: datetime,
    compartment: str,
) -> Document:
    """File a PDF that the platform made of an event of the matter."""
    sha256 = hashlib.sha256(content).hexdigest()
    keep_file(content, sha256)
    return Document.objects.create(
        matter=matter,
        kind=kind,
        title=title,
        digest=f"sha256:{sha256}",
        mime="application/pdf",
        size=len(content),
        compartment=compartment,
        seq=matter.head_seq + 1,
        issued_for=for_seq,
        received_at=at,
    )


def papers_of(
    matter: Matter, *, compartments: Iterable[str] = (OPEN,)
) -> models.QuerySet[Document]:
    return Document.objects.filter(
        district=matter.district, matter_id=matter.id, compartment__in=list(compartments)
    )
