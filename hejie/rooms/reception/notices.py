"""Who is told what of a booking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message
from hejie.kernel.parties import parties_of

TEXTS = {
    "book": "接访约好了：{when}。",
    "move": "接访改到{when}。",
    "cancel": "接访预约已经取消。",
    "feed_back": "接访交办的事有了结果，请打开看。",
}


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    if text := TEXTS.get(event.step):
        begins = timezone.localtime(datetime.fromisoformat(matter.data["begins"]))
        said = text.format(when=f"{begins:%m月%d日%H:%M}")
        for party in parties_of(matter):
            yield Message(
                to=f"party:{party.key}",
                text=f"【和解】{said}您的查询码 {party.code}，"
                f"打开 {party.track_address} 查看、改时间、取消。",
            )
