"""Who may mediate a matter, with what each has in hand: shown to the one who chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from hejie.kernel.jurisdictions import Organ, Post
from hejie.kernel.matters import Member, local_day
from hejie.kernel.procedures import Situation
from hejie.kernel.sight import wide
from hejie.rooms.mediation.models import MediationSession


@dataclass(frozen=True)
class Candidate:
    account: int
    organ: str
    name: str
    organ_name: str
    open_matters: int
    next_sessions: tuple[str, ...]

    @property
    def introduction(self) -> str:
        return f"{self.name}（{self.organ_name}）"

    @property
    def load(self) -> str:
        booked = gettext("、").join(self.next_sessions) or gettext("无")
        told = {"open": self.open_matters, "booked": booked}
        return gettext("在办 %(open)s 件，已约：%(booked)s") % told


def candidates_for(situation: Situation) -> list[Candidate]:
    """Mediators of the organ that holds the matter, of the organs above it that serve its
    trade, and of those asked in; the least busy first."""
    return mediators_of(_organs(situation), now=situation.now)


def mediators_of(organs: Iterable[str], *, now: datetime) -> list[Candidate]:
    """Mediators of these organs with what each has in hand; the least busy first."""
    today = local_day(now)
    posts = list(
        Post.objects.filter(role="mediator", starts__lte=today, account__is_active=True)
        .filter(Q(ends__isnull=True) | Q(ends__gte=today), organ__in=list(organs))
        .select_related("account", "organ")
    )
    accounts = {post.account_id for post in posts}
    booked: dict[int, list[str]] = {account: [] for account in accounts}
    with wide():
        load = Counter(
            Member.objects.filter(
                account__in=accounts, role="mediator", active=True, matter__closed_at__isnull=True
            ).values_list("account", flat=True)
        )
        for session in MediationSession.objects.filter(
            mediator__in=accounts, begins__gte=now, cancelled=False
        ).order_by("begins")[:200]:
            booked[session.mediator_id].append(f"{timezone.localtime(session.begins):%m-%d %H:%M}")
    found = [
        Candidate(
            account=post.account_id,
            organ=post.organ_id,
            name=post.account.name,
            organ_name=post.organ.short_name,
            open_matters=load[post.account_id],
            next_sessions=tuple(booked[post.account_id][:3]),
        )
        for post in {p.account_id: p for p in posts}.values()
    ]
    return sorted(found, key=lambda c: (c.open_matters, c.name))


def _organs(situation: Situation) -> Iterable[str]:
    holder = Organ.objects.select_related("area").get(key=situation.holder)
    above = [code for code in holder.area.path.split(".") if code]
    trade_rooms = Organ.objects.filter(area_id__in=above, trades__contains=[situation.trade])
    return {situation.holder, *trade_rooms.values_list("key", flat=True), *situation.asked}
