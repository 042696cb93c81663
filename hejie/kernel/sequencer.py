"""Give committed events their place in one gap-free order, and grow the public log by them.

One sequencer works at a time, held by a lock in the database; a second one waits its turn.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import OperationalError, connection, transaction

from hejie.kernel import merkle
from hejie.kernel.administration import AdministrativeAct
from hejie.kernel.events import (
    ADMINISTRATION,
    Checkpoint,
    Event,
    LogEntry,
    LogTile,
    Unsequenced,
)
from hejie.kernel.keyfiles import keep_once
from hejie.kernel.matters import Matter
from hejie.kernel.witnesses import latest_cosigned, with_cosignatures

log = logging.getLogger(__name__)

ENTRIES = """
SELECT entry.log_index, entry.leaf, coalesce(event.hash, act.hash) FROM kernel_logentry entry
LEFT JOIN kernel_event event ON event.district = entry.district
    AND event.matter_id = entry.matter_id AND event.seq = entry.seq
LEFT JOIN kernel_administrativeact act ON entry.matter_id = '00000000-0000-0000-0000-000000000000'
    AND act.district = entry.district AND act.seq = entry.seq
WHERE entry.log_index >= %s ORDER BY entry.log_index LIMIT %s
"""
"""Entries with the hash of what each stands for: an event of a matter, or an administrative act."""
Key = tuple[str, UUID, int]
"""District, matter and number of an event."""
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
        hold()
        waiting = list(Unsequenced.objects.order_by("id")[:limit])
        if not waiting:
            return 0
        hashes = _hashes_of(waiting)
        keys = [(one.district, one.matter_id, one.seq) for one in waiting]
        grow([(key, hashes[key]) for key in keys], now=now)
        Unsequenced.objects.filter(id__in=[one.id for one in waiting]).delete()
        return len(waiting)


def grow(entries: Sequence[tuple[Key, bytes]], *, now: datetime) -> None:
    """Put events, by their keys and hashes, at the end of the log and sign its new head. Call in
    a transaction that holds the log: `hold`."""
    size = log_size()
    leaves = [merkle.hash_leaf(link) for _key, link in entries]
    LogEntry.objects.bulk_create(
        LogEntry(log_index=size + offset, district=district, matter_id=matter, seq=seq, leaf=leaf)
        for offset, (((district, matter, seq), _link), leaf) in enumerate(
            zip(entries, leaves, strict=True)
        )
    )
    tiles = StoredTiles()
    for tile in merkle.append(tiles, size, leaves):
        LogTile.objects.update_or_create(
            level=tile.level, index=tile.index, defaults={"hashes": tile.hashes}
        )
    _sign(tiles, size + len(leaves), now)


def hold() -> None:
    """Keep the log to oneself until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _hashes_of(waiting: list[Unsequenced]) -> dict[Key, bytes]:
    events = Event.objects.filter(
        district__in={one.district for one in waiting},
        matter_id__in={one.matter_id for one in waiting},
        seq__in={one.seq for one in waiting},
    ).values_list("district", "matter_id", "seq", "hash")
    found: dict[Key, bytes] = {
        (district, matter, seq): bytes(link) for district, matter, seq, link in events
    }
    if acts := [one for one in waiting if one.matter_id == ADMINISTRATION]:
        kept = AdministrativeAct.objects.filter(
            district__in={one.district for one in acts}, seq__in={one.seq for one in acts}
        )
        found |= {(act.district, ADMINISTRATION, act.seq): bytes(act.hash) for act in kept}
    return found


def log_size() -> int:
    last = LogEntry.objects.order_by("-log_index").values_list("log_index", flat=True).first()
    return 0 if last is None else last + 1


def _sign(tiles: StoredTiles, size: int, now: datetime) -> None:
    checkpoint = merkle.Checkpoint(settings.LOG_ORIGIN, size, merkle.root(tiles, size))
    note = merkle.sign_checkpoint(checkpoint, signing_key(settings.LOG_KEY))
    Checkpoint.objects.create(size=size, note=note, at=now)


class LogKeyMissing(RuntimeError):
    """The log was signed with a key that is not the one here; the message says so."""


@cache
def signing_key(path: Path) -> Ed25519PrivateKey:
    """The log's key, made once with the instance and kept beside its data. Where the log was
    signed with another it raises `LogKeyMissing`, and leaves no new key behind."""
    key = Ed25519PrivateKey.from_private_bytes(path.read_bytes()) if path.exists() else None
    latest = Checkpoint.objects.order_by("-size").first()
    if latest is not None and not _may_go_on(latest.note, key):
        raise LogKeyMissing(
            f"公开日志不是用 {path} 里的密钥签的，请放回原来的那一个。"
            " The log was signed with another key: put back the one that it began with."
        )
    return key or _make_key(path)


def check() -> None:
    """Have the log's key at hand, so that a process with another does not even start."""
    try:
        signing_key(settings.LOG_KEY)
    except OperationalError:
        log.warning("the database does not answer: the log's key is checked when it is needed")


def _may_go_on(note: str, key: Ed25519PrivateKey | None) -> bool:
    """Whether a log goes on from this head: with its own key, or under a new name."""
    if note.partition("\n")[0] != settings.LOG_ORIGIN:
        return True
    try:
        own = [merkle.NoteKey(settings.LOG_ORIGIN, key.public_key())] if key else []
        merkle.open_note(note, own)
    except merkle.NoteRefused:
        return False
    return True


def _make_key(path: Path) -> Ed25519PrivateKey:
    made = Ed25519PrivateKey.generate()
    raw = made.private_bytes(
        serialization.Encoding.Raw,
        serialization.PrivateFormat.Raw,
        serialization.NoEncryption(),
    )
    return Ed25519PrivateKey.from_private_bytes(keep_once(path, raw))


def public_key() -> merkle.NoteKey:
    return merkle.NoteKey(settings.LOG_ORIGIN, signing_key(settings.LOG_KEY).public_key())


def entry_hashes(first: int, end: int) -> list[bytes]:
    """The entries from one log index up to another: hashes of events, without gaps."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [first, max(end - first, 0)])
        return [bytes(link) for _index, _leaf, link in cursor.fetchall()]


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def inclusion(matter: Matter, seq: int) -> dict[str, object]:
    """Proof that an event is in the log, against the latest checkpoint that a witness cosigned,
    otherwise the latest. Raises `NotInLog`."""
    entry = LogEntry.objects.filter(district=matter.district, matter_id=matter.id, seq=seq).first()
    if entry is None:
        raise NotInLog(f"{matter.reference} {seq}")
    checkpoint = latest_cosigned(from_size=entry.log_index + 1) or latest_checkpoint()
    if checkpoint is None:
        raise NotInLog(f"{matter.reference} {seq}")
    path = merkle.inclusion_proof(StoredTiles(), entry.log_index, checkpoint.size)
    event = Event.objects.get(pk=(matter.district, matter.id, seq))
    return {
        "reference": matter.reference,
        "seq": seq,
        "event_hash": bytes(event.hash).hex(),
        "log_index": entry.log_index,
        "proof": [node.hex() for node in path],
        "checkpoint": with_cosignatures(checkpoint),
        "key": str(public_key()),
    }
