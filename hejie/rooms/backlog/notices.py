"""Who is told what of a backlog matter."""

from __future__ import annotations

from collections.abc import Iterator

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message
from hejie.kernel.parties import parties_of

TO_PARTIES = {
    "propose_close": "您反映的事已经有了处理结果，准备结案。请打开看，说说您认不认可。",
    "close": "您反映的事已经审核结案，之后还会回访您。",
    "send_back": "您反映的事审核后还要继续办，请留意进度。",
}


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    if event.step in {"list", "list_petition"}:
        text = f"{matter.reference} 列为积案，由您包案。请督促牵头单位尽快提出方案。"
        yield Message(to=f"account:{event.values['leader']}", text=text)
        yield Message(to=f"organ:{event.holder_id}", text=f"{matter.reference} 由你单位牵头化解。")
    elif event.step == "plan":
        text = f"{matter.reference} 的化解方案请审定。"
        yield Message(to=f"account:{matter.data['leader']}", text=text)
    elif text := TO_PARTIES.get(event.step, ""):
        for party in parties_of(matter):
            yield Message(
                to=f"party:{party.key}",
                text=f"【和解】{text}查询码 {party.code}，打开 {party.track_address}",
            )
