"""Who may see and do what, and why not: `visible_to`, `may`, `explain`, `require`.

Every list, page, search, count and export starts at `visible_to`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial, reduce
from operator import or_

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from hejie.kernel import standing
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import OPEN, PERSONAL, said_in
from hejie.kernel.jurisdictions import ROLES, Actor, Organ, PostView, Reach
from hejie.kernel.matters import REFERRED, Involvement, Matter, Member
from hejie.kernel.procedures import PartyView, Procedure, Situation, Step
from hejie.kernel.saying import listed, say
from hejie.kernel.sight import EVERYTHING, Sight, wide
from hejie.kernel.sight import look_as as look_with

FRESH_CODE = timedelta(minutes=15)


class Refused(Exception):
    """The step may not be taken; `sentences` say why in the reader's language, to be acted on."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = tuple(gettext(sentence) for sentence in sentences if sentence)
        super().__init__("；".join(self.sentences))


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whether one person may take one step now, and the reasons if not."""

    key: str
    step: Step
    allowed: bool
    reasons: tuple[str, ...] = ()
    instead: tuple[str, str] = ("", "")
    """Key and name of the person in whose place the step would be taken."""


def visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters that a person may see; none for an administrator or a statistician."""
    grounds = list(_grounds(sight_of(actor)))
    if not grounds:
        return Matter.objects.none()
    return Matter.objects.filter(reduce(or_, grounds))


def in_sight(actor: Actor) -> Exists:
    """For rows that belong to a matter: whether the person may see that matter."""
    here = {"district": OuterRef("district"), "id": OuterRef("matter_id")}
    return Exists(visible_to(actor).filter(**here))


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
        stands_in=tuple(sorted({post.stands_in for post in _stands_in(actor)})),
        referring=tuple(sorted(referring)),
    )


def _stands_in(actor: Actor) -> list[PostView]:
    """Posts held in the place of a member of teams."""
    return [p for p in actor.posts if p.instead and ROLES[p.role].reads is Reach.TEAM]


def _members_of(posts: Iterable[PostView]) -> Q:
    """Those in whose place these posts are held, in their organs and roles."""
    each = (Q(account=p.instead, organ=p.organ, role=p.role) for p in posts)
    return reduce(or_, each, Q(pk__in=[]))


def working(actor: Actor) -> QuerySet[Member]:
    """Where a person is on the team, or stands in for somebody who is."""
    own = Q(account=actor.account) if actor.account else Q(pk__in=[])
    stands_in = _stands_in(actor)
    return Member.objects.filter(own | _members_of(stands_in) if stands_in else own, active=True)


def look_as(actor: Actor) -> None:
    """Let this request see what a person may see. One query; two more and a look at all teams
    for who stands in on one."""
    sight = sight_of(actor)
    if sight.stands_in:
        with wide():
            found = working(actor).values_list("matter_id", flat=True)
            sight = replace(sight, matters=tuple(sorted({str(one) for one in found})))
    look_with(sight)


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
    for account, organ, role in (one.split("/") for one in sight.stands_in):
        member = {"account": account, "organ": organ, "role": role, "active": True}
        yield Q(Exists(Member.objects.filter(**here, **member)))


def referred_by(actor: Actor) -> QuerySet[Matter]:
    """The matters that the person's organ referred to another and may follow. Only pages that
    know what a referrer may read start here; what is said in a mediation is not for its court."""
    organs = sorted({post.organ for post in actor.posts if ROLES[post.role].refers})
    here = {"district": OuterRef("district"), "matter_id": OuterRef("id")}
    sent = Involvement.objects.filter(**here, part=REFERRED, organ__in=organs)
    return Matter.objects.filter(Exists(sent)) if organs else Matter.objects.none()


def compartments_for(actor: Actor, matter: Matter) -> tuple[str, ...]:
    """What of a matter's words a person may open. The sealed part is for those who
    work on it in the roles that its procedure names, and for nobody else."""
    roles = roles_here(actor, matter)
    sealed = (matter.law.sealed_in,) if roles & matter.law.opens_sealed else ()
    personal = (PERSONAL,) if _names_seen_by(roles) else ()
    return (OPEN, *sealed, *personal)


def is_kept_back(law: Procedure, step: str, compartments: Iterable[str]) -> bool:
    """Whether an event is not even told of to somebody who may open these compartments."""
    found = find_step(law, step)
    return found is not None and found.confidential and law.sealed_in not in compartments


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
    teams = [p for p in naming if ROLES[p.role].acts is Reach.TEAM]
    if roles := {p.role for p in teams if not p.instead}:
        own = Member.objects.filter(**here, account=actor.account, active=True)
        grounds.append(Q(Exists(own.filter(role__in=sorted(roles)))))
    if stands_in := [p for p in teams if p.instead]:
        others = Member.objects.filter(_members_of(stands_in), **here, active=True)
        grounds.append(Q(Exists(others)))
    return Matter.objects.filter(reduce(or_, grounds))


def sets_values_for(actor: Actor) -> str:
    """The district whose local values and calendar a person may set, or nothing: a director
    or administrator of its centre may."""
    posts = actor.posts_with({"director", "admin"})
    centres = Organ.objects.filter(key__in=[post.organ for post in posts], kind="centre")
    districts = {post.district for post in posts}
    return centres.filter(area__in=districts).values_list("area", flat=True).first() or ""


def administering(actor: Actor) -> tuple[PostView, ...]:
    """The posts by which a person administers accounts, never in somebody's place."""
    return tuple(post for post in actor.posts_with({"admin"}) if not post.instead)


def administers(actor: Actor, organ: Organ) -> bool:
    """Whether a person gives and ends the posts of an organ."""
    return any(organ.area.path.startswith(post.area_path) for post in administering(actor))


AROUND = """
WITH this AS (SELECT %s::varchar AS district, %s::uuid AS matter_id)
SELECT json_build_object(
    'parties', ARRAY(
        SELECT json_build_object('key', key, 'role', role, 'kind', kind,
            'has_phone', phone <> '', 'represents', represents)
        FROM kernel_party NATURAL JOIN this ORDER BY key
    ),
    'team', ARRAY(
        SELECT json_build_array(account_id, role, organ_id)
        FROM kernel_member NATURAL JOIN this WHERE active
    ),
    'asked', ARRAY(
        SELECT organ_id FROM kernel_involvement NATURAL JOIN this
        WHERE part = 'asked' ORDER BY organ_id
    ),
    'senders', ARRAY(
        SELECT organ_id FROM kernel_involvement NATURAL JOIN this WHERE part = 'referred'
    ),
    'papers', ARRAY(
        SELECT DISTINCT kind FROM kernel_document NATURAL JOIN this
        WHERE erased_at IS NULL AND compartment = ANY (%s)
    )
)::text
"""


class _Around:
    """Who and what belongs to one matter, all by one query: it is asked for with every act."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        with connection.cursor() as cursor:
            cursor.execute(AROUND, [matter.district, matter.id, [OPEN, matter.law.sealed_in]])
            told = json.loads(cursor.fetchone()[0])
        self.parties = tuple(PartyView(**party) for party in told["parties"])
        self.team = {(account, role, organ) for account, role, organ in told["team"]}
        self.asked = tuple(told["asked"])
        self.senders = tuple(told["senders"])
        """Organs that referred the matter to another."""
        self.papers = frozenset(told["papers"])


def roles_here(actor: Actor, matter: Matter) -> frozenset[str]:
    """The roles in which a person may act on one matter."""
    return _roles(actor, _Around(matter))


def _roles(actor: Actor, around: _Around) -> frozenset[str]:
    if actor.is_system:
        return frozenset({"system"})
    if actor.is_party:
        party = next((one for one in around.parties if one.key == actor.party), None)
        if party is None or str(around.matter.id) != actor.matter:
            return frozenset()
        return frozenset({party.role, standing.PARTY})
    return frozenset(post.role for post in _posts(actor, around))


def _posts(actor: Actor, around: _Around) -> tuple[PostView, ...]:
    """The posts by which a member of staff may act on one matter."""
    held = {around.matter.holder_id, *around.asked}
    return tuple(
        post
        for post in actor.posts
        if _acts(ROLES[post.role].acts, post.area_path, around.matter, post.organ in held)
        or (ROLES[post.role].acts is Reach.TEAM and _is_on(post, actor, around.team))
        or (ROLES[post.role].refers and post.organ in around.senders)
    )


def _is_on(post: PostView, actor: Actor, team: set[tuple[int, str, str]]) -> bool:
    """Whether the person, or the one stood in for in this post, is on the team."""
    if post.instead:
        return (post.instead, post.role, post.organ) in team
    return any((account, role) == (actor.account, post.role) for account, role, _organ in team)


def stood_in(posts: Iterable[PostView]) -> dict[str, tuple[str, str]]:
    """Roles that these posts give only in somebody's place: whose, as key and name."""
    posts = list(posts)
    own = {post.role for post in posts if not post.instead}
    return {
        post.role: (f"account:{post.instead}", post.instead_name)
        for post in posts
        if post.instead and post.role not in own
    }


def instead_of(step: Step, situation: Situation) -> tuple[str, str]:
    """In whose place a step is taken: nobody's, if an own post gives it too."""
    roles = situation.as_roles & set(step.roles())
    if not roles or roles - situation.instead.keys():
        return ("", "")
    return situation.instead[min(roles)]


def _acts(reach: Reach, area: str, matter: Matter, in_charge: bool) -> bool:
    if reach is Reach.AREA:
        return matter.place_path.startswith(area)
    return reach is Reach.ORGAN and in_charge


def situate(
    matter: Matter, actor: Actor, *, now: datetime, clocks: Iterable[Clock] | None = None
) -> Situation:
    """Gather what guards may know of a matter: by two queries, by one if its clocks are given."""
    around = _Around(matter)
    instead = any(post.instead for post in actor.posts)
    return Situation(
        state=matter.state,
        now=timezone.localtime(now),
        opened=timezone.localtime(matter.opened_at),
        reference=matter.reference,
        route=matter.route,
        trade=matter.trade,
        category=matter.category,
        place=matter.place_id,
        holder=matter.holder_id,
        data=matter.data,
        parties=around.parties,
        clocks=tuple(clock.view() for clock in (clocks_of(matter) if clocks is None else clocks)),
        papers=around.papers,
        team={str(account): role for account, role, _organ in sorted(around.team)},
        asked=around.asked,
        organs=tuple(post.organ for post in actor.posts),
        by=actor.party or actor.key,
        as_roles=_roles(actor, around),
        instead=stood_in(_posts(actor, around)) if instead else {},
        verified=actor.verified_at is not None and now - actor.verified_at <= FRESH_CODE,
        said=cache(partial(said_in, matter)),
    )


def find_step(law: Procedure, key: str) -> Step | None:
    return law.steps.get(key) or standing.STEPS.get(key)


def decide(law: Procedure, key: str, situation: Situation) -> Decision:
    """Whether the person of this situation may take a step, with all reasons if not."""
    step = find_step(law, key)
    if step is None:
        told = {"law": gettext(law.label), "step": key}
        raise Refused(gettext("“%(law)s”没有“%(step)s”这个环节") % told)
    reasons = tuple(_reasons(law, step, situation))
    instead = instead_of(step, situation)
    return Decision(key=key, step=step, allowed=not reasons, reasons=reasons, instead=instead)


def _reasons(law: Procedure, step: Step, situation: Situation) -> Iterator[str]:
    if standing.is_erased(situation.data):
        yield gettext(standing.GONE)
        return
    if not situation.as_roles & set(step.roles()):
        yield gettext("这一步由%(roles)s办理") % {"roles": role_names(law, step)}
    if not step.is_on(situation.route):
        told = {"step": gettext(step.label), "routes": listed(law.routes[r] for r in step.routes)}
        yield gettext("“%(step)s”只用于%(routes)s") % told
        return
    if not law.is_open_to(step, situation.state):
        state = law.states.get(situation.state)
        told = {
            "state": gettext(state) if state else gettext("未登记"),
            "step": gettext(step.label),
        }
        yield gettext("现在的状态是“%(state)s”，不能“%(step)s”") % told
        return
    yield from (say(need.problem(situation)) for need in step.needs if not need.holds(situation))
    missing = [kind for kind in step.requires if kind not in situation.papers]
    if missing:
        yield gettext("还缺材料：%(papers)s") % {"papers": listed(missing)}


def role_names(law: Procedure, step: Step) -> str:
    names = [
        str(law.roles.get(role) or (ROLES[role].label if role in ROLES else ""))
        for role in step.roles()
    ]
    return listed(name for name in names if name) or gettext("当事人")


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
    law, own = matter.law, situation.as_roles
    return [
        decide(law, key, situation)
        for key, step in (*law.steps.items(), *standing.STEPS.items())
        if own & set(step.roles()) and step.sources() != ("start",) and step.is_on(matter.route)
    ]
