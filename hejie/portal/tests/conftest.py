"""Matters at the points where the portal meets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from hejie.kernel.matters import Matter
from hejie.portal.tests.acting import apply, confirm_all, sides, staff, take


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Every test reads Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def matter(zhangwan: Any, client: Client) -> Matter:
    """An application that was sent and waits at the desk."""
    return apply(client).matter


@pytest.fixture
def invited(matter: Matter) -> Matter:
    return (
        take(matter, staff("lin"), "invite")
        if matter.holder_id == "zw-centre"
        else take(matter, staff("luo"), "invite")
    )


@pytest.fixture
def accepted(invited: Matter) -> Matter:
    return take(invited, sides(invited)[1], "answer_invitation", answer="yes")


@pytest.fixture
def drafted(accepted: Matter) -> Matter:
    """A written agreement that waits for signatures, its terms confirmed by both."""
    deng = staff("deng")
    first, second = sides(accepted)
    for party in (first, second):
        take(accepted, party, "choose_mediator", mediator=str(deng.account))
    take(accepted, deng, "disclose", relation="none")
    take(
        accepted,
        deng,
        "set_session",
        begins="2030-01-07T15:00",
        ends="2030-01-07T17:00",
        way="video",
    )
    told = {"identity_checked": True, "rights_told": True, "sham_warned": True}
    take(
        accepted,
        deng,
        "hold_session",
        session="1",
        present=["p1", "p2"],
        record="双方到场。",
        result="agreed",
        **told,
    )
    term = {"payer": "p2", "payee": "p1", "sum": "4200.00", "way": "转账", "due": "2030-08-31"}
    matter = take(
        accepted,
        deng,
        "draft_agreement",
        facts_agreed="防水层破损，渗水损坏天花板。",
        points="赔偿多少。",
        terms=[term],
        copies=3,
    )
    for party in (first, second):
        confirm_all(matter, party)
    return matter
