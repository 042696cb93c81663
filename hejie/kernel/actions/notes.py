"""Events beside the steps: a correction, an issued paper, a copy merged. They change no state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hejie.kernel import ledger
from hejie.kernel.actions.projecting import project
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Facts


def note(
    matter: Matter,
    step: str,
    *,
    actor: Actor,
    facts: Facts,
    told: Mapping[str, Any],
    now: datetime,
    moves: bool,
) -> Event:
    """Append to a locked matter. With `moves`, pages read before become stale."""
    entry = ledger.Entry(
        step=step,
        kind=f"matter.{step}",
        by=f"party:{actor.party}" if actor.is_party else actor.key,
        at=now,
        occurred=now,
        state=matter.state,
        holder=matter.holder_id,
        organ=next((post.organ for post in actor.posts), ""),
        moves=moves,
    )
    event = ledger.append(matter, entry, facts, told=told)
    project(matter, event)
    return event
