"""Open a matter, take a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from django.db import transaction
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from hejie.kernel import (
    clocks,
    idempotency,
    ledger,
    matters,
    parties,
    permissions,
    registry,
    sight,
    standing,
)
from hejie.kernel.actions.erasing import carry_out, require_erasable
from hejie.kernel.actions.errors import Invalid, Refused, Stale
from hejie.kernel.actions.issuing import write_at_once
from hejie.kernel.actions.linking import report, require_way, take_over, tie
from hejie.kernel.actions.merging import absorb, find_original
from hejie.kernel.actions.projecting import project
from hejie.kernel.actions.shape import Sent, shape
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import (
    Actor,
    Division,
    Organ,
    competent_organ,
    find_division,
    most_competent,
)
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import START, Facts, Procedure, Situation, Step
from hejie.kernel.workdays import Uncountable


@dataclass(frozen=True)
class Done:
    """What an act did. `fresh` is false when its idempotency key had been used before."""

    matter: Matter
    event: Event
    fresh: bool = True


def open_matter(
    procedure: str,
    *,
    actor: Actor,
    sent: Sent,
    now: datetime,
    step: str = "",
    out_of: Matter | None = None,
) -> Done:
    """Open a matter by a step that begins at START: the first that this person may take,
    unless one is named. `out_of` is the matter that it comes from, where the room opens its
    matters out of others. Raises `Refused`, `Invalid` or `idempotency.KeyReused`."""
    with transaction.atomic(durable=True):
        if out_of is None:
            what, act = f"{procedure} {step}", partial(_open, procedure, step, actor, sent, now)
        else:
            what = f"{procedure} {step} {out_of.id}"
            act = partial(_open_out_of, out_of, procedure, step, actor, sent, now)
        return _once(actor, what, sent, act)


def check_opening(procedure: str, *, actor: Actor, sent: Sent, now: datetime) -> None:
    """Raise whatever `open_matter` would raise of these facts, and write nothing."""
    _prepare(procedure, "", actor, sent, now)


def open_matters(
    procedure: str, *, actor: Actor, rows: Iterable[Sent], now: datetime
) -> list[Done]:
    """Open many matters or none: the first that is refused undoes all."""
    with transaction.atomic(durable=True):
        return [
            _once(actor, procedure, sent, partial(_open, procedure, "", actor, sent, now))
            for sent in rows
        ]


def take(matter: Matter, step: str, *, actor: Actor, sent: Sent, now: datetime) -> Done:
    """Move one matter one step, or raise `Refused`, `Stale`, `Invalid` or `KeyReused`."""
    with transaction.atomic(durable=True):
        done = _once(
            actor,
            f"{matter.id} {step}",
            sent,
            lambda: _take(matter, step, actor, sent, now),
        )
    if done.fresh:
        write_at_once(done.matter, done.event, now=now)
    return done


def _once(actor: Actor, what: str, sent: Sent, act: Callable[[], Event]) -> Done:
    if not sent.key:
        event = act()
        return Done(event.matter, event)
    body = idempotency.digest_of(what, sent.data, files=sent.files)
    made = idempotency.claim(actor.key, sent.key, body)
    if made is not None:
        return Done(made.matter, made, fresh=False)
    event = act()
    idempotency.settle(actor.key, sent.key, event)
    return Done(event.matter, event)


def _open(procedure: str, step_key: str, actor: Actor, sent: Sent, now: datetime) -> Event:
    return _begin(_prepare(procedure, step_key, actor, sent, now), actor, now)


def _open_out_of(
    stale: Matter, procedure: str, step_key: str, actor: Actor, sent: Sent, now: datetime
) -> Event:
    origin = matters.lock(stale)
    _require_current(origin, sent)
    law = _law(procedure)
    key = step_key or _opening_step(law, actor)
    way = require_way(origin, law, key, actor, now)
    names = _names_of(origin)
    facts, occurred = shape(law, key, way.decision.step, way.situation, names, sent, now)
    holder = facts.get("holder") or way.taken.holder or origin.holder_id
    opening = _Opening(
        law=law,
        key=key,
        step=way.decision.step,
        situation=way.situation,
        facts=take_over(origin, way, facts, now=now),
        occurred=occurred,
        place=origin.place,
        holder=Organ.objects.get(key=holder),
    )
    opened = _begin(opening, actor, now)
    tie(origin, opened, actor=actor, now=now)
    return opened


def _begin(opening: _Opening, actor: Actor, now: datetime) -> Event:
    law, place, occurred = opening.law, opening.place, opening.occurred
    matter = Matter(
        district=place.district,
        procedure=law.key,
        procedure_version=law.version,
        state=START,
        place=place,
        place_path=place.path,
        holder=opening.holder,
        opened_at=occurred,
    )
    matter.reference = matters.next_reference(place.district, matters.local_day(occurred))
    matter.save(force_insert=True)
    sight.admit(matter.id)
    return _record(
        matter,
        opening.key,
        opening.step,
        opening.situation,
        opening.facts,
        actor,
        now=now,
        occurred=occurred,
    )


@dataclass(frozen=True, kw_only=True)
class _Opening:
    """A matter that may be opened, before anything is written."""

    law: Procedure
    key: str
    step: Step
    situation: Situation
    facts: Facts
    occurred: datetime
    place: Division
    holder: Organ


def _prepare(procedure: str, step_key: str, actor: Actor, sent: Sent, now: datetime) -> _Opening:
    law = _law(procedure)
    key = step_key or _opening_step(law, actor)
    if registry.origins(opens=law.key, step=key):
        told = {"law": gettext(law.label)}
        raise Refused(gettext("“%(law)s”要从它由来的那一件事项里办") % told)
    situation = Situation(
        state=START,
        now=now,
        opened=now,
        organs=tuple(post.organ for post in actor.posts),
        by=actor.key,
        as_roles=_opening_roles(law, actor),
        instead=permissions.stood_in(actor.posts),
    )
    step = permissions.require(law, key, situation)
    facts, occurred = shape(law, key, step, situation, {}, sent, now)
    place = _place_of(facts, actor)
    return _Opening(
        law=law,
        key=key,
        step=step,
        situation=situation,
        facts=facts,
        occurred=occurred,
        place=place,
        holder=_holder_of(law, facts, place, actor),
    )


def _law(procedure: str) -> Procedure:
    law = registry.find_procedure(procedure)
    if law is None:
        raise Invalid({"procedure": [gettext("没有“%(law)s”这种程序") % {"law": procedure}]})
    return law


def _opening_step(law: Procedure, actor: Actor) -> str:
    roles = _opening_roles(law, actor)
    for key, step in law.opening_steps().items():
        if roles & set(step.roles()):
            return key
    return next(iter(law.opening_steps()))


def _opening_roles(law: Procedure, actor: Actor) -> frozenset[str]:
    if actor.is_system:
        return frozenset({"system"})
    if actor.posts:
        return frozenset(post.role for post in actor.posts)
    return frozenset({standing.PARTY, "visitor"})


def _place_of(facts: Facts, actor: Actor) -> Division:
    place = find_division(str(facts.get("place", "")))
    if place is None:
        raise Invalid({"place": ["没有这个区划代码，请从列表中选择地点"]})
    if actor.posts and place.district not in {post.district for post in actor.posts}:
        sentence = gettext("“%(place)s”不在本区，请向当地的综治中心提出")
        raise Invalid({"place": [sentence % {"place": place.name}]})
    return place


def _holder_of(law: Procedure, facts: Facts, place: Division, actor: Actor) -> Organ:
    opener = actor.posts_with({"clerk", "director", "liaison"})
    if chosen := facts.get("holder"):
        return Organ.objects.select_related("area").get(key=chosen)
    trade = str(facts.get("trade", ""))
    own = Organ.objects.filter(key__in=[p.organ for p in opener], holds__contains=[law.key])
    holder = most_competent(own, place, trade) or competent_organ(place, door=law.key, trade=trade)
    if holder is None:
        told = {"place": place.name, "law": gettext(law.label)}
        raise Invalid({"place": [gettext("“%(place)s”还没有办理“%(law)s”的单位") % told]})
    return holder


def _take(stale: Matter, key: str, actor: Actor, sent: Sent, now: datetime) -> Event:
    matter = matters.lock(stale)
    _require_current(matter, sent)
    situation = permissions.situate(matter, actor, now=now)
    step = permissions.require(matter.law, key, situation)
    if step.fresh_code and situation.as_roles & {standing.PARTY} and not situation.verified:
        raise Refused(gettext("这一步请先输入短信验证码，确认是您本人"))
    names = _names_of(matter)
    facts, occurred = shape(matter.law, key, step, situation, names, sent, now)
    for sentence in clocks.objections(matter, step, facts, on=matters.local_day(occurred)):
        raise Refused(sentence)
    if key == "decide_erasure":
        require_erasable(matter, facts, now=now)
    original = find_original(matter, facts, actor) if key == standing.MERGE else None
    before = matter.state
    event = _record(matter, key, step, situation, facts, actor, now=now, occurred=occurred)
    if original is not None:
        absorb(original, matter, actor=actor, now=now)
    if key == "decide_erasure":
        carry_out(matter, event, actor=actor, now=now)
    report(matter, before, event, actor=actor, now=now)
    return event


def _names_of(matter: Matter) -> Mapping[str, str]:
    """Read when a form shows them, which few do."""
    return cast(Mapping[str, str], SimpleLazyObject(partial(parties.names_of, matter)))


def _require_current(matter: Matter, sent: Sent) -> None:
    if sent.version is not None and sent.version != matter.version:
        raise Stale(Event.objects.get(pk=(matter.district, matter.id, matter.version)))


def _record(
    matter: Matter,
    key: str,
    step: Step,
    situation: Situation,
    facts: Facts,
    actor: Actor,
    *,
    now: datetime,
    occurred: datetime,
) -> Event:
    if matters.shut_out_of(matter, facts):
        raise Refused("这件事反映的就是这个单位，不能交给它办，也不能请它协助")
    standing_step = key not in matter.law.steps
    target = step.choose(situation, facts) if step.choose else step.target
    entry = ledger.Entry(
        step=key,
        kind=f"{'matter' if standing_step else matter.procedure}.{key}",
        by=actor.by,
        at=now,
        occurred=occurred,
        state=target or matter.state,
        holder=str(facts.get("holder") or matter.holder_id),
        organ=_organ_of(actor, matter, step),
        basis=step.basis,
        instead=permissions.instead_of(step, situation)[0],
    )
    event = ledger.append(matter, entry, facts)
    try:
        project(matter, event)
    except Uncountable as fault:
        raise Refused(str(fault)) from fault
    return event


def _organ_of(actor: Actor, matter: Matter, step: Step) -> str:
    posts = actor.posts_with(step.roles()) or actor.posts
    held = [post.organ for post in posts if post.organ == matter.holder_id]
    return (held or [post.organ for post in posts] or [""])[0]
