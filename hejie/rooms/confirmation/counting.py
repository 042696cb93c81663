"""A reader of the log that counts agreements and what became of their confirmation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, local_day, matters_of
from hejie.kernel.readers import Reader
from hejie.rooms.confirmation.models import ConfirmationTally

AGREED = "agreed"
SIGNED = {"mediation.sign", "mediation.countersign", "mediation.seal"}
WRITTEN = {"agreed_written", "partly_agreed"}
"""Events of the mediation room, by their documented names: the last signature it needed makes
an agreement."""
OUTCOMES = {
    "prepared": "applied",
    "accepted": "accepted",
    "not_accepted": "not_accepted",
    "valid": "valid",
    "dismissed": "dismissed",
    "withdrawn": "withdrawn",
    "enforcement_applied": "enforced",
    "revoked": "revoked",
}
"""What is counted when a confirmation comes to a state."""
ARRIVING = {
    "prepared": {"consent"},
    "accepted": {"accept"},
    "not_accepted": {"not_accept"},
    "valid": {"rule_valid"},
    "dismissed": {"dismiss"},
    "withdrawn": {"withdraw", "permit_withdrawal", "deem_withdrawn"},
    "enforcement_applied": {"apply_enforcement"},
    "revoked": {"decide_objection"},
}
"""The steps that lead to it; others may be taken while it lasts."""
MEASURED = {"accepted": "submitted_at", "valid": "accepted_at", "dismissed": "accepted_at"}
"""Since when the days until a state are counted."""


class Row(NamedTuple):
    district: str
    month: date
    committee: str
    what: str
    ground: str = ""


def read(events: Sequence[Event], now: datetime) -> None:
    counts: Counter[Row] = Counter()
    days: Counter[Row] = Counter()
    for row, taken in _counted(events):
        counts[row] += 1
        days[row] += taken
    for row, count in counts.items():
        ConfirmationTally.objects.get_or_create(**row._asdict())
        ConfirmationTally.objects.filter(**row._asdict()).update(
            count=F("count") + count, days=F("days") + days[row]
        )


def _counted(events: Sequence[Event]) -> Iterator[tuple[Row, int]]:
    """What each event adds, with the days that it took."""
    ours = [event for event in events if event.kind.startswith("confirmation.")]
    matters = {(matter.district, matter.id): matter for matter in matters_of(ours)}
    for event in events:
        month = local_day(event.occurred).replace(day=1)
        if event.kind in SIGNED and event.state in WRITTEN:
            yield Row(event.district, month, event.holder_id, AGREED), 0
        elif event in ours and event.step in ARRIVING.get(event.state, ()):
            matter = matters[event.district, event.matter_id]
            committee = matter.data["agreement"]["committee"]
            ground = str(event.values.get("ground", ""))
            row = Row(event.district, month, committee, OUTCOMES[event.state], ground)
            yield row, _days(matter, event)


def _days(matter: Matter, event: Event) -> int:
    since = matter.data.get(MEASURED.get(event.state, ""))
    if since is None:
        return 0
    return (local_day(event.occurred) - local_day(datetime.fromisoformat(since))).days


def reset() -> None:
    ConfirmationTally.objects.all().delete()


reader = Reader("confirmations", read, reset)
