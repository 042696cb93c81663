"""Erase by law what people said and who they are: the chain keeps that it was done, and holds.

Rows are overwritten and their salts with them, so that the digests in the events say nothing;
bytes of files go once the act is committed. Search and notices follow as readers of the log.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hejie.kernel import documents, matters, parties, retention, standing
from hejie.kernel.actions.errors import Invalid
from hejie.kernel.actions.notes import note
from hejie.kernel.documents import PERSONAL, Document, Words, stored_name
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import SYSTEM, VISITOR, Actor
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.kernel.procedures import Facts
from hejie.kernel.retention import Due

OPENER = "p1"
"""Key of the party that a visitor's own application names first: the visitor."""


def require_erasable(matter: Matter, facts: Facts, *, now: datetime) -> None:
    """That the law lets a request be granted as decided; raises `Invalid` with what it keeps."""
    if facts["decision"] == "refused":
        return
    if not matter.is_over:
        sentence = _("这件事还在办理，办理所需要的资料不能删除，办结以后再决定")
        raise Invalid({"decision": [sentence]})
    if scope_of(_asked(matter, facts["subject"]), facts["decision"]) == standing.CONTACT:
        return
    today = matters.local_day(now)
    kept = retention.kept_until(matter, standing.CASE, on=today)
    if kept is None:
        sentence = _("本区还没有设定档案保存多久，或者有关联的事没有办结，现在只能删除联系方式")
        raise Invalid({"decision": [sentence]})
    if not kept.is_over(today):
        sentence = _("办结的档案要保存到 %(day)s（%(owner)s，%(years)s 年），现在只能删除联系方式")
        told = {"day": kept.until, "owner": kept.owner, "years": kept.years}
        raise Invalid({"decision": [sentence % told]})


def _asked(matter: Matter, subject: object) -> Mapping[str, Any]:
    asked = matter.data.get("erasures", ())
    return next(one for one in asked if str(one["seq"]) == str(subject))


def scope_of(asked: Mapping[str, Any], decision: str) -> str:
    return str(asked["what"]) if decision == "granted" else standing.CONTACT


def carry_out(matter: Matter, decided: Event, *, actor: Actor, now: datetime) -> None:
    """Erase what an answer to a request granted; the matter is locked."""
    if decided.values["decision"] == "refused":
        return
    asked = _asked(matter, decided.values["subject"])
    scope = scope_of(asked, decided.values["decision"])
    _erase(matter, scope, [asked["party"]], {"for": decided.seq}, actor=actor, now=now)


def erase_due(due: Due, *, now: datetime) -> Event | None:
    """Erase what is due of one matter by its district's rule; nothing if it is no longer due."""
    with transaction.atomic(durable=True):
        matter = matters.lock(due.matter)
        today = matters.local_day(now)
        kept = retention.kept_until(matter, due.kept.scope, on=today)
        if kept is None or not kept.is_over(today) or kept.scope in matter.data.get("erased", ()):
            return None
        rule = {"rule": kept.code, "until": kept.until.isoformat(), "years": kept.years}
        everybody = list(parties_of(matter).values_list("key", flat=True))
        return _erase(matter, kept.scope, everybody, rule, actor=SYSTEM, now=now)


def erase_all_due(*, now: datetime, limit: int = 200) -> int:
    """Erase what is due by the districts' rules, and the bytes of its papers; gives how many
    matters, at most `limit` of them."""
    found = list(islice(retention.due(now=now), limit))
    erased = sum(erase_due(one, now=now) is not None for one in found)
    sweep_files()
    return erased


def _erase(
    matter: Matter,
    scope: str,
    keys: Collection[str],
    why: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> Event:
    """Overwrite, and append what was overwritten."""
    people = parties.CONTACT if scope == standing.CONTACT else parties.PERSONAL
    digests = {}
    for party in parties_of(matter).filter(key__in=keys):
        party.erase(people)
        party.save()
        digests[party.key] = party.digest
    words, papers = _reached(matter, scope, keys)
    erased: dict[str, Any] = {"all": True}
    if scope != standing.CASE:
        erased = {
            "words": [[row.seq, row.name] for row in words],
            "documents": [str(paper.id) for paper in papers],
        }
    for row in words:
        row.text, row.salt, row.digest = "", b"", ""
        row.save(update_fields=["text", "salt", "digest"])
    papers.update(erased_at=now, title=parties.ERASED_NAME)
    values = {"scope": scope, "people": sorted(keys), **why}
    told = {"parties": digests, "erased": erased}
    facts = Facts(values=values)
    return note(matter, standing.ERASE, actor=actor, facts=facts, told=told, now=now, moves=True)


def _reached(
    matter: Matter, scope: str, keys: Collection[str]
) -> tuple[list[Words], QuerySet[Document]]:
    """The words and papers that an erasure of this scope takes."""
    words = Words.objects.filter(district=matter.district, matter_id=matter.id)
    papers = Document.objects.filter(district=matter.district, matter_id=matter.id, erased_at=None)
    if scope == standing.CASE:
        return list(words), papers
    events = list(events_of(matter))
    corrected = {
        event.seq
        for event in events
        if event.step == "correct" and set(event.payload.get("parties", {})) & set(keys)
    }
    former = [f"was.{name}" for name in parties.CONTACT]
    rows = list(words.filter(seq__in=corrected, compartment=PERSONAL))
    if scope == standing.CONTACT:
        return [row for row in rows if row.name in former], papers.none()
    own = {event.seq for event in events if _is_by(event, keys)}
    return rows + list(words.filter(seq__in=own)), papers.filter(seq__in=own, issued_for=None)


def _is_by(event: Event, keys: Collection[str]) -> bool:
    if event.by == VISITOR.key:
        return OPENER in keys
    return event.by.removeprefix("party:") in keys and event.by.startswith("party:")


def sweep_files(*, limit: int = 500) -> int:
    """Delete the bytes of erased papers that no other paper has; gives how many papers. For
    the worker, which sees every matter's papers."""
    with transaction.atomic():
        waiting = Document.objects.filter(erased_at__isnull=False, size__gt=0)
        rows = list(waiting.select_for_update(skip_locked=True)[:limit])
        if rows:
            documents.hold_files(alone=True)
        for paper in rows:
            ring = documents.ring_of(paper.compartment)
            others = Document.objects.filter(digest=paper.digest, erased_at=None)
            if all(documents.ring_of(one.compartment) != ring for one in others):
                storages["documents"].delete(stored_name(paper))
            paper.size = 0
            paper.save(update_fields=["size"])
    return len(rows)
