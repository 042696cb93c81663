"""Who is told what of an event."""

from __future__ import annotations

from collections.abc import Iterator

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message
from hejie.kernel.parties import parties_of
from hejie.rooms.patrol.classes import LABELS, LIFE

REPORTED = frozenset({"tell", "report", "register"})
TO_REPORTERS = {
    "tell": "收到您上报的事。",
    "register": "收到您反映的事。",
    "hand_over": "您上报的事已经转到别的单位。",
    "close": "您上报的事已经办好，请打开看，可以打分。",
}


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    label = LABELS.get(matter.category, "")
    if event.step in REPORTED:
        urgent = "【S1，请立即打电话】" if matter.route == LIFE else ""
        text = f"{urgent}{matter.reference} {label}，请受理。"
        yield Message(to=f"organ:{event.holder_id}", text=text)
    if event.step == "dispatch":
        yield Message(
            to=f"organ:{event.holder_id}", text=f"{matter.reference} {label}，由你单位牵头。"
        )
        for helper in event.values.get("helpers", ()):
            yield Message(to=f"organ:{helper}", text=f"{matter.reference} {label}，请协同处置。")
    if event.step == "return":
        yield Message(to=f"organ:{event.holder_id}", text=f"{matter.reference} 被退单，请裁定。")
    if event.step == "ask_verifier":
        yield Message(
            to=f"organ:{event.values['organ']}", text=f"{matter.reference} 请到现场核查。"
        )
    if text := TO_REPORTERS.get(event.step, ""):
        for party in parties_of(matter):
            yield Message(
                to=f"party:{party.key}",
                text=f"【和解】{text}查询码 {party.code}，打开 {party.track_address}",
            )
