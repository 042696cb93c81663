"""Check one matter: its chain and digests, its files, and that its rows follow from its events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from hejie.kernel.actions.projecting import replay
from hejie.kernel.clocks import clocks_of
from hejie.kernel.documents import Document, read_file
from hejie.kernel.ledger import Finding, verify, verify_many
from hejie.kernel.matters import Matter

__all__ = ["Finding", "check_files", "check_rows", "verify", "verify_many"]

OF_MATTER = (
    "state",
    "route",
    "trade",
    "category",
    "urgent",
    "place_id",
    "holder_id",
    "closed_at",
    "version",
    "head_seq",
    "next_due",
    "data",
)
OF_CLOCK = (
    "key",
    "subject",
    "rule",
    "rule_version",
    "status",
    "started",
    "due_at",
    "late_at",
    "met_at",
    "late",
    "pauses",
    "extensions",
    "holder_id",
)


def check_files(matter: Matter) -> Iterator[Finding]:
    """Read every paper of a matter and compare its bytes with its digest."""
    papers = Document.objects.filter(district=matter.district, matter_id=matter.id)
    for paper in papers.filter(erased_at=None):
        try:
            read_file(paper)
        except (OSError, ValueError):
            yield Finding(
                reference=matter.reference,
                seq=paper.seq,
                sentence=f"文件“{paper.title}”读不到，或者与它的摘要不符",
            )


def check_rows(matter: Matter) -> Iterator[Finding]:
    """Compute a matter's rows again, compare, and leave them as they were."""
    with transaction.atomic():
        before = _rows(matter)
        replay(matter)
        after = _rows(matter)
        transaction.set_rollback(True)
    for name, told in before.items():
        if told != after[name]:
            yield Finding(
                reference=matter.reference,
                seq=matter.head_seq,
                sentence=f"“{name}”与按事件重新计算的结果不符",
            )


def _rows(matter: Matter) -> dict[str, Any]:
    members = matter.member_set.order_by("account_id", "role")
    organs = matter.involvement_set.order_by("organ_id", "part")
    return {
        "matter": Matter.objects.filter(pk=matter.pk).values(*OF_MATTER).get(),
        "clocks": list(clocks_of(matter).order_by("key", "subject").values(*OF_CLOCK)),
        "team": list(members.values("account_id", "role", "organ_id", "active")),
        "organs": list(organs.values("organ_id", "part")),
    }
