"""Matters, clocks, parties, papers and events as the API tells them to one caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from hejie.api.gate import Caller
from hejie.kernel import identifiers, links, openings, permissions
from hejie.kernel.actions import form_for
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import Document, papers_of, words_of
from hejie.kernel.events import Event, instant
from hejie.kernel.facts import describe_fields
from hejie.kernel.links import Beside, Way
from hejie.kernel.matters import Matter, team_of
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.permissions import Decision
from hejie.kernel.procedures import Procedure, Situation
from hejie.kernel.supervision import level_of

ORDER_OF_STATUS = {Clock.RUNNING: 0, Clock.PAUSED: 1}
MASKS = {
    "name": identifiers.mask_name,
    "representative": identifiers.mask_name,
    "phone": identifiers.mask_phone,
    "id_number": identifiers.mask_id,
    "address": identifiers.mask_address,
}


def moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")


def _maybe(value: datetime | None) -> str | None:
    return None if value is None else moment(value)


def summary(matter: Matter) -> dict[str, Any]:
    """A line of a list. No query, if place and holder came with the matter."""
    return {
        "reference": matter.reference,
        "procedure": matter.procedure,
        "state": matter.state,
        "state_label": gettext(matter.state_label),
        "route": matter.route,
        "category": matter.category,
        "trade": matter.trade,
        "urgent": matter.urgent,
        "place": {"code": matter.place_id, "name": matter.place.name},
        "holder": {"key": matter.holder_id, "name": matter.holder.name},
        "version": matter.version,
        "opened_at": moment(matter.opened_at),
        "closed_at": _maybe(matter.closed_at),
        "next_due": _maybe(matter.next_due),
    }


def whole(matter: Matter, caller: Caller) -> dict[str, Any]:
    """Everything of a matter that this caller may see; that it was opened is kept."""
    actor, now = caller.actor, caller.now
    parties = list(parties_of(matter))
    named = permissions.sees_names(actor, matter)
    names = {one.key: one.name if named else identifiers.mask_name(one.name) for one in parties}
    compartments = permissions.compartments_for(actor, matter)
    found = list(clocks_of(matter))
    situation = permissions.situate(matter, actor, now=now, clocks=found)
    openings.record(matter, actor, openings.MATTER, now=now)
    if named:
        openings.record(matter, actor, openings.PARTIES, now=now)
    return {
        **summary(matter),
        "procedure_version": matter.procedure_version,
        "team": [
            {"role": member.role, "name": member.account.name, "organ": member.organ_id}
            for member in team_of(matter)
        ],
        "clocks": _clocks(found, matter, now),
        "parties": [_party(one, matter, whole=named) for one in parties],
        "papers": [_paper(one, matter) for one in papers_of(matter, compartments=compartments)],
        "actions": actions(matter, situation, names),
        "openings": [_way(one, names) for one in links.ways_out(matter, situation)],
        "linked": [_linked(one) for one in links.beside(matter, actor)],
    }


def _clocks(found: Iterable[Clock], matter: Matter, now: datetime) -> list[dict[str, Any]]:
    """A matter's clocks, the running ones first, the nearest of them on top."""
    in_order = sorted(
        found, key=lambda one: (ORDER_OF_STATUS.get(one.status, 2), one.due_at, one.key)
    )
    return [clock(one, matter.reference, now) for one in in_order]


def clock(one: Clock, reference: str, now: datetime) -> dict[str, Any]:
    level = level_of(one, now=now)
    return {
        "reference": reference,
        **{
            name: getattr(one, name)
            for name in (
                "key",
                "subject",
                "label",
                "rule",
                "rule_version",
                "basis",
                "effect",
                "status",
                "provisional",
                "late",
                "derivation",
            )
        },
        "effect_label": str(one.effect_label),
        "level": str(level),
        "level_label": gettext(level.label),
        "started": moment(one.started),
        "strict_due": one.derivation["strict_due"],
        "rolled_due": one.derivation["rolled_due"],
        "met_at": _maybe(one.met_at),
    }


def _party(party: Party, matter: Matter, *, whole: bool) -> dict[str, Any]:
    told = {name: getattr(party, name) for name in MASKS}
    if not whole:
        told = {name: MASKS[name](text) if text else "" for name, text in told.items()}
    return {
        "key": party.key,
        "role": party.role,
        "role_label": str(matter.law.roles.get(party.role, party.role)),
        "kind": party.kind,
        "masked": not whole,
        "id_type": party.id_type,
        "represents": party.represents,
        **told,
    }


def _paper(paper: Document, matter: Matter) -> dict[str, Any]:
    where = {"reference": matter.reference, "paper": paper.id}
    return {
        "id": str(paper.id),
        "kind": paper.kind,
        "title": paper.title,
        "mime": paper.mime,
        "size": paper.size,
        "digest": paper.digest,
        "issued": paper.issued_for is not None,
        "received_at": moment(paper.received_at),
        "path": reverse("api:download_paper", kwargs=where),
    }


def actions(matter: Matter, situation: Situation, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every step that this caller's roles ever take here: fields of those allowed now, and of
    the others why not."""
    decisions = permissions.explain(matter, situation)
    return [_action(matter.law, one, situation, names) for one in decisions]


def _way(way: Way, names: Mapping[str, str]) -> dict[str, Any]:
    told = _action(way.law, way.decision, way.situation, names)
    return {"procedure": way.law.key, **told}


def _linked(one: Beside) -> dict[str, Any]:
    matter = one.matter
    return {
        "reference": matter.reference,
        "procedure": matter.procedure,
        "is_origin": one.is_origin,
        "visible": one.visible,
        "state": matter.state if one.visible else "",
        "state_label": gettext(matter.state_label) if one.visible else "",
    }


def _action(
    law: Procedure, decision: Decision, situation: Situation, names: Mapping[str, str]
) -> dict[str, Any]:
    form = form_for(law, decision.key, situation, names) if decision.allowed else None
    return {**_decision(decision), "fields": describe_fields(form) if form is not None else []}


def _decision(decision: Decision) -> dict[str, Any]:
    step = decision.step
    return {
        "key": decision.key,
        "label": gettext(step.label),
        "help": gettext(step.help),
        "basis": step.basis,
        "allowed": decision.allowed,
        "reasons": [str(reason) for reason in decision.reasons],
    }


def written(matter: Matter, event: Event, caller: Caller) -> dict[str, Any]:
    """The answer to an act. It is kept with its idempotency key, so no names are in it."""
    found = list(clocks_of(matter))
    situation = permissions.situate(matter, caller.actor, now=caller.now, clocks=found)
    return {
        "reference": matter.reference,
        "state": event.state,
        "state_label": gettext(matter.law.states[event.state]),
        "version": matter.version,
        "event": {"seq": event.seq, "kind": event.kind, "hash": bytes(event.hash).hex()},
        "clocks": _clocks(found, matter, caller.now),
        "actions": [_decision(one) for one in permissions.explain(matter, situation)],
    }


def receipt(matter: Matter, event: Event) -> dict[str, Any]:
    """What the first party gets, by the code printed on the receipt."""
    code = parties_of(matter).order_by("key").values_list("code", flat=True).first() or ""
    return {
        "reference": matter.reference,
        "seq": event.seq,
        "event_hash": bytes(event.hash).hex(),
        "code": code,
        "address": f"{settings.PUBLIC_ADDRESS}/track/{code}/" if code else "",
        "proof": f"{reverse('api:proof')}?reference={matter.reference}&seq={event.seq}",
    }


def events(matter: Matter, found: Iterable[Event], caller: Caller) -> list[dict[str, Any]]:
    compartments = permissions.compartments_for(caller.actor, matter)
    named = permissions.sees_names(caller.actor, matter)
    said = words_of(matter, compartments=compartments) if named else {}
    return [
        _kept_back(one)
        if permissions.is_kept_back(matter.law, one.step, compartments)
        else _event(matter, one, said.get(one.seq, {}))
        for one in found
    ]


def _kept_back(event: Event) -> dict[str, Any]:
    """The link alone of what a party told the mediators in confidence."""
    return {
        "seq": event.seq,
        "step": "",
        "label": "",
        "record": None,
        "prev": bytes(event.prev).hex(),
        "hash": bytes(event.hash).hex(),
        "words": {},
    }


def _event(matter: Matter, event: Event, words: Mapping[str, str]) -> dict[str, Any]:
    step = permissions.find_step(matter.law, event.step)
    return {
        "seq": event.seq,
        "step": event.step,
        "label": gettext(step.label) if step else event.kind,
        "record": event.record() | {"at": instant(event.at), "occurred": instant(event.occurred)},
        "prev": bytes(event.prev).hex(),
        "hash": bytes(event.hash).hex(),
        "words": dict(words),
    }
