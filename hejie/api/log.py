"""The public log: its checkpoint, its tiles, and proofs of inclusion. Open to everybody.

Paths and formats follow C2SP tlog-tiles; an entry is the 32 bytes of an event's hash.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field
from pydantic.json_schema import WithJsonSchema

from hejie.api import shapes
from hejie.api.matters import PLAIN, Asked
from hejie.api.problems import Problem, Wrong, missing
from hejie.kernel import merkle, witnesses
from hejie.kernel.events import LogEntry, LogTile
from hejie.kernel.matters import NotFound, find_matter
from hejie.kernel.sequencer import (
    NotInLog,
    StoredTiles,
    entry_hashes,
    inclusion,
    latest_checkpoint,
    log_size,
)
from hejie.kernel.sight import wide

router = Router(tags=["log"], auth=None)

BYTES = {"schema": {"type": "string", "format": "binary"}}
TEXT = {"text/plain": {"schema": {"type": "string"}}}
FOREVER = "public, max-age=31536000, immutable"
NOT_YET = "no-store"
ENTRIES = "entries/"
MOST = 2**31 - 1


MOST_NOTE = 20_000


class Between(Asked):
    old: int = Field(ge=0, lt=2**53)
    new: int = Field(ge=0, lt=2**53)


class Which(Asked):
    reference: str = Field(max_length=32, pattern=PLAIN)
    seq: Annotated[
        int | None, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST})
    ] = Field(default=None, ge=1, le=MOST, description="Left out: the latest in the log.")


def _answers(content: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {200: {"content": content}}}


@router.get(
    "/log/checkpoint",
    response={200: None, 404: Problem},
    url_name="checkpoint",
    operation_id="readCheckpoint",
    summary="Read the log's signed head",
    openapi_extra=_answers(TEXT),
)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed head of the log, with the cosignatures that it has so far."""
    found = latest_checkpoint()
    if found is None:
        raise NotInLog
    note = witnesses.with_cosignatures(found)
    return HttpResponse(
        note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": NOT_YET}
    )


@router.get(
    "/log/cosigned",
    response={200: None, 404: Problem},
    url_name="cosigned",
    operation_id="readCosigned",
    summary="Read the newest head that was witnessed",
    openapi_extra=_answers(TEXT),
)
def cosigned(request: HttpRequest) -> HttpResponse:
    """The newest signed head of the log that a witness has cosigned."""
    found = witnesses.latest_cosigned()
    if found is None:
        raise missing(_("还没有见证人签过名"))
    return HttpResponse(
        witnesses.with_cosignatures(found),
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": NOT_YET},
    )


@router.get(
    "/log/consistency",
    response={200: shapes.Consistency, 404: Problem, 422: Problem},
    url_name="consistency",
    operation_id="proveGrowth",
    summary="Prove that the log only grew",
)
def consistency(request: HttpRequest, asked: Query[Between]) -> dict[str, object]:
    """That the log of `new` entries begins with the log of `old` entries (RFC 6962)."""
    if not asked.old <= asked.new <= log_size():
        raise missing(_("日志没有这么多条，或者前后写反了"))
    path = merkle.consistency_proof(StoredTiles(), asked.old, asked.new)
    return {"old": asked.old, "new": asked.new, "proof": [node.hex() for node in path]}


@router.post(
    "/log/cosignatures",
    response={200: shapes.Witnessed, 422: Problem},
    url_name="cosignatures",
    operation_id="cosign",
    summary="Hand in a cosignature",
    openapi_extra={"requestBody": {"required": True, "content": TEXT}},
)
def cosignatures(request: HttpRequest) -> dict[str, object]:
    """A checkpoint's text with the cosignature (C2SP cosignature/v1) of a witness whose key this
    instance knows. The signature is what admits it: no token, and the same again does nothing."""
    try:
        note = request.read(MOST_NOTE + 1).decode()
        if len(note) > MOST_NOTE:
            raise witnesses.NotCosigned("太长")
        kept = witnesses.accept(note)
    except (UnicodeDecodeError, witnesses.NotCosigned) as refused:
        raise Wrong(422, "not-cosigned", str(refused)) from refused
    return {"size": kept[0].size, "witnesses": [one.witness for one in kept]}


@router.get(
    "/log/tile/{path:path}",
    response={200: None, 404: Problem},
    url_name="tile",
    operation_id="readTile",
    summary="Read a tile of the log",
    openapi_extra=_answers({"application/octet-stream": BYTES}),
)
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile, `<level>/<index>[.p/<width>]`, or a bundle of entries, `entries/<index>…`."""
    bundle = path.startswith(ENTRIES)
    place = merkle.parse_tile_path(f"0/{path.removeprefix(ENTRIES)}" if bundle else path)
    content = _bundle(*place[1:]) if place and bundle else _tile(*place) if place else b""
    if not content:
        raise missing(_("日志里没有这块瓦片"))
    return HttpResponse(
        content, content_type="application/octet-stream", headers={"Cache-Control": FOREVER}
    )


def _tile(level: int, index: int, width: int) -> bytes:
    found = LogTile.objects.filter(level=level, index=index).first() if index < 2**53 else None
    size = width * merkle.HASH_BYTES
    return bytes(found.hashes)[:size] if found and len(found.hashes) >= size else b""


def _bundle(index: int, width: int) -> bytes:
    """Entries with their length of two bytes before each."""
    first = index * merkle.TILE_WIDTH
    with wide():
        entries = entry_hashes(first, first + width) if index < 2**53 else []
    if len(entries) < width:
        return b""
    return b"".join(len(one).to_bytes(2, "big") + one for one in entries)


@router.get(
    "/log/proof",
    response={200: shapes.Proof, 404: Problem, 422: Problem},
    url_name="proof",
    operation_id="proveEvent",
    summary="Prove that an event is in the log",
)
def proof(request: HttpRequest, asked: Query[Which]) -> dict[str, object]:
    """That a matter's event is in the log: the one numbered, or its latest there."""
    with wide():
        return _proof(asked)


def _proof(asked: Which) -> dict[str, object]:
    matter = find_matter(asked.reference)
    if matter is None:
        raise NotFound(asked.reference)
    entries = LogEntry.objects.filter(district=matter.district, matter_id=matter.id)
    latest = entries.order_by("-seq").values_list("seq", flat=True).first()
    if latest is None:
        raise NotInLog(asked.reference)
    if asked.seq is not None and asked.seq > matter.head_seq:
        raise Wrong(404, "not-found", _("这个事项没有这一个事件"))
    return inclusion(matter, asked.seq or latest)
