"""Which matters may be one and the same, and why. Offered to a clerk, never merged silently.

Two grounds: the same place, kind and time told in the same words; or, inside one procedure and
kind, a party of the same name and number. The second is compared by a keyed hash that is kept
nowhere, and the match is shown to a clerk once.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import attrgetter, or_
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext, ngettext

from hejie.kernel import openings, permissions, search
from hejie.kernel.documents import OPEN, Words
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter, local_day, of_same
from hejie.kernel.parties import Party

NEAR = timedelta(days=30)
"""How far apart two tellings of one thing are registered at most."""
PERSON_NEAR = timedelta(days=90)
LEAST_WORDS, LEAST_SHARE = 3, 0.3
"""How many words, and what share of the shorter telling, two must have in common."""
KIND = ("procedure", "category")
KIND_AND_PLACE = (*KIND, "place_id")
MOST_COMPARED = 500
WORDS_SHOWN = 6
SITTING = timedelta(minutes=15)
"""How long a match of persons that was shown once may be looked at."""


@dataclass(frozen=True)
class Likeness:
    """Another matter that may be the same, with the reasons in sentences."""

    other: Matter
    reasons: tuple[str, ...]
    same_person: bool = False


def first_alike(of: Sequence[Matter], actor: Actor) -> dict[UUID, Matter]:
    """For each matter the newest other that is told alike, where there is one. Two queries for
    any number of matters."""
    firsts = {number: next(alike, None) for number, alike in _told_alike(of, actor).items()}
    return {number: first[0] for number, first in firsts.items() if first}


def told_alike(matter: Matter, actor: Actor) -> list[Likeness]:
    """The others of its place, kind and time whose words overlap."""
    return [
        Likeness(other, tuple(_reasons(matter, other, shared)))
        for other, shared in _told_alike([matter], actor)[matter.id]
    ]


def _told_alike(
    of: Sequence[Matter], actor: Actor
) -> dict[UUID, Iterator[tuple[Matter, set[str]]]]:
    """For each matter the others, newest first, with the words they share; compared only as far
    as they are asked for."""
    others = _others(of, actor, NEAR, same=KIND_AND_PLACE)
    words = cache(_words_of([*of, *others]))
    kind = attrgetter(*KIND_AND_PLACE)
    of_kind = defaultdict(list)
    for other in others:
        of_kind[kind(other)].append(other)

    def alike(matter: Matter) -> Iterator[tuple[Matter, set[str]]]:
        own = words(matter.id)
        for other in _near(matter, of_kind[kind(matter)], NEAR):
            its = words(other.id)
            shared = own & its
            if len(shared) >= max(LEAST_WORDS, LEAST_SHARE * min(len(own), len(its))):
                yield other, shared

    return {matter.id: alike(matter) for matter in of}


def of_one_person(matter: Matter, actor: Actor, *, now: datetime) -> list[Likeness]:
    """Others of the same procedure and kind with a party of the same name and number. What is
    given is taken down as shown, and is given to this person for one sitting only."""
    others = list(_near(matter, _others([matter], actor, PERSON_NEAR, same=KIND), PERSON_NEAR))
    hashes = _hashes_of([matter, *others])
    known = openings.matches_shown([matter], actor, before=now - SITTING)
    found = []
    for other in others:
        if not hashes[matter.id] & hashes[other.id]:
            continue
        if (matter.reference, other.reference) in known:
            continue
        openings.record(matter, actor, openings.MATCH, now=now, about=other.reference)
        openings.record(other, actor, openings.MATCH, now=now, about=matter.reference)
        reason = gettext("有一位当事人姓名和证件号码都相同（只提示这一次）")
        found.append(Likeness(other, (reason,), same_person=True))
    return found


def _others(
    of: Sequence[Matter], actor: Actor, near: timedelta, *, same: Sequence[str]
) -> list[Matter]:
    """Open matters in sight that could be the same as one of these."""
    if not of:
        return []
    kinds = {tuple((name, getattr(matter, name)) for name in same) for matter in of}
    seen = permissions.visible_to(actor).filter(
        reduce(or_, (Q(*kind) for kind in kinds)),
        closed_at__isnull=True,
        opened_at__gte=min(m.opened_at for m in of) - near,
        opened_at__lte=max(m.opened_at for m in of) + near,
    )
    return list(seen.order_by("-opened_at", "-id")[:MOST_COMPARED])


def _near(matter: Matter, others: Iterable[Matter], near: timedelta) -> Iterator[Matter]:
    for other in others:
        if abs(other.opened_at - matter.opened_at) <= near and other.id != matter.id:
            yield other


def _words_of(matters: Sequence[Matter]) -> Callable[[UUID], set[str]]:
    """The words in which each matter was first told, those of one letter left out."""
    texts: dict[UUID, list[str]] = defaultdict(list)
    told = Words.objects.filter(of_same(matters), seq=1, compartment=OPEN)
    for matter, text in told.values_list("matter_id", "text"):
        texts[matter].append(text)
    return lambda matter: {
        word for text in texts[matter] for word in search.split(text) if len(word) > 1
    }


def _reasons(matter: Matter, other: Matter, shared: set[str]) -> Iterator[str]:
    kind = matter.room.categories.get(matter.category, matter.law.label)
    yield gettext("都在%(place)s，都是“%(kind)s”") % {"place": matter.place.name, "kind": kind}
    days = abs((local_day(matter.opened_at) - local_day(other.opened_at)).days)
    yield (
        ngettext("登记只隔 %(n)s 天", "登记只隔 %(n)s 天", days) % {"n": days}
        if days
        else gettext("同一天登记")
    )
    yield gettext("经过里有相同的词：%(words)s") % {"words": "、".join(_telling(shared))}


def _telling(shared: set[str]) -> list[str]:
    """The longest words, without those that are part of another."""
    whole = {word for word in shared if not any(word in other for other in shared - {word})}
    return sorted(whole, key=lambda word: (-len(word), word))[:WORDS_SHOWN]


def _hashes_of(matters: Sequence[Matter]) -> dict[UUID, set[bytes]]:
    kinds = {matter.id: (matter.procedure, matter.category) for matter in matters}
    found: dict[UUID, set[bytes]] = defaultdict(set)
    for party in Party.objects.filter(of_same(matters)).exclude(id_number=""):
        told = "\x00".join((*kinds[party.matter_id], party.name, party.id_number))
        key = settings.SECRET_KEY.encode()
        found[party.matter_id].add(hmac.digest(key, told.encode(), hashlib.sha256))
    return found
