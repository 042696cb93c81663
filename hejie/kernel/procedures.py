"""A procedure as a value: states, steps, deadlines and duties, which checks itself when built.

Nothing here touches a database, a request or the time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from hejie.kernel.deadlines import DeadlineRule
from hejie.kernel.workdays import SHANGHAI

START = "start"
RUNNING = "running"
"""Source of a step that may be taken in every state that is not final."""
ANY = "any"
"""Source of a step that may be taken in every state, the final ones included."""

Data = Mapping[str, Any]
Said = Mapping[str, tuple[str, str]]
"""Open words of one event by name: each text with its salted digest."""


def _nothing_said(_seq: int) -> Said:
    return {}


class ProcedureError(ValueError):
    """A procedure contradicts itself; raised when it is built, so at start-up."""


@dataclass(frozen=True, kw_only=True)
class PartyView:
    """What a rule may know of a party: never a name, number or address."""

    key: str
    role: str
    kind: str
    has_phone: bool = False
    represents: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A running or ended clock as a rule sees it."""

    key: str
    subject: str
    status: str
    strict_due: date | datetime
    rolled_due: date | datetime
    started: date | datetime


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One matter at one moment, as guards see it.

    `data` is what the procedure folded from the events; `papers` the kinds on file;
    `by` the key of the person acting and `as_roles` the roles this person has here.
    """

    state: str
    now: datetime
    opened: datetime
    reference: str = ""
    route: str = ""
    trade: str = ""
    category: str = ""
    place: str = ""
    holder: str = ""
    data: Data = field(default_factory=dict)
    parties: tuple[PartyView, ...] = ()
    clocks: tuple[ClockView, ...] = ()
    papers: frozenset[str] = frozenset()
    team: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    """Organs that were asked in to help."""
    organs: tuple[str, ...] = ()
    """Organs in which the person acting holds a post."""
    by: str = ""
    as_roles: frozenset[str] = frozenset()
    instead: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """For roles held here only in somebody's place: the key and name of that person."""
    verified: bool = False
    said: Callable[[int], Said] = _nothing_said
    """What was said in an event of the matter, read when it is asked for."""

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def with_role(self, *roles: str) -> tuple[PartyView, ...]:
        return tuple(party for party in self.parties if party.role in roles)

    def clock(self, key: str, subject: str = "") -> ClockView | None:
        return next((c for c in self.clocks if c.key == key and c.subject == subject), None)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one person states in one step, already shaped by the step's form.

    `values` (codes, dates, sums, keys) go into the event; `words`, `sealed`, `personal` and
    `blind` stay
    outside it and leave a salted digest there. Rows' words have dotted keys: `terms.0.thing`.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    blind: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Any, ...] = ()
    parties: tuple[Mapping[str, Any], ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)


@dataclass(frozen=True, kw_only=True)
class Act:
    """A recorded event as the pure fold sees it."""

    step: str
    seq: int
    at: datetime
    occurred: datetime
    by: str
    values: Mapping[str, Any]
    state: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a step cannot be taken: a sentence, the article it rests on, the field it concerns.

    `told` fills the sentence's ``%(name)s``: labels of the law, several of them as a tuple,
    numbers and days. `saying.say` puts it into the reader's language.
    """

    sentence: str
    told: Mapping[str, object] = field(default_factory=dict)
    basis: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What must hold before a step, whatever the facts; `sentence` says what is missing."""

    sentence: str
    holds: Callable[[Situation], bool]
    basis: str = ""
    exactly: Callable[[Situation], Problem | None] | None = None
    """What is missing in this very matter, where that says more than the sentence."""

    def problem(self, situation: Situation) -> Problem:
        found = self.exactly(situation) if self.exactly else None
        return found or Problem(sentence=self.sentence, basis=self.basis)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A duty with a clock: one rule, one rule per route, or a day that the parties agreed.

    With `by_route`, a route that is not named has no such clock.
    """

    label: str
    rule: DeadlineRule | None = None
    by_route: Mapping[str, DeadlineRule] = field(default_factory=dict)
    agreed: str = ""
    """Basis of an agreed day; then the step that starts the clock gives the day itself."""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.rule, self.by_route, self.agreed))) != 1:
            raise ProcedureError(f"deadline {self.label}: give a rule, by_route or agreed")

    def rule_for(self, route: str) -> DeadlineRule | None:
        return self.rule or self.by_route.get(route)

    def rules(self) -> tuple[DeadlineRule, ...]:
        return (self.rule,) if self.rule else tuple(self.by_route.values())


@dataclass(frozen=True, kw_only=True)
class Start:
    """Start a clock, from the act itself or from days found in its facts.

    `moments` reads the facts and yields (subject, moment) pairs: one clock each. For an
    agreed day the moment is the due day itself.
    """

    deadline: str
    moments: Callable[[Data, Act], Iterable[tuple[str, date | datetime]]] | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act that people of certain roles may take in certain states."""

    label: str
    source: str | tuple[str, ...]
    by: str | tuple[str, ...]
    target: str | None = None
    targets: tuple[str, ...] = ()
    """States that `choose` may pick, where the facts decide."""
    choose: Callable[[Situation, Facts], str] | None = None
    starts: tuple[str | Start, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    resumes_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Clocks resumed only if the facts lead to that state."""
    extends: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    papers_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Papers written only if the facts lead to that state."""
    writes: tuple[str, ...] = ()
    """Of its papers, those that are written as the step is taken; the others are written when
    they are first asked for."""
    requires: tuple[str, ...] = ()
    """Kinds of paper that must be on file before."""
    needs: tuple[Need, ...] = ()
    check: Callable[[Situation, Facts], Iterable[Problem]] | None = None
    keeps: tuple[str, ...] = ()
    """Names of values that stay visible in the matter's data."""
    ends_clocks: bool = False
    """All running clocks end with this step."""
    ends_when: tuple[str, ...] = ()
    """All running clocks end if the facts lead to one of these states."""
    stops_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Clocks met only if the facts lead to that state."""
    drops: tuple[str, ...] = ()
    """Clocks that end with this step without having been met."""
    drops_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Clocks dropped only if the facts lead to that state."""
    routes: tuple[str, ...] = ()
    """Only matters that take one of these routes have the step; without any, all have it."""
    confidential: bool = False
    """Told to nobody but the party it comes from or is about, and the matter's mediators."""
    fresh_code: bool = False
    """A party needs a one-time code of the last minutes, not only a session."""
    basis: str = ""
    help: str = ""

    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source

    def roles(self) -> tuple[str, ...]:
        return (self.by,) if isinstance(self.by, str) else self.by

    def started(self) -> tuple[Start, ...]:
        return tuple(s if isinstance(s, Start) else Start(deadline=s) for s in self.starts)

    def is_on(self, route: str) -> bool:
        return not self.routes or route in self.routes

    def issued(self, state: str) -> tuple[str, ...]:
        """Kinds of paper that tell of this step, when it led to a state."""
        return (*self.papers, *self.papers_when.get(state, ()))

    def stopped(self, state: str) -> tuple[str, ...]:
        return (*self.stops, *self.stops_when.get(state, ()))

    def resumed(self, state: str) -> tuple[str, ...]:
        return (*self.resumes, *self.resumes_when.get(state, ()))

    def named_deadlines(self) -> set[str]:
        whens = (self.stops_when, self.drops_when, self.resumes_when)
        by_state = [keys for when in whens for keys in when.values()]
        named = {*self.stops, *self.drops, *self.pauses, *self.resumes, *self.extends}
        named |= {key for keys in by_state for key in keys}
        return named | {start.deadline for start in self.started()}

    def named_states(self) -> set[str]:
        """States on which it depends what the step does."""
        whens = (self.stops_when, self.drops_when, self.resumes_when, self.papers_when)
        return {*self.ends_when, *(state for when in whens for state in when)}

    def ends_all(self, state: str) -> bool:
        return self.ends_clocks or state in self.ends_when

    def results(self) -> tuple[str, ...]:
        return self.targets or ((self.target,) if self.target else ())


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A whole procedure. Building one that contradicts itself raises `ProcedureError`."""

    key: str
    label: str
    roles: Mapping[str, str]
    states: Mapping[str, str]
    steps: Mapping[str, Step]
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)
    ends: frozenset[str] = frozenset()
    """States in which the matter is over, though it may still be filed or archived."""
    version: str = "1"
    basis: str = ""
    sealed_in: str = "sealed"
    """The compartment of its sealed words, whose ring of keys is its own."""
    opens_sealed: frozenset[str] = frozenset({"mediator"})
    """Roles that read sealed words, where they work on the matter."""
    closed_routes: frozenset[str] = frozenset()
    """Routes on which a matter lies in nobody's area: only organs that hold it or were asked in,
    and its team, see that there is one; files handed in are sealed too."""
    fold: Callable[[Data, Act], Data] | None = None
    """Pure: the matter's data after one more act. Default: keep what the step `keeps`."""

    def __post_init__(self) -> None:
        problems = list(_contradictions(self))
        if problems:
            raise ProcedureError(f"procedure {self.key}: " + "; ".join(problems))

    @cached_property
    def final(self) -> frozenset[str]:
        """States in which the matter is over: the named ends and those that no step leaves."""
        left = {source for step in self.steps.values() for source in step.sources()}
        return self.ends | {state for state in self.states if state not in left}

    def step(self, key: str) -> Step:
        return self.steps[key]

    def opening_steps(self) -> dict[str, Step]:
        return {key: step for key, step in self.steps.items() if START in step.sources()}

    def is_open_to(self, step: Step, state: str) -> bool:
        sources = step.sources()
        return (
            state in sources or ANY in sources or (RUNNING in sources and state not in self.final)
        )

    def is_closed(self, route: str) -> bool:
        """Whether matters on a route are seen by no area."""
        return route in self.closed_routes

    def can_only_end(self, step: Step) -> bool:
        """Whether a step leaves the matter: it ends the clocks, or may, and brings nothing new."""
        ends = set(step.results()) & self.final
        stays = set(step.results()) - ends <= set(step.sources())
        return bool(ends) and stays and bool(step.ends_when or step.ends_clocks)

    def after(self, data: Data, act: Act) -> Data:
        """Fold one act into the matter's data."""
        kept = self.steps[act.step].keeps if act.step in self.steps else ()
        data = {**data, **{name: act.values[name] for name in kept if name in act.values}}
        return self.fold(data, act) if self.fold else data


def _contradictions(procedure: Procedure) -> Iterable[str]:
    yield from _step_contradictions(procedure)
    if not procedure.opening_steps():
        yield "no step begins at START"
    yield from (f"unknown end {state}" for state in procedure.ends - procedure.states.keys())
    reached = {state for step in procedure.steps.values() for state in step.results()}
    yield from (f"state {state} is never reached" for state in procedure.states.keys() - reached)
    started = {s.deadline for step in procedure.steps.values() for s in step.started()}
    for key in procedure.deadlines.keys() - started:
        yield f"deadline {key} is started by no step"
    for key, deadline in procedure.deadlines.items():
        for route in deadline.by_route.keys() - procedure.routes.keys():
            yield f"deadline {key} names unknown route {route}"
    for route in procedure.closed_routes - procedure.routes.keys():
        yield f"unknown closed route {route}"


def _step_contradictions(procedure: Procedure) -> Iterable[str]:
    for key, step in procedure.steps.items():
        yield from (f"step {key} {fault}" for fault in _faults(procedure, step))


def _faults(procedure: Procedure, step: Step) -> Iterable[str]:
    known = {*procedure.states, START, RUNNING, ANY}
    targets = {*step.results(), *((step.target,) if step.target else ())}
    yield from (
        f"begins at unknown state {state}" for state in step.sources() if state not in known
    )
    yield from (f"leads to unknown state {state}" for state in targets - procedure.states.keys())
    if bool(step.targets) != bool(step.choose):
        yield "needs both targets and choose"
    if START in step.sources() and not step.results():
        yield "begins at START but leads nowhere"
    yield from (f"never leads to {state}" for state in step.named_states() - set(step.results()))
    yield from (f"writes {kind}, no paper of its" for kind in set(step.writes) - set(step.papers))
    yield from (f"is taken by unknown role {r}" for r in set(step.roles()) - procedure.roles.keys())
    yield from (f"names unknown route {r}" for r in set(step.routes) - procedure.routes.keys())
    deadlines = step.named_deadlines() - procedure.deadlines.keys()
    yield from (f"names unknown deadline {key}" for key in deadlines)
