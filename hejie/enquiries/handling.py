"""What clerks do about enquiries: correct the judgement, complete one into a matter, close it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hejie.enquiries.intake import PROCEDURE, TAKING, needs_of, opening_data, settle
from hejie.enquiries.models import Enquiry, Handling
from hejie.kernel import actions, sight
from hejie.kernel.actions import Done, Invalid, Refused, Sent
from hejie.kernel.idempotency import IdempotencyKey
from hejie.kernel.jurisdictions import Account, Actor
from hejie.kernel.matters import Matter

CLAIM = timedelta(minutes=2)
"""How long one who is completing an enquiry is waited for."""
CORRECTABLE = ("next", "room", "urgent", "cause")


def visible_enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """What a clerk's or director's organ took in, or one in its area. Nobody else sees any."""
    grounds = [Q(organ__area__path__startswith=p.area_path) for p in actor.posts_with(TAKING)]
    if not grounds:
        return Enquiry.objects.none()
    return Enquiry.objects.filter(reduce(or_, grounds)).select_related("organ")


def correct(
    enquiry: Enquiry, *, actor: Actor, changes: Mapping[str, str], reason: str, now: datetime
) -> Enquiry:
    """Set right what triage judged; both stay. Raises `Refused`, or `Invalid` if nothing is
    changed."""
    with transaction.atomic():
        enquiry = _lock(enquiry, actor)
        _require_open(enquiry)
        seen = {**enquiry.judged, **enquiry.corrected}
        told = {
            name: [seen[name], changes[name]]
            for name in CORRECTABLE
            if name in changes and changes[name] != seen[name]
        }
        if not told:
            raise Invalid({"__all__": [_("没有改动任何一项")]})
        enquiry.corrected |= {name: new for name, (_old, new) in told.items()}
        _ask_anew(enquiry, actor, now)
        settle(enquiry)
        enquiry.save()
        _note(enquiry, Handling.CORRECTED, actor, now, told=told, reason=reason)
    return enquiry


def corrections() -> Iterator[dict[str, Any]]:
    """Proposals that were corrected, the oldest first: codes alone, with the enquiry's number and
    that of the matter it became."""
    for enquiry in Enquiry.objects.exclude(corrected={}).order_by("at", "id"):
        proposed = {name: enquiry.judged[name] for name in CORRECTABLE}
        yield {
            "enquiry": enquiry.number,
            "reference": enquiry.reference,
            "proposed": with_mediable(proposed),
            "corrected": with_mediable({**proposed, **enquiry.corrected}),
        }


def with_mediable(told: Mapping[str, str]) -> dict[str, str]:
    """With whether it can be mediated, which follows from the door."""
    return {**told, "mediable": "yes" if told["next"] == PROCEDURE else "no"}


def close(enquiry: Enquiry, *, actor: Actor, reason: str, now: datetime) -> Enquiry:
    """End an enquiry that needs nothing more of us, saying why."""
    if not reason.strip():
        raise Invalid({"reason": [_("请写明怎么处理的")]})
    with transaction.atomic():
        enquiry = _lock(enquiry, actor)
        _require_open(enquiry)
        enquiry.waiting = False
        enquiry.save(update_fields=["waiting"])
        _note(enquiry, Handling.CLOSED, actor, now, reason=reason)
    return enquiry


def complete(enquiry: Enquiry, *, actor: Actor, sent: Sent, now: datetime) -> Done:
    """Open the matter that an enquiry asks for, once, whoever presses and however often.

    The door takes no act inside another transaction, so the enquiry is claimed first; a claim
    that came to nothing lapses, one that opened a matter is found by its key.
    """
    _claim(enquiry, actor, sent.key, now)
    try:
        done = actions.open_matter(PROCEDURE, actor=actor, sent=sent, now=now)
    except (Invalid, Refused):
        Enquiry.objects.filter(pk=enquiry.pk, claimed_key=sent.key).update(claimed_by="")
        raise
    with transaction.atomic():
        enquiry = _lock(enquiry, actor)
        if not enquiry.reference:
            _register(enquiry, done.matter, actor, now)
    return done


def _claim(enquiry: Enquiry, actor: Actor, key: str, now: datetime) -> None:
    with transaction.atomic():
        row = _lock(enquiry, actor)
        again = (row.claimed_by, row.claimed_key) == (actor.key, key)
        earlier = _matter_of_claim(row) if row.claimed_by else None
        if earlier is not None and not row.reference:
            _register(row, earlier, actor, now)
        if not row.reference and not again and row.claimed_by and _is_fresh(row, now):
            raise Refused(_("别人正在登记这一件，请过两分钟再看"))
        if not row.reference:
            row.claimed_by, row.claimed_key, row.claimed_at = actor.key, key, now
            row.save(update_fields=["claimed_by", "claimed_key", "claimed_at"])
    if row.reference and not again:
        raise Refused(_("这一件已经登记为 %(reference)s") % {"reference": row.reference})


def _is_fresh(row: Enquiry, now: datetime) -> bool:
    return row.claimed_at is not None and now - row.claimed_at < CLAIM


def _matter_of_claim(row: Enquiry) -> Matter | None:
    """The matter that an earlier claim opened before it could say so."""
    made = IdempotencyKey.objects.filter(by=row.claimed_by, key=row.claimed_key).first()
    if made is None or made.matter_id is None:
        return None
    sight.admit(made.matter_id)
    return Matter.objects.filter(district=made.district, id=made.matter_id).first()


def _register(enquiry: Enquiry, matter: Matter, actor: Actor, now: datetime) -> None:
    enquiry.reference = matter.reference
    settle(enquiry)
    enquiry.save()
    _note(enquiry, Handling.COMPLETED, actor, now, told={"reference": matter.reference})


def _ask_anew(enquiry: Enquiry, actor: Actor, now: datetime) -> None:
    seen = {**enquiry.judged, **enquiry.corrected}
    if seen["next"] == PROCEDURE:
        data = opening_data(enquiry.text, enquiry.given, judged=seen, actor=actor, now=now)
        enquiry.needs = needs_of(data, actor=actor, now=now)


def _lock(enquiry: Enquiry, actor: Actor) -> Enquiry:
    found = visible_enquiries(actor).filter(pk=enquiry.pk)
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise Refused(_("没有这封来信，或者不归您的单位办理"))
    return row


def _require_open(enquiry: Enquiry) -> None:
    if enquiry.reference:
        raise Refused(_("这一件已经登记为 %(reference)s") % {"reference": enquiry.reference})


def _note(
    enquiry: Enquiry,
    what: str,
    actor: Actor,
    now: datetime,
    *,
    told: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    Handling.objects.create(
        district=enquiry.district,
        enquiry_id=enquiry.id,
        what=what,
        told=dict(told or {}),
        reason=reason,
        by=Account.objects.get(pk=actor.account or 0),
        at=now,
    )
