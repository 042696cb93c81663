"""Check the public log against the events it stands for, and receipts against the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from hejie.kernel import merkle
from hejie.kernel.administration import AdministrativeAct
from hejie.kernel.events import Checkpoint, Cosignature, Event, LogEntry, LogTile, Unsequenced
from hejie.kernel.matters import find_matter
from hejie.kernel.sequencer import ENTRIES, StoredTiles, log_size, public_key

CHUNK = 5_000


class BadReceipt(ValueError):
    """A file that is no receipt; the sentence says what is missing."""


@dataclass
class Rebuilt:
    """The tiles as they follow from the events; `size` counts the entries."""

    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    size: int = 0

    def read(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")

    def grow(self, leaves: list[bytes]) -> None:
        for tile in merkle.append(self, self.size, leaves):
            self.tiles[tile.level, tile.index] = tile.hashes
        self.size += len(leaves)


def check_log() -> tuple[Rebuilt, list[str]]:
    """Grow the whole log again from the events; what does not agree is told in sentences."""
    rebuilt = Rebuilt()
    findings = list(_check_entries(rebuilt))
    findings += _check_tiles(rebuilt)
    findings += _check_checkpoints(rebuilt)
    findings += _check_cosignatures()
    return rebuilt, findings


def _check_entries(rebuilt: Rebuilt) -> Iterator[str]:
    while rows := _entries_from(rebuilt.size):
        leaves = []
        for offset, (index, leaf, link) in enumerate(rows):
            if index != rebuilt.size + offset:
                yield f"日志缺第 {rebuilt.size + offset} 条"
                return
            expected = merkle.hash_leaf(bytes(link)) if link is not None else None
            if expected is None or expected != bytes(leaf):
                yield f"日志第 {index} 条与它的事件不符"
            leaves.append(expected or bytes(leaf))
        rebuilt.grow(leaves)
    kept = Event.objects.count() + AdministrativeAct.objects.count()
    outside = kept - rebuilt.size - Unsequenced.objects.count()
    if outside:
        yield f"有 {abs(outside)} 个事件不在日志里，也不在等待之列"


def _entries_from(index: int) -> list[tuple[int, bytes, bytes | None]]:
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [index, CHUNK])
        rows: list[tuple[int, bytes, bytes | None]] = cursor.fetchall()
        return rows


def _check_tiles(rebuilt: Rebuilt) -> Iterator[str]:
    stored = {
        (level, index): bytes(hashes)
        for level, index, hashes in LogTile.objects.values_list("level", "index", "hashes")
    }
    for place in sorted(stored.keys() | rebuilt.tiles.keys()):
        if stored.get(place) != rebuilt.tiles.get(place):
            yield f"瓦片 {merkle.tile_path(*place)} 与日志条目不符"


def _check_checkpoints(rebuilt: Rebuilt) -> Iterator[str]:
    largest = 0
    for checkpoint in Checkpoint.objects.order_by("size").iterator():
        largest = checkpoint.size
        try:
            told = merkle.open_checkpoint(checkpoint.note, public_key())
        except merkle.NoteRefused:
            yield f"检查点 {checkpoint.size} 的签名不成立"
            continue
        if told.size != checkpoint.size or told.size > rebuilt.size:
            yield f"检查点 {checkpoint.size} 的条数与日志不符"
        elif told.root != merkle.root(rebuilt, told.size):
            yield f"检查点 {checkpoint.size} 的根与日志不符"
    if largest != rebuilt.size:
        yield f"最新的检查点是 {largest} 条，日志有 {rebuilt.size} 条"


def _check_cosignatures() -> Iterator[str]:
    notes = dict(Checkpoint.objects.values_list("size", "note"))
    for one in Cosignature.objects.order_by("size", "witness").iterator():
        try:
            note = merkle.text_of(notes.get(one.size, "")) + "\n" + one.line
            found = merkle.find_cosignature(note, merkle.WitnessKey.parse(one.key))
        except merkle.NoteRefused:
            found = None
        if found is None:
            yield f"检查点 {one.size} 上“{one.witness}”的见证签名不成立"


def check_receipt(receipt: Mapping[str, Any]) -> Iterator[str]:
    """What does not hold of a receipt, as `sequencer.inclusion` gives it: the signature, the
    proof, the event, and that our log still begins with the log it speaks of. Raises
    `BadReceipt`."""
    told = _read(receipt)
    if told.key != str(public_key()):
        yield "凭证写的不是本日志的公钥"
    try:
        checkpoint = merkle.open_checkpoint(told.checkpoint, public_key())
    except merkle.NoteRefused:
        yield "凭证里检查点的签名不成立"
        return
    leaf = merkle.hash_leaf(told.event_hash)
    if not merkle.verify_inclusion(
        leaf, told.log_index, checkpoint.size, told.proof, checkpoint.root
    ):
        yield "凭证里的证明不成立：这个事件不在它所说的日志里"
    yield from _check_ours(told, checkpoint)


def _check_ours(told: _Receipt, checkpoint: merkle.Checkpoint) -> Iterator[str]:
    if checkpoint.size > log_size():
        yield f"凭证的日志有 {checkpoint.size} 条，现在的日志只有 {log_size()} 条"
    elif _root_of(checkpoint.size) != checkpoint.root:
        yield "现在的日志不是从凭证所说的日志接下来的"
    matter = find_matter(told.reference)
    here = {"district": matter.district, "matter_id": matter.id, "seq": told.seq} if matter else {}
    event = Event.objects.filter(**here).first() if matter else None
    if event is None or bytes(event.hash) != told.event_hash:
        yield f"{told.reference} 的第 {told.seq} 个事件与凭证不符"
    elif not LogEntry.objects.filter(**here, log_index=told.log_index).exists():
        yield f"这个事件在日志里的位置不是 {told.log_index}"


def _root_of(size: int) -> bytes | None:
    try:
        return merkle.root(StoredTiles(), size)
    except merkle.TileMissing:
        return None


@dataclass(frozen=True)
class _Receipt:
    reference: str
    seq: int
    event_hash: bytes
    log_index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    key: str


def _read(receipt: Mapping[str, Any]) -> _Receipt:
    try:
        return _Receipt(
            reference=_text(receipt["reference"]),
            seq=_number(receipt["seq"]),
            event_hash=bytes.fromhex(receipt["event_hash"]),
            log_index=_number(receipt["log_index"]),
            proof=tuple(bytes.fromhex(node) for node in receipt["proof"]),
            checkpoint=_text(receipt["checkpoint"]),
            key=_text(receipt["key"]),
        )
    except KeyError as missing:
        raise BadReceipt(f"凭证里缺“{missing.args[0]}”") from None
    except (TypeError, ValueError):
        raise BadReceipt("凭证的内容不对：要与 /log/proof 给出的一样") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise TypeError
    return value
