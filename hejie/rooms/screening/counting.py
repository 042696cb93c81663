"""A reader of the log that counts the findings of each campaign by what they have come to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from hejie.kernel import tallies
from hejie.kernel.events import Event
from hejie.kernel.matters import of_same
from hejie.kernel.readers import Reader
from hejie.rooms.screening.models import CampaignTally
from hejie.rooms.screening.procedure import procedure

FOUND = "found"
OURS = f"{procedure.key}."


def read(events: Sequence[Event], now: datetime) -> None:
    ours = [event for event in events if event.kind.startswith(OURS)]
    openings = Event.objects.filter(of_same(ours), seq=1) if ours else ()
    campaigns = {one.matter_id: one.values["campaign"] for one in openings}
    counts: Counter[tuple[str, str, str]] = Counter()
    for event in ours:
        for what in _counted(event):
            counts[event.district, campaigns[event.matter_id], what] += 1
    for (district, campaign, what), count in counts.items():
        tallies.add(CampaignTally, count, district=district, campaign=campaign, what=what)


def _counted(event: Event) -> Sequence[str]:
    if event.seq == 1:
        return [FOUND]
    return [event.state] if event.state in procedure.final else []


def of_campaigns(references: Collection[str]) -> dict[str, dict[str, int]]:
    """By campaign and what its findings have come to. One query."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in CampaignTally.objects.filter(campaign__in=references):
        found[row.campaign][row.what] = row.count
    return found


def reset() -> None:
    CampaignTally.objects.all().delete()


reader = Reader("screening_campaigns", read, reset)
