"""Find any clock rule by its code, in the version that was valid on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from itertools import chain, pairwise
from types import MappingProxyType

from hejie.kernel.deadlines import BadRule, DeadlineRule
from hejie.law import (
    administration,
    community,
    confirmation,
    explosives,
    judgments,
    legal_aid,
    limitations,
    mediation,
    networks,
    patrol,
    petitions,
    premises,
    work_safety,
)


class UnknownRule(LookupError):
    """No rule has this code; the text is a Chinese sentence with near matches."""


def by_code(rules: Iterable[DeadlineRule]) -> Mapping[str, tuple[DeadlineRule, ...]]:
    """Group versions by code, oldest first. Raises `BadRule` when two are valid on one day."""
    grouped: dict[str, tuple[DeadlineRule, ...]] = {}
    for rule in sorted(rules, key=lambda rule: rule.valid_from or date.min):
        grouped[rule.code] = (*grouped.get(rule.code, ()), rule)
    for older, newer in chain.from_iterable(map(pairwise, grouped.values())):
        if older.valid_to is None or newer.valid_from is None or older.valid_to >= newer.valid_from:
            raise BadRule(f"rule {newer.code}: versions {older.version}, {newer.version} overlap")
    return MappingProxyType(grouped)


VERSIONS = by_code(
    chain(
        mediation.RULES,
        confirmation.RULES,
        petitions.RULES,
        patrol.RULES,
        legal_aid.RULES,
        explosives.RULES,
        work_safety.RULES,
        administration.RULES,
        premises.RULES,
        community.RULES,
        networks.RULES,
        judgments.RULES,
        limitations.RULES,
    )
)


def find_rule(code: str, on: date | None = None) -> DeadlineRule:
    """Return the version valid on the day; where none is, the nearest later, else the latest.

    Without a day, the latest. Raises `UnknownRule`.
    """
    if code not in VERSIONS:
        raise UnknownRule(_unknown(code))
    versions = VERSIONS[code]
    if on is None:
        return versions[-1]
    return next(
        (rule for rule in versions if rule.valid_to is None or on <= rule.valid_to), versions[-1]
    )


def _unknown(code: str) -> str:
    near = get_close_matches(code.upper(), VERSIONS, n=5, cutoff=0.5)
    hint = f"；相近的有：{'、'.join(near)}" if near else "；全部代码见 hejie rules"
    return f"没有代码为“{code}”的期限规则{hint}"
