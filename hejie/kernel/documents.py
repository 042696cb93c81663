"""Words and papers of a matter, by digest: what people said, handed in, and were given.

Events carry only the digests, so words can be corrected, and erased by law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection, models

from hejie.kernel import chain, keys
from hejie.kernel.encrypted import EncryptedTextField
from hejie.kernel.matters import Matter, OfMatter, new_id
from hejie.kernel.uploads.kinds import detect
from hejie.kernel.vault import Key

OPEN = ""
"""Compartment of what everybody with access to the matter may read."""
SEALED = "sealed"
"""Compartment of statements made for compromise: never leaves the mediation."""
ACCUSATION = "accusation"
"""Compartment of what is said against somebody in office: for whoever has to look into it."""
BLIND = "blind"
"""Compartment that nobody opens: answers that are to stay unseen unless a rule opens them."""
PERSONAL = "personal"
"""Compartment of words about a person, and of what a party's data were before a correction: for
those who see names."""

FILES_LOCK = 0x48454A4A
"""Lock in the database between storing bytes and erasing them."""
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a file on its way into the storage; what is longer waits on the disk."""


class NotNow(RuntimeError):
    """A paper that cannot be written at this moment; its text says why. Asked for later, it may."""


def ring_of(compartment: str) -> str:
    """The ring of keys that locks what lies in a compartment: files always, words if any."""
    if compartment == ACCUSATION:
        return keys.ACCUSATIONS
    return keys.SEALED if compartment in {SEALED, BLIND} else keys.RECORDS


def _ring_of_words(row: Any) -> str:
    """What is open to everybody with access to the matter is searched in, so it is not locked."""
    return ring_of(row.compartment) if row.compartment else ""


class Words(OfMatter):
    """One piece of text stated in one event."""

    pk = models.CompositePrimaryKey("district", "matter_id", "seq", "name")
    seq = models.IntegerField()
    name = models.CharField(max_length=80)
    text = EncryptedTextField(ring=_ring_of_words)
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
    erased_at = models.DateTimeField(null=True)
    """When it was erased by law; `size` falls to nothing when its bytes are gone too."""

    class Meta:
        ordering = ["seq", "id"]
        indexes = [
            models.Index(fields=["district", "matter_id", "seq"], name="paper_of_matter"),
            models.Index(fields=["digest"], name="paper_by_digest"),
            models.Index(
                fields=["erased_at"],
                name="paper_to_sweep",
                condition=models.Q(erased_at__isnull=False, size__gt=0),
            ),
        ]
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


def said_in(matter: Matter, seq: int) -> dict[str, tuple[str, str]]:
    """The open texts of one event by name, each with its salted digest."""
    rows = Words.objects.filter(
        district=matter.district, matter_id=matter.id, seq=seq, compartment=OPEN
    )
    return {row.name: (row.text, row.digest) for row in rows}


def keep_file(content: bytes, sha256: str, *, compartment: str = OPEN) -> None:
    """Store bytes, encrypted, under their SHA-256 (64 hex digits); the same bytes are stored
    once for each key."""
    _keep(BytesIO(content), sha256, compartment)


def keep_large(content: IO[bytes], *, compartment: str) -> tuple[str, int]:
    """Store an open file like `keep_file` without reading it whole; gives its SHA-256 and size."""
    digest = hashlib.sha256()
    while part := content.read(keys.PART):
        digest.update(part)
    sha256 = digest.hexdigest()
    size = content.tell()
    content.seek(0)
    _keep(content, sha256, compartment)
    return sha256, size


def _keep(content: IO[bytes], sha256: str, compartment: str) -> None:
    storage, ring = storages["documents"], ring_of(compartment)
    hold_files()
    name = _path(sha256, keys.ring(ring).current)
    if not storage.exists(name):
        with SpooledTemporaryFile(IN_MEMORY) as locked:
            locked.writelines(keys.encrypt_parts(ring, content, f"file:{sha256}"))
            locked.seek(0)
            storage.save(name, File(locked))


def read_file(document: Document) -> bytes:
    """The bytes of a document; raises `FileNotFoundError`, or `ValueError` when they no longer
    match its digest."""
    sha256, ring = document.digest.removeprefix("sha256:"), ring_of(document.compartment)
    with storages["documents"].open(stored_name(document)) as stored:
        content = b"".join(keys.decrypt_parts(ring, stored, f"file:{sha256}"))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"document {document.id} does not match its digest")
    return content


def stored_name(document: Document) -> str:
    """Where the storage has a document: with the newest key that it was encrypted with, or
    where it should be."""
    sha256 = document.digest.removeprefix("sha256:")
    names = [_path(sha256, key) for key in keys.ring(ring_of(document.compartment)).keys[::-1]]
    return next((name for name in names if storages["documents"].exists(name)), names[0])


def renew_file(document: Document) -> bool:
    """Encrypt a document's bytes with the current key; gives whether there was need. What is
    there under an older key goes only when the new one is there."""
    sha256, ring = document.digest.removeprefix("sha256:"), keys.ring(ring_of(document.compartment))
    name = stored_name(document)
    if name == _path(sha256, ring.current):
        return False
    keep_file(read_file(document), sha256, compartment=document.compartment)
    storages["documents"].delete(name)
    return True


def hold_files(*, alone: bool = False) -> None:
    """Until the transaction ends, keep bytes that are stored apart from bytes that are erased:
    what one act is about to name, another must not be deleting."""
    how = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(%s)", [FILES_LOCK])


def _path(sha256: str, key: Key) -> str:
    return f"{key.name.hex()}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def receive(
    matter: Matter, seq: int, files: Iterable[Any], *, at: Any, compartment: str = OPEN
) -> list[dict[str, str]]:
    """File accepted uploads (`uploads.Accepted` with a kind and a title) into a matter; gives
    what the event says of each."""
    rows = []
    for kind, accepted in files:
        keep_file(accepted.content, accepted.sha256, compartment=compartment)
        rows.append(
            Document(
                matter=matter,
                kind=kind,
                title=accepted.name,
                digest=f"sha256:{accepted.sha256}",
                mime=accepted.mime,
                size=accepted.size,
                compartment=compartment,
                seq=seq,
                received_at=at,
            )
        )
    Document.objects.bulk_create(rows)
    return [{"id": str(row.id), "kind": row.kind, "digest": row.digest} for row in rows]


def template_folders(matter: Matter) -> tuple[Path, ...]:
    """Where the matter's district keeps its own templates of the papers of the matter's room."""
    return district_templates(matter.room.key, matter.district)


def district_templates(room: str, district: str) -> tuple[Path, ...]:
    """Folders `<root>/<district>/<room>` that there are, tried before the room's own."""
    places = [Path(root) / district / room for root in settings.PAPER_FOLDERS]
    return tuple(place for place in places if place.is_dir())


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
    """File what the platform made of an event of the matter; its first bytes tell its kind."""
    sha256 = hashlib.sha256(content).hexdigest()
    keep_file(content, sha256, compartment=compartment)
    return Document.objects.create(
        matter=matter,
        kind=kind,
        title=title,
        digest=f"sha256:{sha256}",
        mime=detect(content) or "application/octet-stream",
        size=len(content),
        compartment=compartment,
        seq=matter.head_seq + 1,
        issued_for=for_seq,
        received_at=at,
    )


def file_recording(
    matter: Matter, *, title: str, sha256: str, mime: str, size: int, at: datetime
) -> Document:
    """File a recording of a meeting, whose bytes are kept already, in the sealed compartment."""
    return Document.objects.create(
        matter=matter,
        kind="recording",
        title=title,
        digest=f"sha256:{sha256}",
        mime=mime,
        size=size,
        compartment=SEALED,
        seq=matter.head_seq + 1,
        received_at=at,
    )


def papers_of(
    matter: Matter, *, compartments: Iterable[str] = (OPEN,)
) -> models.QuerySet[Document]:
    """The papers of a matter that are still there."""
    return Document.objects.filter(
        district=matter.district,
        matter_id=matter.id,
        compartment__in=list(compartments),
        erased_at=None,
    )
