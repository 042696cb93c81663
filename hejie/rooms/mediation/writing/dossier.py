"""What the papers of one matter are written from: its events, words, parties and people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from hejie.kernel import standing
from hejie.kernel.deadlines import Effect
from hejie.kernel.documents import OPEN, PERSONAL, SEALED, read_file, words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.identifiers import ID_TYPES
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.procedures import Data
from hejie.law.causes import CAUSES
from hejie.papers.shapes import Signature
from hejie.rooms.mediation.paper_data import people

ROLE_NAMES = {
    "applicant": "申请人",
    "respondent": "被申请人",
    "agent": "代理人",
    "third": "第三人",
    "helper": "受邀参与人",
    "interpreter": "翻译",
    "guardian": "监护人",
    "companion": "老年人协助人",
}
HELPERS = ("helper", "interpreter", "guardian", "companion")


class Dossier:
    """One matter and the event a paper tells of. `sealed` opens the negotiation words too."""

    def __init__(self, matter: Matter, event: Event, *, sealed: bool = False) -> None:
        self.matter, self.event = matter, event
        self._compartments = (OPEN, PERSONAL, SEALED) if sealed else (OPEN, PERSONAL)

    @property
    def head(self) -> dict[str, Any]:
        """What every paper carries."""
        return {
            "number": self.matter.reference,
            "committee": self.organ.name,
            "date": local_day(self.event.occurred),
        }

    @cached_property
    def organ(self) -> Organ:
        return Organ.objects.get(key=self.event.holder_id)

    @cached_property
    def parties(self) -> list[Party]:
        return list(parties_of(self.matter))

    @cached_property
    def events(self) -> list[Event]:
        return [event for event in events_of(self.matter) if event.seq <= self.event.seq]

    @cached_property
    def _words(self) -> dict[int, dict[str, str]]:
        return words_of(self.matter, compartments=self._compartments)

    @cached_property
    def data(self) -> Data:
        """What the acts up to the paper's own add up to."""
        data: Data = {}
        for event in self.events:
            fold = self.matter.law.after if event.step in self.matter.law.steps else standing.after
            data = fold(data, event.as_act())
        return data

    def words(self, name: str, event: Event | None = None) -> str:
        """A text stated in an event, or nothing."""
        return self._words.get((event or self.event).seq, {}).get(name, "")

    def last(self, *steps: str) -> Event | None:
        """The last event of these steps up to the paper's own."""
        return next((event for event in reversed(self.events) if event.step in steps), None)

    def first(self) -> Event:
        return self.events[0]

    def value(self, name: str, default: Any = "") -> Any:
        return self.event.values.get(name, default)

    def day(self, event: Event | None) -> date:
        return local_day((event or self.event).occurred)

    def moment(self, event: Event | None = None) -> datetime:
        return timezone.localtime((event or self.event).occurred)

    @property
    def cause(self) -> str:
        cause = CAUSES.get(self.matter.category)
        return f"{cause.label}纠纷" if cause else "民事纠纷"

    def party_row(self, key: str) -> Party | None:
        return next((party for party in self.parties if party.key == key), None)

    def name(self, key: str) -> str:
        party = self.party_row(key)
        return party.name if party else key

    def names(self, *roles: str) -> tuple[str, ...]:
        return tuple(party.name for party in self.parties if party.role in roles)

    def party(self, party: Party) -> people.Party:
        """A party as papers describe it, with the agent that speaks for it."""
        agent = next((p for p in self.parties if p.represents == party.key), None)
        return people.Party(
            role=ROLE_NAMES.get(party.role, party.role),
            name=party.name,
            kind=people.Kind(party.kind),
            id_type=str(ID_TYPES.get(party.id_type) or DEFAULT_ID[party.kind]),
            id_number=party.id_number,
            address=party.address,
            phone=party.phone,
            representative=party.representative,
            post="负责人" if party.representative else "",
            agent=_agent(agent) if agent else None,
        )

    def bound_parties(self) -> tuple[people.Party, ...]:
        """Those whom an agreement binds; whoever left before is not among them."""
        left = self.matter.data.get("left", {})
        return tuple(
            self.party(p)
            for p in self.parties
            if p.role in {"applicant", "respondent", "third"} and p.key not in left
        )

    def all_parties(self) -> tuple[people.Party, ...]:
        return tuple(
            self.party(p) for p in self.parties if p.role in {"applicant", "respondent", "third"}
        )

    def staff(self, key: str) -> str:
        """The name behind `account:12`, as events carry it."""
        number = str(key).removeprefix("account:")
        account = Account.objects.filter(pk=number).first() if number.isdigit() else None
        return account.name if account else ""

    def actor_name(self, event: Event | None = None) -> str:
        by = (event or self.event).by
        if by.startswith("party:"):
            return self.name(by.removeprefix("party:"))
        return self.staff(by) or "本平台"

    def mediators(self) -> tuple[str, ...]:
        nominees = self.matter.data.get("nominees", ())
        return tuple(self.staff(str(nominee["account"])) for nominee in nominees)

    def office(self) -> people.Office:
        return people.Office(
            name=self.organ.name, address=self.organ.address, phone=self.organ.phone
        )

    def signed_by(
        self, role: str, event: Event | None, name: str = "", *, fingerprint: bool = False
    ) -> Signature:
        """A signature made by an event; without one, a line for the pen, with a box for those
        who press a finger."""
        if event is None:
            return Signature(role=role, name=name, fingerprint=fingerprint)
        image = self.matter.document_set.filter(kind="signature", seq=event.seq).first()
        return Signature(
            role=role,
            name=name or self.actor_name(event),
            image=read_file(image) if image else None,
            signed_at=self.moment(event),
            way="手写屏签名" if image else self._way(event),
            present=tuple(
                f"{label}：{self.words(key, event)}"
                for key, label in PRESENT.items()
                if self.words(key, event)
            ),
        )

    def _way(self, event: Event) -> str:
        has_scan = event.values.get("drawn_or_scan") == "scan"
        said = "paper" if has_scan and event.by.startswith("party:") else event.values.get("said")
        way = WAYS.get(str(said), "账号确认")
        return f"{way}（扫描件存卷）" if has_scan else way

    def event_at(self, seq: int | None) -> Event | None:
        return next((event for event in self.events if event.seq == seq), None)


def _agent(agent: Party) -> people.Agent:
    return people.Agent(
        name=agent.name,
        id_number=agent.id_number,
        phone=agent.phone,
        capacity="委托代理人",
        authority=agent.note,
    )


DEFAULT_ID = {"person": "居民身份证", "organisation": "统一社会信用代码"}
WAYS = {
    "online": "网上确认",
    "on_site": "当面确认",
    "phone": "电话确认",
    "paper": "纸面签字",
    "message": "短信、微信确认",
    "fingerprint": "按指印",
}
PRESENT = {
    "interpreter": "翻译在场",
    "guardian": "监护人在场",
    "companion": "老年人协助人在场",
    "witness": "见证人在场",
}
"""Who else was there when somebody signed, by the name of the word that names them."""

Writer = Callable[[Dossier], people.Letterhead]


def amount(text: Any) -> Decimal | None:
    return Decimal(text) if text else None


def weight(effect: str) -> str:
    return Effect(effect).label
