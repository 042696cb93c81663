"""Who cosigns the public log: keys that the settings name, and what they have signed so far."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from hejie.kernel import merkle
from hejie.kernel.events import Checkpoint, Cosignature

MOST_LINES = 16
LATEST = 2**33
"""Seconds since 1970 that a cosignature can tell of at most."""


class NotCosigned(ValueError):
    """A note without a good cosignature of a known witness; the sentence says what is wrong."""


def known() -> list[merkle.WitnessKey]:
    """The witnesses of the settings."""
    return [merkle.WitnessKey.parse(one) for one in settings.WITNESSES]


def accept(note: str) -> list[Cosignature]:
    """Keep the cosignatures of known witnesses on a note that is one of our checkpoints, each
    once. Raises `NotCosigned`."""
    try:
        if len(merkle.signature_lines(note)) > MOST_LINES:
            raise NotCosigned("签名太多")
        size = merkle.parse_checkpoint(merkle.text_of(note)).size
        kept = Checkpoint.objects.filter(size=size).first()
        if kept is None or merkle.text_of(kept.note) != merkle.text_of(note):
            raise NotCosigned("这不是本日志的检查点")
        good = [one for key in known() for one in _good(note, size, key)]
    except merkle.NoteRefused as refused:
        raise NotCosigned(str(refused)) from refused
    if not good:
        raise NotCosigned("没有本平台认识的见证人的签名")
    Cosignature.objects.bulk_create(good, ignore_conflicts=True)
    return good


def _good(note: str, size: int, key: merkle.WitnessKey) -> list[Cosignature]:
    found = merkle.find_cosignature(note, key)
    if found is None:
        return []
    if not 0 < found.time < LATEST:
        raise NotCosigned("见证的时间不对")
    at = datetime.fromtimestamp(found.time, UTC)
    return [Cosignature(size=size, witness=key.name, key=str(key), line=found.line, at=at)]


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """A checkpoint's note with the signatures of all who have witnessed it."""
    lines = Cosignature.objects.filter(size=checkpoint.size).order_by("witness")
    return checkpoint.note + "".join(lines.values_list("line", flat=True))


def latest_cosigned(*, from_size: int = 0) -> Checkpoint | None:
    """The newest checkpoint that somebody has witnessed, of so many entries at least."""
    sizes = Cosignature.objects.filter(size__gte=from_size).order_by("-size")
    size = sizes.values_list("size", flat=True).first()
    return Checkpoint.objects.filter(size=size).first() if size is not None else None
