"""Who may see and do what, and why not: `visible_to`, `may`, `explain`, `require`.

Every list, page, search, count and export starts at `visible_to`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hejie.kernel import standing
from hejie.kernel.clocks import clocks_of
from hejie.kernel.documents import OPEN, PERSONAL, SEALED, papers_of
from hejie.kernel.jurisdictions import ROLES, Actor, Organ, Reach
from hejie.kernel.matters import (
    REFERRED,
    Involvement,
    Matter,
    Member,
    asked_organs,
    team_of,
)
from hejie.kernel.parties import parties_of
from hejie.kernel.procedures import Procedure, Situation, Step
from hejie.kernel.sight import EVERYTHING, Sight
from hejie.kernel.sight import look_as as look_with

FRESH_CODE = timedelta(minutes=15)


class Refused(Exception):
    """The step may not be taken; `sentences` say why, to be acted on by the reader."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whether one person may take one step now, and the reasons if not."""

    key: str
    step: Step
    allowed: bool
    reasons: tuple[str, ...] = ()


def visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters that a person may see; none for an administrator or a statistician."""
    grounds = list(_grounds(sight_of(actor)))
    if not grounds:
        return Matter.objects.none()
    return Matter.objects.filter(reduce(or_, grounds))


def sight_of(actor: Actor) -> Sight:
    """What a person may see, as it is told to the database too."""
    if actor.is_system:
        return EVERYTHING
    if actor.is_party:
        return Sight(matters=(actor.matter,))
    reading = {post: ROLES[post.role].reads for post in actor.posts}
    areas = {post.area_path for post, reach in reading.items() if reach is Reach.AREA}
    seeing = {p.organ for p, reach in reading.items() if reach in (Reach.ORGAN, Reach.AREA)}
    referring = {post.organ for post in actor.posts if ROLES[post.role].refers}
    reads = any(reach is not Reach.NONE for reach in reading.values())
    return Sight(
        areas=tuple(sorted(areas)),
        organs=tuple(sorted(seeing)),
        account=actor.account if reads else None,
        referring=tuple(sorted(referring)),
    )


def look_as(actor: Actor) -> None:
    """Let this request see what a person may see."""
    look_with(sight_of(actor))


def _grounds(sight: Sight) -> Iterator[Q]:
    if sight.matters:
        yield Q(id__in=sight.matters)
    yield from (Q(place_path__startswith=area) for area in sight.areas)
    here = {"district": OuterRef("district"), "matter_id": OuterRef("id")}
    if sight.organs:
        involved = Involvement.objects.filter(**here, organ__in=sight.organs)
        yield Q(Exists(involved.exclude(part=REFERRED)))
    if sight.account:
        yield Q(Exists(Member.objects.filter(**here, account=sight.account, active=True)))


def referred_by(actor: Actor) -> QuerySet[Matter]:
    """The matters that the person's organ referred to another and may follow. Only pages that
    know what a referrer may read start here; what is said in a mediation is not for its court."""
    organs = sorted({post.organ for post in actor.posts if ROLES[post.role].refers})
    here = {"district": OuterRef("district"), "matter_id": OuterRef("id")}
    sent = Involvement.objects.filter(**here, part=REFERRED, organ__in=organs)
    return Matter.objects.filter(Exists(sent)) if organs else Matter.objects.none()


def compartments_for(actor: Actor, matter: Matter) -> tuple[str, ...]:
    """What of a matter's words a person may open. The negotiation part is for the mediators
    who work on it and for nobody else."""
    roles = roles_here(actor, matter)
    sealed = (SEALED,) if "mediator" in roles else ()
    personal = (PERSONAL,) if _names_seen_by(roles) else ()
    return (OPEN, *sealed, *personal)


def sees_names(actor: Actor, matter: Matter) -> bool:
    """Whether parties' names and numbers are shown whole, or masked."""
    return _names_seen_by(roles_here(actor, matter))


def _names_seen_by(roles: frozenset[str]) -> bool:
    return any(ROLES[role].names for role in roles if role in ROLES)


def named_to(actor: Actor) -> QuerySet[Matter]:
    """The matters whose parties a person sees by name: `sees_names` for a whole list."""
    naming = [post for post in actor.posts if ROLES[post.role].names]
    here = {"district": OuterRef("district"), "matter_id": OuterRef("id")}
    grounds = [Q(pk__in=[])]
    if organs := {p.organ for p in naming if ROLES[p.role].acts is Reach.ORGAN}:
        asked = Involvement.objects.filter(**here, part="asked", organ__in=sorted(organs))
        grounds += [Q(holder__in=sorted(organs)), Q(Exists(asked))]
    if referring := {p.organ for p in naming if ROLES[p.role].refers}:
        sent = Involvement.objects.filter(**here, part=REFERRED, organ__in=sorted(referring))
        grounds.append(Q(Exists(sent)))
    if roles := {p.role for p in naming if ROLES[p.role].acts is Reach.TEAM}:
        working = Member.objects.filter(**here, account=actor.account, active=True)
        grounds.append(Q(Exists(working.filter(role__in=sorted(roles)))))
    return Matter.objects.filter(reduce(or_, grounds))


def sets_values_for(actor: Actor) -> str:
    """The district whose local values and calendar a person may set, or nothing: a director
    or administrator of its centre may."""
    posts = actor.posts_with({"director", "admin"})
    centres = Organ.objects.filter(key__in=[post.organ for post in posts], kind="centre")
    districts = {post.district for post in posts}
    return centres.filter(area__in=districts).values_list("area", flat=True).first() or ""


def roles_here(actor: Actor, matter: Matter) -> frozenset[str]:
    """The roles in which a person may act on one matter."""
    if actor.is_system:
        return frozenset({"system"})
    if actor.is_party:
        party = parties_of(matter).filter(key=actor.party).first()
        if party is None or str(matter.id) != actor.matter:
            return frozenset()
        return frozenset({party.role, standing.PARTY})
    members = {(m.account_id, m.role) for m in team_of(matter)}
    held = {matter.holder_id, *asked_organs(matter)}
    sent = _senders(matter) if any(ROLES[post.role].refers for post in actor.posts) else ()
    return frozenset(
        post.role
        for post in actor.posts
        if _acts(ROLES[post.role].acts, post.area_path, matter, post.organ in held)
        or (ROLES[post.role].acts is Reach.TEAM and (actor.account, post.role) in members)
        or (ROLES[post.role].refers and post.organ in sent)
    )


def _senders(matter: Matter) -> tuple[str, ...]:
    """Organs that referred a matter to another."""
    return tuple(matter.involvement_set.filter(part=REFERRED).values_list("organ_id", flat=True))


def _acts(reach: Reach, area: str, matter: Matter, in_charge: bool) -> bool:
    if reach is Reach.AREA:
        return matter.place_path.startswith(area)
    return reach is Reach.ORGAN and in_charge


def situate(matter: Matter, actor: Actor, *, now: datetime) -> Situation:
    """Gather what guards may know of a matter. Five queries, whatever the matter's age."""
    return Situation(
        state=matter.state,
        now=timezone.localtime(now),
        opened=timezone.localtime(matter.opened_at),
        route=matter.route,
        trade=matter.trade,
        category=matter.category,
        place=matter.place_id,
        holder=matter.holder_id,
        data=matter.data,
        parties=tuple(party.view() for party in parties_of(matter)),
        clocks=tuple(clock.view() for clock in clocks_of(matter)),
        papers=frozenset(
            papers_of(matter, compartments=(OPEN, SEALED)).values_list("kind", flat=True)
        ),
        team={str(m.account_id): m.role for m in team_of(matter)},
        asked=asked_organs(matter),
        organs=tuple(post.organ for post in actor.posts),
        by=actor.party or actor.key,
        as_roles=roles_here(actor, matter),
        verified=actor.verified_at is not None and now - actor.verified_at <= FRESH_CODE,
    )


def find_step(law: Procedure, key: str) -> Step | None:
    return law.steps.get(key) or standing.STEPS.get(key)


def decide(law: Procedure, key: str, situation: Situation) -> Decision:
    """Whether the person of this situation may take a step, with all reasons if not."""
    step = find_step(law, key)
    if step is None:
        raise Refused(f"“{law.label}”没有“{key}”这个环节")
    reasons = tuple(_reasons(law, step, situation))
    return Decision(key=key, step=step, allowed=not reasons, reasons=reasons)


def _reasons(law: Procedure, step: Step, situation: Situation) -> Iterator[str]:
    if not situation.as_roles & set(step.roles()):
        yield f"这一步由{role_names(law, step)}办理"
    if not step.is_on(situation.route):
        yield f"“{step.label}”只用于{'、'.join(law.routes[route] for route in step.routes)}"
        return
    if not law.is_open_to(step, situation.state):
        label = law.states.get(situation.state, "未登记")
        yield f"现在的状态是“{label}”，不能“{step.label}”"
        return
    yield from (need.sentence for need in step.needs if not need.holds(situation))
    missing = [kind for kind in step.requires if kind not in situation.papers]
    if missing:
        yield f"还缺材料：{'、'.join(missing)}"


def role_names(law: Procedure, step: Step) -> str:
    names = [
        str(law.roles.get(role) or (ROLES[role].label if role in ROLES else ""))
        for role in step.roles()
    ]
    return "、".join(name for name in names if name) or "当事人"


def may(actor: Actor, key: str, matter: Matter, *, now: datetime) -> bool:
    return decide(matter.law, key, situate(matter, actor, now=now)).allowed


def require(law: Procedure, key: str, situation: Situation) -> Step:
    """The step, or `Refused` with every reason."""
    decision = decide(law, key, situation)
    if not decision.allowed:
        raise Refused(*decision.reasons)
    return decision.step


def explain(matter: Matter, situation: Situation) -> list[Decision]:
    """Every step of the matter's procedure on its route, and every standing step, that this
    person's roles take at some time: what may be done now, and why the rest may not."""
    law = matter.law
    keys: Iterable[str] = [*law.steps, *standing.STEPS]
    decisions = [decide(law, key, situation) for key in keys]
    return [
        d
        for d in decisions
        if situation.as_roles & set(d.step.roles())
        and d.step.sources() != ("start",)
        and d.step.is_on(matter.route)
    ]
