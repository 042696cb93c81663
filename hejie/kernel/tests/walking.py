"""Walk a mediation to where a test begins: through the door, as the people of the cast would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from hejie.kernel import actions, bulk, permissions
from hejie.kernel.actions import Sent
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import VISITOR, Account, Actor, actor_for
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import parties_of
from hejie.kernel.workdays import SHANGHAI

MONDAY = datetime(2026, 8, 3, 9, 0, tzinfo=SHANGHAI)
APPLICANT = {"role": "applicant", "kind": "person", "name": "王秀兰", "phone": "13807280001"}
RESPONDENT = {"role": "respondent", "kind": "person", "name": "刘大勇", "phone": "13807280002"}
SECOND = {"role": "respondent", "kind": "person", "name": "陈国平", "phone": "13807280003"}
APPLICATION: Mapping[str, Any] = {
    "facts_told": "楼上卫生间漏水，天花板泡坏了。",
    "category": "MD03",
    "place": "420303001001",
    "parties": [APPLICANT, RESPONDENT],
}
TERM = {"payer": "p2", "payee": "p1", "sum": "4200.00", "way": "微信转账", "due": "2026-08-31"}


def staff(username: str, now: datetime = MONDAY) -> Actor:
    return actor_for(Account.objects.get(username=username), on=local_day(now))


def party(matter: Matter, key: str, *, verified_at: datetime | None = None) -> Actor:
    row = parties_of(matter).get(key=key)
    return Actor(
        key=f"party:{matter.id}:{key}",
        name=row.name,
        matter=str(matter.id),
        party=key,
        verified_at=verified_at,
    )


def sent(facts: Mapping[str, Any], **how: Any) -> Sent:
    return Sent(data=dict(facts), strict=True, **how)


class Walk:
    """One matter and the time it has reached: every act comes ten minutes after the last."""

    def __init__(self, matter: Matter, now: datetime) -> None:
        self.matter, self.now = matter, now

    @classmethod
    def begun(
        cls,
        step: str = "apply",
        who: str = "visitor",
        *,
        now: datetime = MONDAY,
        procedure: str = "mediation",
        **facts: Any,
    ) -> Walk:
        actor = VISITOR if who == "visitor" else staff(who, now)
        given = sent({**APPLICATION, **facts} if procedure == "mediation" else facts)
        done = actions.open_matter(procedure, actor=actor, sent=given, now=now, step=step)
        return cls(done.matter, now)

    def actor(self, who: str) -> Actor:
        is_key = who[0] == "p" and who[1:].isdigit()
        return party(self.matter, who, verified_at=self.now) if is_key else staff(who, self.now)

    def at(self, moment: datetime) -> Walk:
        """Let time pass to a moment; the next act comes exactly then."""
        self.now = moment - timedelta(minutes=10)
        return self

    def take(self, step: str, who: str, **facts: Any) -> Event:
        self.now += timedelta(minutes=10)
        given, actor = sent(facts), self.actor(who)
        done = actions.take(self.matter, step, actor=actor, sent=given, now=self.now)
        self.matter = done.matter
        return done.event

    def to(self, state: str) -> Walk:
        """Go the plain way to a state, from where the matter is."""
        while self.matter.state != state:
            PLAIN_WAY[self.matter.state](self)
        return self


def _invite(walk: Walk) -> None:
    walk.take("invite", "luo")


def _agree_to_mediate(walk: Walk) -> None:
    for asked in parties_of(walk.matter).filter(role="respondent"):
        walk.take("answer_invitation", asked.key, answer="yes")


def _choose(walk: Walk) -> None:
    mediator = str(staff("deng").account)
    for chooser in parties_of(walk.matter).filter(role__in=["applicant", "respondent"]):
        walk.take("choose_mediator", chooser.key, mediator=mediator)
    walk.take("disclose", "deng", relation="none")


def meet(walk: Walk) -> None:
    """Set a session for tomorrow and hold it."""
    begins = walk.now + timedelta(days=1)
    ends = begins + timedelta(hours=2)
    walk.take("set_session", "deng", begins=begins.isoformat(), ends=ends.isoformat(), way="phone")
    walk.at(ends)
    record_session(walk, str(len(walk.matter.data["sessions"])))


def record_session(walk: Walk, number: str, *, who: str = "deng", **facts: Any) -> None:
    told = dict.fromkeys(("identity_checked", "rights_told", "sham_warned"), True)
    present = [p.key for p in parties_of(walk.matter)]
    given = {"record": "双方到场。", "result": "agreed", **told, "present": present, **facts}
    walk.take("hold_session", who, session=number, **given)


def confirm_terms(matter: Matter, who: Actor, *, now: datetime) -> Matter:
    """A party ticks every term of the draft that it has not confirmed."""
    situation = permissions.situate(matter, who, now=now)
    form = actions.form_for(matter.law, "confirm_terms", situation, {})
    terms: Any = form.fields["terms"]
    facts = {
        "terms": [number for number, _label in terms.choices],
        "digest": form.fields["digest"].initial,
    }
    return actions.take(matter, "confirm_terms", actor=who, sent=sent(facts), now=now).matter


def confirm_all(walk: Walk) -> None:
    """Every party confirms the terms of the draft."""
    for one in parties_of(walk.matter).filter(role__in=["applicant", "respondent"]):
        if one.key not in walk.matter.data.get("left", {}):
            walk.matter = confirm_terms(walk.matter, walk.actor(one.key), now=walk.now)


def count_again(now: datetime) -> int:
    """Count every running deadline again; gives how many moved."""
    *_, run = bulk.go(actions.RECOUNT, clock=lambda: now)
    return int(run.told["moved"])


def agree_orally(walk: Walk, *terms: Mapping[str, Any]) -> None:
    """Record terms that nobody writes down, and let every party confirm them."""
    walk.take(
        "agree_orally",
        "deng",
        facts_agreed="防水层破损。",
        points="刘大勇承担。",
        terms=list(terms or (TERM,)),
    )
    for confirming in parties_of(walk.matter).filter(role__in=["applicant", "respondent"]):
        walk.take("confirm_orally", confirming.key)


PLAIN_WAY: Mapping[str, Callable[[Walk], None]] = {
    "registered": _invite,
    "invited": _agree_to_mediate,
    "accepted": _choose,
    "assigned": meet,
    "in_session": agree_orally,
}
