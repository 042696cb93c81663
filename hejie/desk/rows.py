"""What a list shows of each matter beside its row: fetched for the whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from hejie.kernel import permissions, registry
from hejie.kernel.clocks import Clock
from hejie.kernel.documents import OPEN, Words
from hejie.kernel.facts import WordsField
from hejie.kernel.identifiers import mask_name
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter, of_same
from hejie.kernel.parties import Party

EXCERPT = 120
"""How many letters of what was told a list shows."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One matter in a list. `sides` are surnames, for whom may see names; `alike` is another that
    may be the same."""

    matter: Matter
    clock: Clock | None
    sides: str = ""
    excerpt: str = ""
    alike: Matter | None = None

    @property
    def category(self) -> str:
        return gettext(self.matter.room.categories.get(self.matter.category, ""))


def rows_of(matters: Sequence[Matter]) -> list[Row]:
    """Rows with the nearest clock of each matter. One query."""
    clocks = _nearest(matters)
    return [Row(matter=matter, clock=clocks.get(matter.id)) for matter in matters]


def full_rows_of(
    matters: Sequence[Matter], actor: Actor, alike: Mapping[UUID, Matter]
) -> list[Row]:
    """Rows for the one who must know a matter at a glance. Four queries."""
    clocks, sides, words = _nearest(matters), sides_of(matters, actor), _excerpts(matters)
    return [
        Row(
            matter=matter,
            clock=clocks.get(matter.id),
            sides=sides.get(matter.id, ""),
            excerpt=words.get(matter.id, "")[:EXCERPT],
            alike=alike.get(matter.id),
        )
        for matter in matters
    ]


def _nearest(matters: Sequence[Matter]) -> dict[UUID, Clock]:
    running = Clock.objects.filter(of_same(matters), status=Clock.RUNNING)
    nearest: dict[UUID, Clock] = {}
    for clock in running.order_by("due_at", "key", "subject"):
        nearest.setdefault(clock.matter_id, clock)
    return nearest


def sides_of(matters: Sequence[Matter], actor: Actor, *, whole: bool = False) -> dict[UUID, str]:
    """Who against whom, by surname or by name, in matters whose names this person may see.
    Two queries."""
    seen = permissions.named_to(actor).filter(district__in={m.district for m in matters})
    named = set(seen.filter(id__in=[m.id for m in matters]).values_list("id", flat=True))
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for party in Party.objects.filter(of_same(m for m in matters if m.id in named)).order_by(
        "matter_id", "key"
    ):
        name = party.name if whole else mask_name(party.name)
        found[party.matter_id][party.role].append(name)
    return {
        matter.id: " — ".join(
            "、".join(found[matter.id][role]) for role in matter.law.roles if found[matter.id][role]
        )
        for matter in matters
        if matter.id in found
    }


def _excerpts(matters: Sequence[Matter]) -> dict[UUID, str]:
    """The beginning of what was told first, by the first field of words of the opening form."""
    told: dict[UUID, dict[str, str]] = defaultdict(dict)
    first = Words.objects.filter(of_same(matters), seq=1, compartment=OPEN)
    for matter_id, name, text in first.values_list("matter_id", "name", "text"):
        told[matter_id][name] = text
    names = {law.key: _words_of_opening(law.key) for law in registry.procedures()}
    return {
        matter.id: next(
            (told[matter.id][name] for name in names[matter.procedure] if name in told[matter.id]),
            "",
        )
        for matter in matters
    }


def _words_of_opening(procedure: str) -> list[str]:
    forms = registry.room_of(procedure).forms
    return [
        name
        for key in registry.procedure(procedure).opening_steps()
        for name, field in getattr(forms.get(key), "base_fields", {}).items()
        if isinstance(field, WordsField)
    ]
