"""Who opened what of a matter, and what for: kept for the person concerned to see.

One line a day for each account and thing opened; the database refuses to change or delete them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hejie.kernel.jurisdictions import Account, Actor, Organ
from hejie.kernel.matters import Matter, OfMatter, local_day, new_id, of_same

MATTER: Final = "matter"
"""The page of a matter."""
PARTIES: Final = "parties"
"""The parties' numbers, telephones and addresses, unmasked."""
NAMES: Final = "names"
"""The parties' names, taken away in a table."""
PAPER: Final = "paper"
"""A paper; `about` is its id, or the kind and event of one to go on working in."""
MATCH: Final = "match"
"""That a party of this matter is one of another, `about` being the other's number."""

PURPOSES = {
    "contact": _("联系当事人"),
    "identity": _("核对身份"),
    "paper": _("制作、核对文书"),
    "check": _("检查办理情况"),
}
"""What a member of staff may open a party's data for."""

LABELS = {
    MATTER: _("打开事项"),
    PARTIES: _("查看当事人资料"),
    NAMES: _("导出清单"),
    PAPER: _("打开文书"),
    MATCH: _("查看是不是同一件事"),
}


class Opening(OfMatter):
    pk = models.CompositePrimaryKey("district", "id")
    id = models.UUIDField(default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=12)
    about = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "matter_id", "account", "what", "about", "day"],
                name="one_opening_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.what} {self.at:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """What was opened and what for, in words."""
        purpose = PURPOSES.get(self.purpose)
        return f"{LABELS[self.what]}（{purpose}）" if purpose else str(LABELS[self.what])


def record(
    matter: Matter, actor: Actor, what: str, *, now: datetime, about: str = "", purpose: str = ""
) -> None:
    """Keep that a member of staff opened something; the first time of a day counts. What a
    party opens of its own matter is nobody's business."""
    record_all([matter], actor, what, now=now, about=about, purpose=purpose)


def record_all(
    matters: Iterable[Matter],
    actor: Actor,
    what: str,
    *,
    now: datetime,
    about: str = "",
    purpose: str = "",
) -> None:
    """Keep that a member of staff opened the same of several matters at once."""
    if actor.account is None:
        return
    Opening.objects.bulk_create(
        (
            Opening(
                matter=matter,
                account_id=actor.account,
                organ_id=_organ_of(actor, matter),
                what=what,
                about=about,
                purpose=purpose,
                day=local_day(now),
                at=now,
            )
            for matter in matters
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )


def _organ_of(actor: Actor, matter: Matter) -> str | None:
    organs = [post.organ for post in actor.posts]
    return matter.holder_id if matter.holder_id in organs else next(iter(organs), None)


def has_opened(matter: Matter, actor: Actor, what: str, *, now: datetime) -> bool:
    """Whether this person opened it earlier on the same day."""
    return openings_of(matter).filter(account=actor.account, what=what, day=local_day(now)).exists()


def openings_of(matter: Matter) -> models.QuerySet[Opening]:
    return Opening.objects.filter(district=matter.district, matter_id=matter.id)


def matches_shown(
    matters: Collection[Matter], actor: Actor, *, before: datetime
) -> set[tuple[str, str]]:
    """Pairs of numbers whose match this person was already shown before a moment."""
    rows = Opening.objects.filter(
        of_same(matters),
        account=actor.account,
        what=MATCH,
        at__lt=before,
    ).values_list("matter__reference", "about")
    return set(rows)
