"""Recording: never by default, only while every person here has agreed, kept sealed.

Made in the host's browser; it comes here in parts of a few seconds, and a part that comes while
somebody has not agreed is refused. So is the start.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from hejie.kernel.actions import Refused, keep_recording
from hejie.kernel.sentences import gettext_noop
from hejie.video.acting import Here
from hejie.video.minutes import own_person
from hejie.video.models import MAIN, Chunk
from hejie.video.tables import Table

WEBM = bytes.fromhex("1a45dfa3")
LARGEST_CHUNK = 8 * 1024 * 1024
MOST_CHUNKS = 4000
NOT_AGREED = gettext_noop("还有人没有同意录像，不能录")


def ask(here: Here, _data: Mapping[str, Any]) -> None:
    """Ask everybody here whether the meeting may be recorded."""
    here.require_host()
    for seat in here.table.inside():
        seat.agreed = []
        here.table.save(seat)
    here.table.call.recording = "asked"
    here.table.save_call()


def answer(here: Here, data: Mapping[str, Any]) -> None:
    """One person agrees or does not; the answer stands in the matter's log."""
    here.require_inside()
    table, person, agrees = here.table, own_person(here, data), data.get("agrees") is True
    if table.call.recording != "asked":
        raise Refused("现在没有要求录像")
    seat = next(one for one in table.inside() if person in one.people)
    table.tell("agree_recording", here.actor, {person: "yes" if agrees else "no"})
    seat.agreed = [*(key for key in seat.agreed if key != person), *([person] if agrees else [])]
    if not agrees:
        table.call.recording, table.call.running = "refused", False
    table.save(seat)
    table.save_call()


def begin(here: Here, _data: Mapping[str, Any]) -> dict[str, int]:
    """Begin a stretch of recording; gives its number."""
    here.require_host()
    _require_agreed(here)
    here.table.call.round += 1
    here.table.call.running = True
    here.table.save_call()
    return {"stretch": here.table.call.round}


def take_chunk(here: Here, *, stretch: int, number: int, content: bytes) -> None:
    here.require_host()
    _require_agreed(here)
    table = here.table
    if stretch != table.call.round or not 0 <= number < MOST_CHUNKS:
        raise Refused("这一段录像已经结束")
    if not content or len(content) > LARGEST_CHUNK:
        raise Refused("这一段录像太大")
    if number == 0 and not content.startswith(WEBM):
        raise Refused("这不是录像")
    Chunk.objects.get_or_create(
        district=table.call.district,
        matter_id=table.call.matter_id,
        call_key=table.call.key,
        round=stretch,
        number=number,
        defaults={"content": content},
    )


def end(here: Here, data: Mapping[str, Any]) -> dict[str, Any]:
    """End the stretch: what came of it becomes a sealed paper of the matter. With `for_good`
    the next one has to be asked for anew."""
    here.require_host()
    table = here.table
    kept = _keep(here)
    table.call.running = False
    if data.get("for_good"):
        table.call.recording = ""
        for seat in table.inside():
            seat.agreed = []
            table.save(seat)
    table.save_call()
    return {"kept": kept}


def _keep(here: Here) -> bool:
    table = here.table
    chunks = Chunk.objects.filter(
        district=table.call.district, matter_id=table.call.matter_id, call_key=table.call.key
    ).order_by("round", "number")
    numbers = list(chunks.values_list("round", "number"))
    whole = [(stretch, n) for stretch, n in numbers if stretch == table.call.round]
    if not whole or [n for _, n in whole] != [*range(len(whole))]:
        chunks.delete()
        return False
    with tempfile.TemporaryFile() as content:
        for _stretch, n in whole:
            chunk = chunks.get(round=table.call.round, number=n)
            content.write(bytes(chunk.content))
        content.seek(0)
        keep_recording(
            table.matter,
            content,
            meeting=table.call.key,
            title=f"视频录像 {timezone.localtime(here.now):%Y-%m-%d %H-%M}.webm",
            mime="video/webm",
            actor=here.actor,
            now=here.now,
            values={"stretch": table.call.round, "agreed": _agreed(table)},
        )
    chunks.delete()
    return True


def _agreed(table: Table) -> list[str]:
    return sorted({key for seat in table.seats for key in seat.agreed})


def _require_agreed(here: Here) -> None:
    if here.seat.room != MAIN:
        raise Refused("单独谈话不录像")
    if not here.table.may_record():
        raise Refused(NOT_AGREED)
