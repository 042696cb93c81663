"""What a backlog matter takes over from a petition. Pure.

The names read here are documented by the petitions room: `accepted_at`, `opinion`,
`implemented`, the route of accusations.
"""

from __future__ import annotations

from datetime import datetime

from hejie.kernel.registry import Origin, Source, Taken
from hejie.kernel.workdays import SHANGHAI

RUNNING = frozenset(
    {
        "accepted",
        "investigating",
        "mediating",
        "decided",
        "delivered",
        "reviewing",
        "review_decided",
        "review_delivered",
        "rereviewing",
        "rereview_decided",
        "final_delivered",
        "closed",
    }
)
ENDED = frozenset({"final_delivered", "closed"})
ACCUSATION = "A"


def take(source: Source) -> Taken | None:
    """Who petitioned and when it was accepted; of an accusation nothing."""
    accepted = source.data.get("accepted_at")
    if source.route == ACCUSATION or not accepted:
        return None
    return Taken(
        values={
            "accepted_on": datetime.fromisoformat(accepted).astimezone(SHANGHAI).date().isoformat(),
            "promised": _is_promised(source),
            "category": source.category,
        },
        parties={party.key: party.role for party in source.parties if party.role == "petitioner"},
    )


def _is_promised(source: Source) -> bool:
    """Whether something was supported for good and is not carried out."""
    supported = source.data.get("opinion") == "support"
    return source.state in ENDED and supported and not source.data.get("implemented")


ORIGIN = Origin(
    opens="backlog",
    step="list_petition",
    out_of="petition",
    states=RUNNING,
    take=take,
    reports=frozenset({"closed"}),
    again=frozenset({"closed"}),
)
