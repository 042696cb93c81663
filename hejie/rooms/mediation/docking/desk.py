"""What the court's desk shows: its cases by who has the next move, and of each what may be read.

A court follows the course of what it referred: states, clocks, who holds it. What was said it
reads in the packages that were sent back, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.desk.rows import sides_of
from hejie.docking.manifest import Manifest
from hejie.docking.packing import Package, unpack
from hejie.kernel import actions, openings, permissions
from hejie.kernel.clocks import Clock
from hejie.kernel.documents import SEALED, Document, papers_of, read_file
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import ROLES, Actor, names_of
from hejie.kernel.matters import Matter, of_same
from hejie.kernel.permissions import find_step
from hejie.rooms.mediation.docking import waiting
from hejie.rooms.mediation.docking.models import CourtCase
from hejie.rooms.mediation.docking.trust import all_keys

GROUPS = {
    waiting.COURT: _("等法院办"),
    waiting.COMMITTEE: _("等调解组织办"),
    waiting.PARTIES: _("等当事人答复"),
    waiting.MEDIATION: _("正在调解"),
    waiting.NOBODY: _("已经办完"),
}
CLOCKS = ("sign_for", "ask", "choose", "naming", "court_conclude")
"""Times that concern the court; the committee's own, such as its filing, do not."""
OWN_STEPS = {"refer", "take_referral", "take_return"}
"""Steps whose files are the court's own, or were sent to it."""
SINCE = {"refer", "take_referral", "reassign"}


@dataclass(frozen=True)
class Row:
    """One case in the list: its matter, who against whom, the nearest clock, what to do."""

    case: CourtCase
    sides: str
    clock: Clock | None
    hint: str


def courts_of(actor: Actor) -> list[str]:
    return sorted({post.organ for post in actor.posts if ROLES[post.role].refers})


def cases(actor: Actor, group: str, *, now: datetime) -> QuerySet[CourtCase]:
    """The cases of the person's court in which it is the turn of this group. Where a committee
    or the parties let their days pass, it is the court's."""
    ours = CourtCase.objects.filter(court__in=courts_of(actor))
    ours = ours.select_related("matter__holder", "matter__place")
    passed = _passed(now)
    if group == waiting.COURT:
        return ours.filter(Q(waits=group) | passed)
    return ours.filter(waits=group).exclude(passed)


def _passed(now: datetime) -> Q:
    """Whether days have passed after which the court may act."""
    late = Clock.objects.filter(
        district=OuterRef("district"),
        matter_id=OuterRef("matter_id"),
        status=Clock.RUNNING,
        late_at__lte=now,
    )
    nobody = Q(matter__data__nominees=[]) | Q(matter__data__nominees__isnull=True)
    silent = Q(matter__state="registered") & Exists(late.filter(key="sign_for"))
    unnamed = Q(matter__state="accepted") & nobody & Exists(late.filter(key="choose"))
    return silent | unnamed


def rows(found: Sequence[CourtCase], actor: Actor, group: str) -> list[Row]:
    """Three queries, however many cases."""
    matters = [case.matter for case in found]
    sides, nearest = sides_of(matters, actor), _nearest(matters)
    return [
        Row(
            case=case,
            sides=sides.get(case.matter_id, ""),
            clock=nearest.get(case.matter_id),
            hint=hint(case.matter) if group == waiting.COURT else "",
        )
        for case in found
    ]


def _nearest(matters: Sequence[Matter]) -> dict[UUID, Clock]:
    running = Clock.objects.filter(of_same(matters), status=Clock.RUNNING, key__in=CLOCKS)
    nearest: dict[UUID, Clock] = {}
    for clock in running.order_by("due_at", "key"):
        nearest.setdefault(clock.matter_id, clock)
    return nearest


def hint(matter: Matter) -> str:
    """What the court can do with a case in which it has the next move."""
    data = matter.data
    if matter.state == "registered":
        return gettext("三个工作日没有确认，可以另行委派")
    if matter.state == "accepted":
        return gettext("双方没有选定调解员，请法院指定")
    if matter.state == "not_accepted" and not data.get("sent_back"):
        return gettext("调解组织不予接受，可以另行委派")
    if waiting.is_agreed(data):
        return gettext("已达成协议，材料已送回，请收下")
    if matter.state == "recalled":
        return gettext("已经收回，请登记立案或者恢复审理")
    if matter.route == "B":
        return gettext("没有达成协议，请登记立案")
    return gettext("没有达成协议，请恢复审理")


@dataclass(frozen=True)
class Happened:
    """One line of the course: when, which step, by which organ or person, where it led."""

    at: datetime
    title: str
    by: str
    state: str


def course_of(matter: Matter) -> list[Happened]:
    """What happened, without anything that was said; the latest first."""
    events = [e for e in events_of(matter) if find_step(matter.law, e.step)]
    names = names_of([e.by.removeprefix("account:") for e in events])
    told, before = [], ""
    for event in events:
        step = find_step(matter.law, event.step)
        if event.step in NOT_TOLD or step is None or step.confidential:
            continue
        led = matter.law.states[event.state] if event.state != before else ""
        told.append(Happened(event.occurred, step.label, _by(event, names), led))
        before = event.state
    return told[::-1]


NOT_TOLD = {"remark", "plan_methods", "allow_disclosure", "rate", "draft_agreement"}
"""Steps that concern the committee and the parties alone."""


def _by(event: Event, names: dict[str, str]) -> str:
    kind, _colon, key = event.by.partition(":")
    if kind == "party":
        return gettext("当事人")
    return names.get(key, "") if kind == "account" else gettext("本平台")


@dataclass(frozen=True)
class Sent:
    """A package of a case: its kind and name, and what stands in it."""

    kind: str
    label: str
    package: Package

    @property
    def manifest(self) -> Manifest:
        return self.package.manifest


def packages_of(matter: Matter, *, now: datetime) -> Iterator[Sent]:
    """The packages that went to and fro, each written when it is asked for first."""
    for kind, event in _sent(matter).items():
        document = actions.issue(matter, kind, event, now=now)
        package = unpack(read_file(document), all_keys())
        yield Sent(kind, matter.room.paper_labels[kind], package)


def find_package(matter: Matter, kind: str, *, now: datetime) -> Document | None:
    event = _sent(matter).get(kind)
    return actions.issue(matter, kind, event, now=now) if event else None


class NoPackage(LookupError):
    """No such matter in sight, or it has no such package for this person."""


def export(reference: str, kind: str, *, actor: Actor, now: datetime) -> bytes:
    """A package for the court whose case it is, or for those who work on the matter: sealed
    ones for its mediators alone. That it was opened is taken down. Raises `NoPackage`."""
    told = {"reference": reference}
    ours = permissions.referred_by(actor).filter(reference=reference).first()
    matter = ours or permissions.visible_to(actor).filter(reference=reference).first()
    if matter is None or matter.procedure != "mediation":
        raise NoPackage(gettext("没有 %(reference)s 这个事项，或者您看不到") % told)
    sealed = kind in matter.room.sealed_papers
    open_to = permissions.compartments_for(actor, matter)
    if not permissions.sees_names(actor, matter) or (
        sealed and ours is None and SEALED not in open_to
    ):
        raise NoPackage(gettext("您的岗位不能取 %(reference)s 的这份材料包") % told)
    document = find_package(matter, kind, now=now)
    if document is None:
        raise NoPackage(gettext("%(reference)s 还没有这种材料包") % told)
    openings.record(matter, actor, openings.PAPER, now=now, about=str(document.id))
    return read_file(document)


def _sent(matter: Matter) -> dict[str, Event]:
    """The events that packages tell of, since the committee was given the case."""
    found: dict[str, Event] = {}
    for event in events_of(matter):
        step = matter.law.steps.get(event.step)
        if event.step in SINCE:
            found = {}
        kinds = [kind for kind in step.papers if kind.endswith("_package")] if step else []
        found |= dict.fromkeys(kinds, event)
    return found


def own_papers(matter: Matter) -> QuerySet[Document]:
    """What the court filed itself, and what came to it in a package."""
    seqs = events_of(matter).filter(step__in=OWN_STEPS).values("seq")
    return papers_of(matter).filter(issued_for=None, seq__in=seqs)
