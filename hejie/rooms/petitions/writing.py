"""Write each paper of the room from a matter and the event that it tells of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from hejie.kernel.clocks import clocks_of
from hejie.kernel.documents import template_folders, words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import parties_of
from hejie.papers.shapes import Signature
from hejie.rooms.petitions.classes import (
    ADOPTED,
    CHANNELS,
    DELIVERY,
    FIELDS,
    NOT_ACCEPTED,
    OPINIONS,
    PROCEDURES,
    REVIEWS,
    ROUTES,
    TAGS,
)
from hejie.rooms.petitions.paper_data import PAPERS, Letter, Paper, Row, Sheet

NAMES = {
    **{key: words for key, (words, _basis) in NOT_ACCEPTED.items()},
    **OPINIONS,
    **ADOPTED,
}
OPENING = ("file", "register", "accuse")
TO_UNIT = frozenset({"forward_letter", "assign_letter", "pass_on_letter", "objection"})
DAYS = {
    "registration": ("register", "tell"),
    "receipt": ("register", "tell"),
    "acceptance": ("handle",),
    "forward_letter": ("tell_forwarded", "object"),
    "assign_letter": ("report_back", "tell_forwarded", "object"),
    "extension_notice": ("handle",),
    "opinion": ("implement",),
    "delivery": ("ask_review", "ask_rereview"),
    "review_opinion": ("redo", "implement"),
    "rereview_opinion": ("redo", "implement"),
}
"""Clocks whose days a paper tells."""
DELIVERED = {
    "deliver": "信访事项处理意见书",
    "deliver_review": "信访事项复查意见书",
    "deliver_rereview": "信访事项复核意见书",
}


class File:
    """One matter and the event that a paper tells of."""

    def __init__(self, kind: str, matter: Matter, event: Event) -> None:
        self.kind, self.matter, self.event = kind, matter, event

    @cached_property
    def events(self) -> list[Event]:
        return [event for event in events_of(self.matter) if event.seq <= self.event.seq]

    @cached_property
    def _words(self) -> dict[int, dict[str, str]]:
        return words_of(self.matter)

    def words(self, name: str, event: Event | None = None) -> str:
        return self._words.get((event or self.event).seq, {}).get(name, "")

    def value(self, name: str) -> Any:
        return self.event.values.get(name, "")

    @cached_property
    def opening(self) -> Event:
        return self.events[0]

    @cached_property
    def petitioners(self) -> tuple[str, ...]:
        return tuple(party.name for party in parties_of(self.matter))

    @cached_property
    def issuer(self) -> Organ:
        """The organ that acted; what an online resident files tells of who received it."""
        return Organ.objects.get(key=self.event.organ_id or self.event.holder_id)

    @property
    def addressees(self) -> tuple[str, ...]:
        if self.kind in TO_UNIT:
            return (Organ.objects.get(key=self.event.holder_id).name,)
        return self.petitioners

    @property
    def days(self) -> tuple[str, ...]:
        """The days of running clocks; a clock that ended is not told again."""
        clocks = clocks_of(self.matter).filter(
            key__in=DAYS.get(self.kind, ()), started__lte=self.event.at
        )
        return tuple(_told(clock) for clock in clocks)

    @property
    def superior(self) -> str:
        parent = self.issuer.parent
        return parent.name if parent else "上一级机关"

    def staff(self) -> str:
        number = self.event.by.removeprefix("account:")
        account = Account.objects.filter(pk=number).first() if number.isdigit() else None
        return account.name if account else ""


def _told(clock: Any) -> str:
    due = datetime.fromisoformat(clock.derivation["strict_due"])
    return f"{clock.label}：{_in_words(due)}"


def _in_words(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _head(file: File) -> dict[str, Any]:
    return {
        "number": file.matter.reference,
        "committee": file.issuer.name,
        "date": local_day(file.event.occurred),
        "text": file.words("text") or file.words("reason"),
        "days": file.days,
    }


def _letter(file: File) -> Paper:
    choice = str(file.value("opinion") or file.value("ground") or file.value("adopted"))
    organ = PROCEDURES.get(str(file.value("path")), "") or file.words("to") or file.superior
    basis = NOT_ACCEPTED[choice][1] if choice in NOT_ACCEPTED else file.words("law")
    told = REVIEWS.get(str(file.value("result")), "")
    named = "；".join(filter(None, (told, NAMES.get(choice, ""))))
    return Letter(
        **_head(file),
        addressees=file.addressees,
        received_on=local_day(file.opening.occurred),
        choice=str(file.value("extension")) if file.value("extension") else named,
        basis=basis,
        organ=organ,
        findings=file.words("findings"),
        request=file.words("request") or file.words("claims", file.opening),
    )


def _registration(file: File) -> Paper:
    opening = file.opening
    values = opening.values
    people = "；".join(
        "，".join(filter(None, (party.name, party.address, party.phone)))
        for party in parties_of(file.matter)
    )
    complained = Organ.objects.filter(key=values.get("complained", "")).first()
    rows = {
        "怎么来的": CHANNELS.get(str(values.get("channel")), ""),
        "日期": _in_words(local_day(opening.occurred)),
        "信访人": people,
        "人数": str(values.get("people", len(file.petitioners))),
        "领域": FIELDS.get(str(values.get("category")), ""),
        "反映的单位": complained.name if complained else "",
        "初次或者重复": "同一件事以前提过" if values.get("repeat") else "初次",
    }
    head = _head(file) | {"text": file.words("facts_told", opening)}
    return Sheet(**head, request=file.words("claims", opening), rows=_rows(rows))


def _delivery(file: File) -> Paper:
    rows = {
        "送达文书": DELIVERED[file.event.step],
        "受送达人": "、".join(file.petitioners),
        "方式": DELIVERY[file.value("way")],
        "收到日期": _in_words(datetime.fromisoformat(file.value("received_on"))),
        "送达人": file.staff(),
    }
    return Sheet(**_head(file), rows=_rows(rows))


def _hearing_record(file: File) -> Paper:
    held = timezone.localtime(file.event.occurred)
    people = tuple(Signature(role="信访人", name=name) for name in file.petitioners)
    return Sheet(
        **_head(file),
        rows=_rows({"时间": f"{_in_words(held)}{held:%H:%M}", "记录人": file.staff()}),
        signatures=(*people, Signature(role="记录人", name=file.staff())),
    )


def _closing_report(file: File) -> Paper:
    data = file.matter.data
    rows = {
        "类别": ROUTES.get(file.matter.route, ""),
        "处理意见": OPINIONS.get(str(data.get("opinion")), ""),
        "结果": "、".join(TAGS[tag] for tag in file.value("tags") or ()),
        "救助申请编号": str(file.value("aid_number")),
        "依法处理的文书": str(file.value("document_number")),
    }
    return Sheet(**_head(file), rows=_rows(rows))


def _rows(rows: dict[str, str]) -> tuple[Row, ...]:
    return tuple(Row(label=label, value=value) for label, value in rows.items())


OWN: dict[str, Callable[[File], Paper]] = {
    "registration": _registration,
    "delivery": _delivery,
    "hearing_record": _hearing_record,
    "closing_report": _closing_report,
}
"""Papers that are forms; all others are letters."""


def _writer(kind: str) -> Callable[[Matter, Event], bytes]:
    def write(matter: Matter, event: Event) -> bytes:
        paper = OWN.get(kind, _letter)(File(kind, matter, event))
        return PAPERS[kind].set(vars(paper), template_folders(matter))

    return write


WRITERS = {kind: _writer(kind) for kind in PAPERS}
