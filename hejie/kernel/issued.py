"""Whether a file that somebody brings was issued here: by its bytes alone, and proved by the log.

Says no more than the paper's own number, title and day: whoever has the file may know that.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from hejie.kernel.documents import OPEN, Document
from hejie.kernel.events import Event, LogEntry
from hejie.kernel.sight import wide


@dataclass(frozen=True)
class Issued:
    """A paper that we issued. `log_index` is its place in the public log, None while it waits."""

    number: str
    title: str
    at: datetime
    log_index: int | None


def find_issued_file(content: bytes) -> Issued | None:
    """The paper with exactly these bytes; never a file that somebody handed in, nor a sealed
    one: whoever has a file could try what matters hold. Nothing without its event."""
    with wide():
        return _find_issued(f"sha256:{hashlib.sha256(content).hexdigest()}")


def _find_issued(digest: str) -> Issued | None:
    papers = Document.objects.filter(
        digest=digest, issued_for__isnull=False, compartment=OPEN
    ).select_related("matter")
    for paper in papers.order_by("received_at"):
        where = {"district": paper.district, "matter_id": paper.matter_id, "seq": paper.seq}
        event = Event.objects.filter(**where, step="issue").first()
        if event is not None and event.values.get("digest") == digest:
            entry = LogEntry.objects.filter(**where).first()
            return Issued(
                number=paper.matter.reference,
                title=paper.title,
                at=event.at,
                log_index=entry.log_index if entry else None,
            )
    return None
