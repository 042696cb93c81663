"""Correct what was said of a party or in an event: the chain keeps both digests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hejie.kernel import chain, identifiers, matters, parties, permissions, standing
from hejie.kernel.actions.errors import Invalid, Refused
from hejie.kernel.actions.notes import note
from hejie.kernel.documents import PERSONAL, Words, write_words
from hejie.kernel.events import Event
from hejie.kernel.facts import WordsField, is_text
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.procedures import Facts


def correct(
    matter: Matter,
    *,
    actor: Actor,
    party: str = "",
    words: tuple[int, str] | None = None,
    changes: Mapping[str, str],
    reason: str,
    now: datetime,
) -> Event:
    """Correct the words about a party, or one text of an event, leaving the old and the new
    digest in the chain and the old words beside it; a party's in their own compartment, that
    only those who see names may open. Raises `Refused` or `Invalid`."""
    with transaction.atomic(durable=True):
        matter = matters.lock(matter)
        if not permissions.roles_here(actor, matter) & {"clerk", "director", "mediator", "system"}:
            raise Refused(_("更正资料由受理员、调解员或者调委会负责人办理"))
        if standing.is_erased(matter.data):
            raise Refused(_(standing.GONE))
        if not reason.strip() or not is_text(reason):
            raise Invalid({"reason": ["请写明更正的理由"]})
        if party:
            told = _correct_party(matter, party, changes, now)
            facts = Facts(words={"reason": reason})
        elif words:
            told, was = _correct_words(matter, words, changes)
            facts = Facts(words={"reason": reason, "was": was})
        else:
            raise Invalid({NON_FIELD_ERRORS: ["请指明更正什么"]})
        return note(matter, "correct", actor=actor, facts=facts, told=told, now=now, moves=True)


def _correct_party(
    matter: Matter, key: str, changes: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    row = parties.parties_of(matter).filter(key=key).first()
    unknown = set(changes) - set(parties.PERSONAL)
    if row is None or unknown or not changes:
        raise Invalid({name: ["不能更正这一项"] for name in unknown or {"party"}})
    checked = _checked(row, changes, matters.local_day(now))
    was = {f"was.{name}": getattr(row, name) for name in checked}
    for name, text in checked.items():
        setattr(row, name, text)
    row.seal()
    row.save()
    kept = write_words(matter, matter.head_seq + 1, was, compartment=PERSONAL)
    return {"parties": {key: row.digest}, "personal": kept}


def _checked(row: Party, changes: Mapping[str, str], today: date) -> dict[str, str]:
    """The changes in their normal form; raises `Invalid`."""
    errors: dict[str, list[str]] = {}
    checked: dict[str, str] = {}
    if {"id_type", "id_number"} & set(changes):  # the one is checked by the other
        changes = {"id_type": row.id_type, "id_number": row.id_number, **changes}
    for name, text in changes.items():
        field: Any = Party._meta.get_field(name)
        try:
            checked[name] = _check(name, _clean(field.formfield(), text), checked, today)
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise Invalid(errors)
    return checked


def _clean(field: Any, text: str) -> str:
    if not is_text(text):
        raise ValidationError(_("文字里有无法识别的字符"))
    cleaned: str = field.clean(text)
    return cleaned


def _check(name: str, text: str, checked: Mapping[str, str], today: date) -> str:
    if name == "id_type" and text and text not in identifiers.ID_TYPES:
        raise ValidationError(_("没有这种证件"))
    try:
        if name == "name":
            return identifiers.check_name(text)
        if name == "phone" and text:
            return identifiers.check_phone(text)
        if name == "id_number" and text:
            kind = checked.get("id_type") or "resident_id"
            return identifiers.check_id(kind, text, today=today)
    except identifiers.Invalid as invalid:
        raise ValidationError(str(invalid)) from invalid
    return text


def _correct_words(
    matter: Matter, where: tuple[int, str], changes: Mapping[str, str]
) -> tuple[dict[str, Any], str]:
    seq, name = where
    row = Words.objects.filter(pk=(matter.district, matter.id, seq, name)).first()
    if row is None or row.compartment or not row.digest:
        raise Invalid({"words": ["没有这段文字，或者它在密封部分，不能更正"]})
    was = row.text
    try:
        row.text = _clean(WordsField(), changes.get("text", ""))
    except ValidationError as error:
        raise Invalid({"text": error.messages}) from error
    row.salt = chain.new_salt()
    row.digest = chain.salted_digest(row.text, row.salt)
    row.save()
    return {"corrected_words": [[seq, name, row.digest]]}, was
