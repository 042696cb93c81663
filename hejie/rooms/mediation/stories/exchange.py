"""Files of another system for the stories: packages and receipts as its operator would send them.

They are signed with this instance's own key, which stands for every tenant of it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from hejie.docking import manifest as told
from hejie.docking.packing import pack
from hejie.docking.receipts import Receipt, write_receipt
from hejie.kernel.events import events_of
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.matters import Matter
from hejie.kernel.sequencer import signing_key
from hejie.rooms.mediation.docking.sending import package_id

Matters = Mapping[str, Matter]
File = dict[str, str]


def _file(name: str, content: bytes) -> File:
    return {"name": name, "content": base64.b64encode(content).decode()}


def _packed(manifest: told.Manifest) -> File:
    key = signing_key(settings.LOG_KEY)
    return _file("package.zip", pack(manifest, {}, name=settings.LOG_ORIGIN, key=key))


def _organ(key: str) -> told.Organ:
    return told.Organ(key=key, name=Organ.objects.get(key=key).name)


def referral(
    *, number: str, to: str, parties: tuple[str, str, str, str], facts: str, **dispute: str
) -> Callable[[Matters], File]:
    """A court's referral of two persons' dispute. Each telling sends a package of its own."""

    def made(_matters: Matters) -> File:
        one, one_phone, other, other_phone = parties
        manifest = {
            "kind": "referral",
            "id": uuid5(NAMESPACE_URL, number),
            "made_at": "2026-10-23T16:00:00+08:00",
            "district": "420303",
            "sender": _organ("zw-court"),
            "addressee": _organ(to),
            "case": {"number": number, "route": "B", "contact": "秦雨桐 0719-8651177"},
            "dispute": {
                "category": "MD04",
                "place": "420303002009",
                "facts": facts,
                **dispute,
            },
            "parties": [
                _person("p1", "applicant", one, one_phone),
                _person("p2", "respondent", other, other_phone),
            ],
        }
        return _packed(told.Manifest.model_validate(manifest))

    return made


def _person(key: str, role: str, name: str, phone: str) -> dict[str, Any]:
    return {"key": key, "role": role, "kind": "person", "name": name, "phone": phone}


def _referred(matter: Matter) -> int:
    """The event by which a court referred the matter last."""
    return next(e.seq for e in reversed(events_of(matter)) if e.step in {"refer", "reassign"})


def receipt(reference: str) -> Callable[[Matters], File]:
    """The committee's receipt for the referral, under the number that it has there."""

    def made(matters: Matters) -> File:
        matter = matters[""]
        seq = _referred(matter)
        given = Receipt.model_validate(
            {
                "package": package_id(matter, "referral_package", seq),
                "digest": matter.data["issued"]["referral_package"][str(seq)],
                "received_at": matter.opened_at,
                "receiver": _organ(matter.holder_id),
                "reference": reference,
            }
        )
        key = signing_key(settings.LOG_KEY)
        return _file("receipt.json", write_receipt(given, name=settings.LOG_ORIGIN, key=key))

    return made


def outcome(state: str, *, undisputed: tuple[str, ...] = ()) -> Callable[[Matters], File]:
    """What the committee sends back of the case it was given."""

    def made(matters: Matters) -> File:
        matter = matters[""]
        referral = package_id(matter, "referral_package", _referred(matter))
        manifest = {
            "kind": "return",
            "id": uuid5(referral, "return"),
            "made_at": matter.opened_at,
            "district": matter.district,
            "sender": _organ(matter.holder_id),
            "addressee": _organ(matter.data["referred_by"]),
            "in_reply_to": referral,
            "case": {
                "number": matter.data["case_number"],
                "route": matter.route,
                "contact": "",
            },
            "dispute": {"category": matter.category, "place": matter.place_id, "facts": ""},
            "parties": [
                {"key": party.key, "role": party.role, "kind": party.kind, "name": party.name}
                for party in matter.party_set.all()
            ],
            "outcome": {
                "state": state,
                "label": matter.law.states[state],
                "ended": matter.opened_at.date(),
                "undisputed": undisputed,
            },
        }
        return _packed(told.Manifest.model_validate(manifest))

    return made
