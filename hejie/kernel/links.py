"""Linked matters (关联事项): what may be opened out of a matter, and which matters stand beside it.

Rooms do not know each other. The receiving room says in the registry what it takes over; here
that is read from a matter, and judged as any opening step is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from hejie.kernel import permissions, registry
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import words_of
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.permissions import Decision
from hejie.kernel.procedures import START, Procedure, Situation
from hejie.kernel.registry import Origin, Source, Taken
from hejie.kernel.sight import wide


@dataclass(frozen=True, kw_only=True)
class Way:
    """An opening step of another procedure, as one person may or may not take it out of a
    matter; `clocks` are those of the matter that it would meet."""

    rule: Origin
    law: Procedure
    taken: Taken
    situation: Situation
    decision: Decision
    clocks: tuple[Clock, ...] = ()


def ways_out(matter: Matter, here: Situation) -> list[Way]:
    """What the person of this situation opens out of a matter as it stands: now, or why not
    now. Where one is open already, that stands beside the matter instead. Two queries, none
    where no room opens anything out of such a matter."""
    rules = [
        rule
        for rule in registry.origins(out_of=matter.procedure)
        if matter.state in rule.states and not _in_the_way(matter, rule)
    ]
    found = [_way(matter, rule, here) for rule in rules]
    return [w for w in found if w and here.as_roles & set(w.decision.step.roles())]


def find_way(matter: Matter, opens: str, step: str, actor: Actor, *, now: datetime) -> Way | None:
    """The way out of a matter by a step of another procedure, whoever takes it."""
    here = permissions.situate(matter, actor, now=now)
    for rule in registry.origins(out_of=matter.procedure, opens=opens, step=step):
        if matter.state in rule.states:
            return _way(matter, rule, here)
    return None


def _way(matter: Matter, rule: Origin, here: Situation) -> Way | None:
    taken = rule.take(source_of(matter, here))
    if taken is None:
        return None
    law = registry.procedure(rule.opens)
    situation = replace(
        here,
        state=START,
        data=taken.values,
        parties=tuple(
            replace(party, role=taken.parties[party.key])
            for party in here.parties
            if party.key in taken.parties
        ),
    )
    decision = permissions.decide(law, rule.step, situation)
    if earlier := _in_the_way(matter, rule):
        told = {"law": gettext(law.label), "earlier": earlier}
        reasons = (*decision.reasons, gettext("已经立了%(law)s %(earlier)s，还没有结束") % told)
        decision = replace(decision, allowed=False, reasons=reasons)
    met = {key for keys in rule.meets.values() for key in keys}
    running = clocks_of(matter).filter(key__in=met, status=Clock.RUNNING) if met else ()
    return Way(
        rule=rule,
        law=law,
        taken=taken,
        situation=situation,
        decision=decision,
        clocks=tuple(running),
    )


def source_of(matter: Matter, here: Situation) -> Source:
    return Source(
        reference=matter.reference,
        state=matter.state,
        route=matter.route,
        category=matter.category,
        holder=matter.holder_id,
        holder_kind=matter.holder.kind,
        data=matter.data,
        words=words_of(matter),
        parties=here.parties,
    )


def _in_the_way(matter: Matter, rule: Origin) -> str:
    for one in matter.data.get("linked", ()):
        if one["procedure"] == rule.opens and one["state"] not in rule.again:
            return str(one["reference"])
    return ""


def rule_of(matter: Matter) -> Origin | None:
    """The rule by which a matter was opened out of another, if it was."""
    origin = matter.data.get("origin")
    if origin is None:
        return None
    found = registry.origins(
        out_of=origin["procedure"], opens=matter.procedure, step=origin["step"]
    )
    return found[0] if found else None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A matter that stands beside another: where that came from, or what was opened out of it.
    `visible` says whether the one who asks may open it."""

    matter: Matter
    is_origin: bool
    visible: bool


def beside(matter: Matter, actor: Actor) -> list[Beside]:
    """The matters linked with one, its origin first. Two queries, none where there is none."""
    references = list(_references(matter))
    if not references:
        return []
    rows = Matter.objects.filter(district=matter.district, reference__in=references)
    with wide():  # that it is there, and how far it has come, whoever sees this one may know
        found = {row.reference: row for row in rows.select_related("place", "holder")}
        seen = set(_seen_by(actor, matter, found))
    origin = matter.data.get("origin", {}).get("reference")
    return [
        Beside(matter=found[one], is_origin=one == origin, visible=one in seen)
        for one in references
        if one in found
    ]


def _references(matter: Matter) -> Iterator[str]:
    if origin := matter.data.get("origin"):
        yield origin["reference"]
    yield from (one["reference"] for one in matter.data.get("linked", ()))


def _seen_by(actor: Actor, matter: Matter, found: dict[str, Matter]) -> Iterator[str]:
    """A party sees a linked matter in which it is a party too: its key is the same in both."""
    ids = [row.id for row in found.values()]
    if not actor.is_party:
        seen = permissions.visible_to(actor).filter(district=matter.district, id__in=ids)
        yield from seen.values_list("reference", flat=True)
        return
    rows = Party.objects.filter(district=matter.district, matter_id__in=ids, key=actor.party)
    known = set(rows.values_list("matter_id", flat=True))
    yield from (reference for reference, row in found.items() if row.id in known)
