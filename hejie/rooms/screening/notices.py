"""Who is told what of a finding."""

from __future__ import annotations

from collections.abc import Iterator

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    match event.step:
        case "find":
            text = f"{matter.reference} 排查发现一件事，请交办。"
            yield Message(to=f"organ:{event.holder_id}", text=text)
        case "assign":
            text = f"{matter.reference} 由你单位整改，期限 {event.values['due']}。"
            yield Message(to=f"organ:{event.holder_id}", text=text)
        case "resolve":
            text = f"{matter.reference} 已经整改，请去核查销号。"
            yield Message(to=f"organ:{matter.data['finder']}", text=text)
