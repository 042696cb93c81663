"""Open a matter out of another, and tell that one what the new one comes to.

Both stand in one transaction; locks are taken from the new matter towards its origin, so that
two who work on both never wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from hejie.kernel import links, matters, permissions
from hejie.kernel.actions.errors import Refused
from hejie.kernel.actions.issuing import issue
from hejie.kernel.actions.notes import note
from hejie.kernel.documents import find_issued, read_file
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.links import Way
from hejie.kernel.matters import Matter
from hejie.kernel.parties import PERSONAL, parties_of
from hejie.kernel.procedures import Facts, Procedure
from hejie.kernel.sight import admit, wide
from hejie.kernel.uploads import Accepted


def require_way(origin: Matter, law: Procedure, step: str, actor: Actor, now: datetime) -> Way:
    """The way out of a locked matter, or `Refused` with every reason."""
    if not permissions.visible_to(actor).filter(pk=origin.pk).exists():
        raise Refused(gettext("没有这件事项，或者您看不到它"))
    way = links.find_way(origin, law.key, step, actor, now=now)
    if way is None:
        raise Refused(
            gettext("%(reference)s 现在的状态是“%(state)s”，不能办“%(law)s”")
            % {
                "reference": origin.reference,
                "state": gettext(origin.state_label),
                "law": gettext(law.label),
            }
        )
    if not way.decision.allowed:
        raise Refused(*way.decision.reasons)
    return way


def take_over(origin: Matter, way: Way, facts: Facts, *, now: datetime) -> Facts:
    """What is stated in the opening step together with all that comes from the origin."""
    papers = [_paper(origin, kind, seq, now) for kind, seq in way.taken.papers]
    origin = matters.lock(origin)
    anchor = {
        "reference": origin.reference,
        "procedure": origin.procedure,
        "step": way.rule.step,
        "seq": origin.head_seq,
        "hash": bytes(origin.head_hash).hex(),
    }
    return replace(
        facts,
        values={**way.taken.values, **facts.values, "origin": anchor},
        words={**way.taken.words, **facts.words},
        files=(*facts.files, *papers),
        parties=(*_parties(origin, way.taken.parties), *facts.parties),
    )


def _paper(origin: Matter, kind: str, seq: int, now: datetime) -> tuple[str, Accepted]:
    """A paper of the origin, issued there if nobody had asked for it yet."""
    made = find_issued(origin, kind, seq)
    if made is None:
        made = issue(origin, kind, events_of(origin).get(seq=seq), now=now)
    content = read_file(made)
    digest = hashlib.sha256(content).hexdigest()
    return kind, Accepted(
        name=made.title,
        kind="pdf",
        mime=made.mime,
        content=content,
        sha256=digest,
        received_sha256=digest,
    )


def _parties(origin: Matter, roles: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(party, name) for name in PERSONAL},
            "key": party.key,
            "kind": party.kind,
            "role": roles[party.key],
            "represents": party.represents if party.represents in roles else "",
        }
        for party in parties_of(origin)
        if party.key in roles
    ]


def tie(origin: Matter, opened: Event, *, actor: Actor, now: datetime) -> None:
    """Write into the origin that a matter was opened out of it."""
    _note(origin, "link", opened, {}, actor=actor, now=now)


def report(matter: Matter, before: str, event: Event, *, actor: Actor, now: datetime) -> None:
    """Tell a matter's origin what it has come to, where its room says that the origin is told."""
    rule = links.rule_of(matter)
    if rule is None or event.state == before or event.state not in rule.reports:
        return
    with wide():
        origin = matters.find_matter(matter.data["origin"]["reference"])
    if origin is None:
        raise LookupError(f"{matter.reference} has lost its origin")
    admit(origin.id)
    told = {name: event.values[name] for name in rule.tells if name in event.values}
    met = list(rule.meets.get(event.state, ()))
    _note(
        origin, "report", event, {**told, **({"meets": met} if met else {})}, actor=actor, now=now
    )


def _note(
    origin: Matter, step: str, event: Event, told: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    linked = {
        "reference": event.matter.reference,
        "procedure": event.matter.procedure,
        "state": event.state,
    }
    proof = {"at": event.seq, "hash": bytes(event.hash).hex()}
    facts = Facts(values={"linked": {**linked, **proof}, **told})
    locked = matters.lock(origin)
    note(locked, step, actor=actor, facts=facts, told={}, now=now, moves=False)
