"""What an agreement comes to in kinds and sums: without a party, a thing or a word of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from hejie.kernel.matters import Matter
from hejie.kernel.registry import Gist

WRITTEN, ORAL, PARTIAL = _("书面协议"), _("口头协议"), _("只对一部分达成协议")
MONEY, DEEDS = _("给钱"), _("做事、给物")


def gist(matter: Matter) -> Gist:
    """Nothing for a matter without an agreement in force."""
    draft = matter.data.get("draft")
    if not draft or not matter.data.get("effective_at"):
        return Gist()
    terms = draft["terms"]
    sums = [Decimal(str(term["sum"])) for term in terms if term.get("sum")]
    return Gist(
        kinds=tuple(_kinds(draft, terms)),
        total=sum(sums, Decimal()) if sums else None,
        dates=len({term["due"] for term in terms if term.get("due")}),
    )


def _kinds(draft: dict[str, Any], terms: list[dict[str, Any]]) -> Iterator[Any]:
    yield ORAL if draft["way"] == "oral" else WRITTEN
    if draft["partial"]:
        yield PARTIAL
    if any(term.get("sum") for term in terms):
        yield MONEY
    if any(not term.get("sum") for term in terms):
        yield DEEDS
