"""A lost second step at sign-in: one administrator asks to forget it, another does so.

What is asked stands in the district's chain and nowhere else; after some days it counts no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hejie.kernel import administration
from hejie.kernel.actions.appointing import administered_districts
from hejie.kernel.actions.errors import Refused
from hejie.kernel.jurisdictions import Account, Actor

ASKED, FORGOTTEN, KEPT = "factor.ask", "factor.forget", "factor.keep"
ASKED_FOR = timedelta(days=3)
"""How long another administrator has to see the person and to decide."""


@dataclass(frozen=True)
class Asked:
    """Whose second step one administrator asked to forget."""

    account: int
    by: str
    at: datetime


def waiting_for(district: str, *, now: datetime) -> list[Asked]:
    """What a district's second administrator has to decide. One query."""
    acts = administration.acts_of(district).filter(
        kind__in=[ASKED, FORGOTTEN, KEPT], at__gt=now - ASKED_FOR
    )
    waiting: dict[int, Asked] = {}
    for act in acts:
        number = act.payload["account"]
        waiting.pop(number, None)
        if act.kind == ASKED:
            waiting[number] = Asked(number, act.by, act.at)
    return list(waiting.values())


def ask_to_forget_factors(account: Account, *, actor: Actor, now: datetime) -> None:
    """Ask that somebody's second step be forgotten, so that they can set up another. Raises
    `Refused`."""
    districts = administered_districts(account, actor)
    if account.pk == actor.account:
        raise Refused("自己的第二步丢了，请另一位系统管理员来申请")
    with transaction.atomic():
        _hold(districts, now)
        if _waiting(account, districts[0], now):
            raise Refused("已经申请过，在等另一位系统管理员")
        _note(districts, ASKED, account, actor, now)


def decide_on_factors(
    account: Account,
    *,
    forget: Callable[[Account], None] | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Forget what the account has as second step, by what `forget` does, or keep it where that
    is None. Raises `Refused`."""
    districts = administered_districts(account, actor)
    with transaction.atomic():
        _hold(districts, now)
        asked = _waiting(account, districts[0], now)
        if asked is None:
            raise Refused("没有这个申请，或者已经过期、有人答复了")
        if actor.key == asked.by or actor.account == account.pk:
            raise Refused("申请的人、批准的人和丢了第二步的人要是三个不同的人")
        if forget is not None:
            forget(account)
        _note(districts, FORGOTTEN if forget else KEPT, account, actor, now)


def _waiting(account: Account, district: str, now: datetime) -> Asked | None:
    waiting = waiting_for(district, now=now)
    return next((one for one in waiting if one.account == account.pk), None)


def _hold(districts: list[str], now: datetime) -> None:
    for district in districts:
        administration.hold(district, at=now)


def _note(districts: list[str], kind: str, account: Account, actor: Actor, now: datetime) -> None:
    for district in districts:
        administration.append(district, kind, by=actor.key, at=now, values={"account": account.pk})
