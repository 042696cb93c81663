"""What the papers of one confirmation are written from: its events, words, parties and people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from hejie.kernel.documents import words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import Party, parties_of
from hejie.law.causes import CAUSES
from hejie.papers.shapes import Signature
from hejie.rooms.confirmation.paper_data import people

ROLE_NAMES = {"applicant": "申请人", "agent": "代理人", "third": "利害关系人"}
WAYS = {"online": "手机验证码确认", "on_site": "当面确认", "paper": "纸面签字"}


class CourtFile:
    """One confirmation and the event that a paper tells of."""

    def __init__(self, matter: Matter, event: Event) -> None:
        self.matter, self.event = matter, event
        self.data = matter.data

    def head(self, organ: str) -> dict[str, Any]:
        """What every paper carries; `organ` is whose paper it is, nobody's where the parties
        write it themselves."""
        return {
            "number": self.matter.reference,
            "committee": organ,
            "date": local_day(self.event.occurred),
        }

    @cached_property
    def court(self) -> str:
        return Organ.objects.get(key=self.data["court"]).name

    @cached_property
    def committee(self) -> str:
        return Organ.objects.get(key=self.data["agreement"]["committee"]).name

    @cached_property
    def rows(self) -> dict[str, Party]:
        return {party.key: party for party in parties_of(self.matter)}

    @cached_property
    def events(self) -> list[Event]:
        return [event for event in events_of(self.matter) if event.seq <= self.event.seq]

    @cached_property
    def _words(self) -> dict[int, dict[str, str]]:
        return words_of(self.matter)

    def words(self, name: str, event: Event | None = None) -> str:
        """A text stated in an event, or nothing."""
        return self._words.get((event or self.event).seq, {}).get(name, "")

    def last(self, *steps: str) -> Event | None:
        """The last event of these steps up to the paper's own."""
        return next((event for event in reversed(self.events) if event.step in steps), None)

    def value(self, name: str, default: Any = "") -> Any:
        return self.event.values.get(name, default)

    def day(self, event: Event | None = None) -> date:
        return local_day((event or self.event).occurred)

    def moment(self, event: Event | None = None) -> datetime:
        return timezone.localtime((event or self.event).occurred)

    @property
    def case_number(self) -> str:
        return str(self.data.get("case_number", ""))

    def name(self, key: str) -> str:
        return self.rows[key].name if key in self.rows else key

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(row.name for row in self.rows.values() if row.role == "applicant")

    def party(self, key: str, role: str = "") -> people.Party:
        row = self.rows[key]
        agent = next((one for one in self.rows.values() if one.represents == key), None)
        told = f"委托代理人：{agent.name}，联系电话：{agent.phone or '／'}" if agent else ""
        return people.Party(
            role=role or ROLE_NAMES.get(row.role, row.role),
            name=row.name,
            kind=row.kind,
            id_number=row.id_number,
            address=row.address,
            phone=row.phone,
            representative=row.representative,
            agent=told,
        )

    def parties(self) -> tuple[people.Party, ...]:
        return tuple(self.party(key) for key, row in self.rows.items() if row.role == "applicant")

    @property
    def agreement(self) -> people.Agreement:
        told = self.data["agreement"]
        cause = CAUSES.get(self.matter.category)
        return people.Agreement(
            number=told["number"],
            committee=self.committee,
            cause=f"{cause.label}纠纷" if cause else "民事纠纷",
            effective_on=local_day(datetime.fromisoformat(told["effective_at"])),
            terms=tuple(self.term(number) for number in range(len(told["terms"]))),
        )

    def term(self, number: int) -> str:
        """A term of the agreement in one sentence, by its row from nought."""
        told, opening = self.data["agreement"]["terms"][number], self.events[0]
        due = date.fromisoformat(told["due"])
        what = [f"支付{told['sum']}元"] if told.get("sum") else []
        what += [self.words(f"terms.{number}.thing", opening)]
        doing = "，并".join(filter(None, what))
        way = self.words(f"terms.{number}.way", opening)
        sentence = (
            f"{self.name(told['payer'])}于{due.year}年{due.month}月{due.day}日前"
            f"向{self.name(told['payee'])}{doing}。"
        )
        default = self.words(f"terms.{number}.default", opening)
        return "".join(
            [
                sentence,
                f"履行方式：{way}。" if way else "",
                f"不履行的：{default}。" if default else "",
            ]
        )

    def staff(self, event: Event | None = None) -> str:
        """The name of the member of staff who took a step; nothing where a party did."""
        number = (event or self.event).by.removeprefix("account:")
        account = Account.objects.filter(pk=number).first() if number.isdigit() else None
        return account.name if account else ""

    def mediators(self) -> tuple[str, ...]:
        team = self.matter.member_set.filter(role="mediator").select_related("account")
        return tuple(member.account.name for member in team)

    def judge(self) -> str:
        """Who judged: a judge of the review, else whoever entered it."""
        own = [e for e in self.events if e.step in {"take_up", "hold_review", "rule_valid"}]
        return next((name for e in reversed(own) if (name := self.staff(e))), self.staff())

    def signature(self, role: str, key: str, event: Event | None) -> Signature:
        """A party's signature made by an event; without one, a line for the pen."""
        if event is None:
            return Signature(role=role, name=self.name(key))
        way = WAYS.get(str(event.values.get("said", "online")), "")
        return Signature(role=role, name=self.name(key), signed_at=self.moment(event), way=way)


Writer = Callable[[CourtFile], people.Letterhead]
