"""Give committed events their place in one gap-free order, and grow the public log by them.

One sequencer works at a time, held by a lock in the database; a second one waits its turn.
"""

from __future__ import annotations

import os
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from hejie.kernel import merkle
from hejie.kernel.events import Checkpoint, Event, LogEntry, LogTile, Unsequenced
from hejie.kernel.matters import Matter

LOCK = 0x48454A49
BATCH = 1000


class NotInLog(LookupError):
    """The event is recorded but the sequencer has not reached it yet, or the log is empty."""


class StoredTiles:
    """The log's tiles as the database keeps them."""

    def read(self, level: int, index: int) -> bytes:
        found = LogTile.objects.filter(level=level, index=index).first()
        if found is None:
            raise merkle.TileMissing(f"tile {level}/{index}")
        return bytes(found.hashes)


def sequence(*, now: datetime, limit: int = BATCH) -> int:
    """Take up to `limit` waiting events into the log; gives how many."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        waiting = list(Unsequenced.objects.order_by("id")[:limit])
        if not waiting:
            return 0
        size = log_size()
        hashes = _hashes_of(waiting)
        leaves = [merkle.hash_leaf(hashes[(w.district, w.matter_id, w.seq)]) for w in waiting]
        LogEntry.objects.bulk_create(
            LogEntry(
                log_index=size + offset,
                district=one.district,
                matter_id=one.matter_id,
                seq=one.seq,
                leaf=leaf,
            )
            for offset, (one, leaf) in enumerate(zip(waiting, leaves, strict=True))
        )
        tiles = StoredTiles()
        for tile in merkle.append(tiles, size, leaves):
            LogTile.objects.update_or_create(
                level=tile.level, index=tile.index, defaults={"hashes": tile.hashes}
            )
        _sign(tiles, size + len(waiting), now)
        Unsequenced.objects.filter(id__in=[one.id for one in waiting]).delete()
        return len(waiting)


def _hashes_of(waiting: list[Unsequenced]) -> dict[tuple[str, object, int], bytes]:
    events = Event.objects.filter(
        district__in={one.district for one in waiting},
        matter_id__in={one.matter_id for one in waiting},
        seq__in={one.seq for one in waiting},
    ).values_list("district", "matter_id", "seq", "hash")
    return {(district, matter, seq): bytes(link) for district, matter, seq, link in events}


def log_size() -> int:
    last = LogEntry.objects.order_by("-log_index").values_list("log_index", flat=True).first()
    return 0 if last is None else last + 1


def _sign(tiles: StoredTiles, size: int, now: datetime) -> None:
    checkpoint = merkle.Checkpoint(settings.LOG_ORIGIN, size, merkle.root(tiles, size))
    note = merkle.sign_checkpoint(checkpoint, signing_key(settings.LOG_KEY))
    Checkpoint.objects.create(size=size, note=note, at=now)


@cache
def signing_key(path: Path) -> Ed25519PrivateKey:
    """The log's key, made once with the instance and kept beside its data."""
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        return _make_key(path)
    return Ed25519PrivateKey.from_private_bytes(kept)


def _make_key(path: Path) -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate()
    raw = made.private_bytes(
        serialization.Encoding.Raw,
        serialization.PrivateFormat.Raw,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        private = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    with os.fdopen(private, "wb") as file:
        file.write(raw)
    return made


def public_key() -> merkle.NoteKey:
    return merkle.NoteKey(settings.LOG_ORIGIN, signing_key(settings.LOG_KEY).public_key())


def entry_hashes(first: int, end: int) -> list[bytes]:
    """The entries from one log index up to another: hashes of events, without gaps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event.hash FROM kernel_logentry entry JOIN kernel_event event"
            " ON event.district = entry.district AND event.matter_id = entry.matter_id"
            " AND event.seq = entry.seq"
            " WHERE entry.log_index >= %s AND entry.log_index < %s ORDER BY entry.log_index",
            [first, end],
        )
        return [bytes(link) for (link,) in cursor.fetchall()]


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def inclusion(matter: Matter, seq: int) -> dict[str, object]:
    """Proof that an event is in the log, against the latest checkpoint. Raises `NotInLog`."""
    checkpoint = latest_checkpoint()
    entry = LogEntry.objects.filter(district=matter.district, matter_id=matter.id, seq=seq).first()
    if checkpoint is None or entry is None:
        raise NotInLog(f"{matter.reference} {seq}")
    path = merkle.inclusion_proof(StoredTiles(), entry.log_index, checkpoint.size)
    event = Event.objects.get(pk=(matter.district, matter.id, seq))
    return {
        "reference": matter.reference,
        "seq": seq,
        "event_hash": bytes(event.hash).hex(),
        "log_index": entry.log_index,
        "proof": [node.hex() for node in path],
        "checkpoint": checkpoint.note,
        "key": str(public_key()),
    }
