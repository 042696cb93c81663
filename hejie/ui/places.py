"""Places to choose from: the towns of the districts that have an organ, with their villages."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from hejie.kernel.jurisdictions import Division, Organ

ENDINGS = (("居民委员会", ""), ("村民委员会", "村"), ("居委会", ""), ("委会", ""))
"""Offices' names in the national codes, and what people call the place."""


@dataclass
class Town:
    """A division right below a district, and everything below it."""

    code: str
    name: str
    places: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class District:
    code: str
    name: str
    towns: list[Town] = field(default_factory=list)


def districts() -> list[District]:
    """All places that a matter may come from, in the order of their codes. Two queries."""
    codes = {area[:6] for area in Organ.objects.values_list("area_id", flat=True)}
    served = Q(pk__in=[])
    for code in codes:
        served |= Q(code__startswith=code)
    found: dict[str, District] = {}
    towns: dict[str, Town] = {}
    for division in Division.objects.filter(served).order_by("path"):
        own, district = division.code, division.district
        if own == district:
            found[own] = District(own, division.name)
        elif division.parent_id == district and district in found:
            towns[own] = Town(own, division.name)
            found[district].towns.append(towns[own])
        else:
            above = [towns[code] for code in division.path.split(".") if code in towns]
            for town in above:
                town.places.append((own, short_name(division.name)))
    return list(found.values())


def short_name(name: str) -> str:
    """What people call a village or community whose code names its committee."""
    for ending, short in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending) + short
    return name
