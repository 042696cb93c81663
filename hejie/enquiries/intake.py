"""Take in what somebody wrote: it becomes a matter, is guided to another door, or asks on.

None is lost: whatever is taken in ends as an `Enquiry` with one of three outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hejie.enquiries.models import Enquiry, next_number
from hejie.enquiries.opening import Opening, find_opening, story_of, with_usual
from hejie.kernel import actions, chain
from hejie.kernel.actions import Invalid, Refused, Sent
from hejie.kernel.facts import FactsForm, PartiesField, PlaceField, WordsField
from hejie.kernel.jurisdictions import Actor, PostView
from hejie.kernel.matters import local_day
from hejie.triage import triage

PROCEDURE = "mediation"
"""What triage holds to be mediable can become a matter of this procedure."""
TAKING = ("clerk", "director")
"""Roles that take in what people write."""


class TextForm(FactsForm):
    """The words themselves: there must be some, and they must be writable."""

    text = WordsField(label=gettext_lazy("来信内容"), rows=8)


def text_problems(text: object) -> list[str]:
    """Why a text cannot be taken in, as sentences."""
    return [str(error) for error in TextForm(data={"text": text}).errors.get("text", ())]


def desk_of(actor: Actor) -> PostView:
    """The post in which a person takes enquiries in, or `Refused`."""
    posts = actor.posts_with(TAKING)
    if not posts:
        raise Refused(_("来信由受理员或者调委会负责人登记"))
    return posts[0]


def take_in(
    text: str,
    *,
    actor: Actor,
    now: datetime,
    key: str = "",
    given: Mapping[str, Any] | None = None,
) -> Enquiry:
    """Judge a text and let it end as one of three. With the same key the first is given again.

    `given` are fields of the opening form that came along: place, parties, whatever there is.
    Raises `Refused` when this person takes nothing in, `Invalid` for what is no text.
    """
    desk, key, given, text = desk_of(actor), key or uuid4().hex, dict(given or {}), text.strip()
    if problems := text_problems(text):
        raise Invalid({"text": problems})
    known = Enquiry.objects.filter(district=desk.district, by=actor.key, key=key).first()
    if known is not None:
        return known
    judged = triage(text)
    enquiry = Enquiry(
        district=desk.district,
        key=key,
        given=given,
        judged=judged.as_json(),
        organ_id=desk.organ,
        by=actor.key,
        at=now,
    )
    _write_words(enquiry, text)
    if judged.mediable == "yes":
        data = opening_data(text, given, judged=judged.as_json(), actor=actor, now=now)
        enquiry.needs, enquiry.reference = _try_to_open(data, actor, key, now)
    settle(enquiry)
    with transaction.atomic():
        enquiry.number = next_number(desk.district, local_day(now))
        enquiry.save(force_insert=True)
    return enquiry


def _write_words(enquiry: Enquiry, text: str) -> None:
    enquiry.text, enquiry.salt = text, chain.new_salt()
    enquiry.digest = chain.salted_digest(text, enquiry.salt)


def settle(enquiry: Enquiry) -> None:
    """Bring the outcome to where judgement, corrections and needs leave it."""
    seen = {**enquiry.judged, **enquiry.corrected}
    enquiry.door, enquiry.urgent = seen["next"], seen["urgent"] == "yes"
    if enquiry.reference:
        enquiry.outcome, enquiry.waiting, enquiry.needs = Enquiry.REGISTERED, False, []
        enquiry.text, enquiry.salt, enquiry.given = "", b"", {}
    elif enquiry.door == PROCEDURE:
        enquiry.outcome, enquiry.waiting = Enquiry.ASKED, True
    else:
        # Whoever may be in danger is looked after by a person, whatever the door.
        enquiry.outcome, enquiry.waiting, enquiry.needs = Enquiry.GUIDED, enquiry.urgent, []


def opening_data(
    text: str, given: Mapping[str, Any], *, judged: Mapping[str, Any], actor: Actor, now: datetime
) -> dict[str, Any]:
    """The opening form's data: what was written, what came along, and what triage read in it."""
    form = _require_opening(actor).form(actor, now=now)
    category = form.fields.get("category")
    seen: dict[str, Any] = {"urgent": judged["urgent"] == "yes"}
    if isinstance(category, forms.ChoiceField) and category.valid_value(judged["cause"]):
        seen["category"] = judged["cause"]
    seen = {name: value for name, value in seen.items() if name in form.fields}
    return with_usual(form, {**seen, **given, story_of(form): text})


def needs_of(data: Mapping[str, Any], *, actor: Actor, now: datetime) -> list[str]:
    """What is missing before a matter can be opened, to be asked of the one who wrote."""
    try:
        actions.check_opening(PROCEDURE, actor=actor, sent=Sent(data=data, strict=True), now=now)
    except Invalid as invalid:
        return list(_sentences(invalid, _require_opening(actor).form(actor, now=now), data))
    return []


def _require_opening(actor: Actor) -> Opening:
    opening = find_opening(PROCEDURE, actor)
    if opening is None:
        raise Refused(_("您的岗位不能登记调解事项"))
    return opening


def _try_to_open(
    data: Mapping[str, Any], actor: Actor, key: str, now: datetime
) -> tuple[list[str], str]:
    needs = needs_of(data, actor=actor, now=now)
    if needs:
        return needs, ""
    sent = Sent(data=data, key=key, strict=True)
    return [], actions.open_matter(PROCEDURE, actor=actor, sent=sent, now=now).matter.reference


def _sentences(invalid: Invalid, form: FactsForm, data: Mapping[str, Any]) -> Iterator[str]:
    for name, errors in invalid.errors.items():
        field = form.fields.get(name)
        if isinstance(field, PartiesField) and not data.get(name):
            yield _("您是谁、怎么联系：姓名和电话")
            yield _("对方是谁：姓名或者单位名称，最好有电话")
        elif isinstance(field, PlaceField) and not data.get(name):
            yield _("事情发生在哪个村、社区")
        else:
            label = str(field.label) if field else ""
            yield from (f"{label}：{error}" if label else error for error in errors)
