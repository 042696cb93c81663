"""Counts: what each organ holds in which state, and what came and ended on a day."""

from __future__ import annotations

from datetime import date, timedelta

from hejie.kernel import tallies
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.kernel.tallies import DayTally, Tally, held
from hejie.kernel.tests.walking import MONDAY, Walk

LATER = MONDAY + timedelta(days=1)


def counted() -> dict[tuple[str, str], int]:
    catch_up([tallies.reader], now=LATER)
    rows = Tally.objects.filter(count__gt=0)
    return {(row.holder, row.state): row.count for row in rows}


def test_a_matter_counts_where_it_is_now(zhangwan):
    Walk.begun()
    walk = Walk.begun()
    assert counted() == {("t-420303001", "registered"): 2}
    walk.to("invited")
    assert counted() == {("t-420303001", "registered"): 1, ("t-420303001", "invited"): 1}


def test_a_matter_handed_up_counts_for_the_one_who_holds_it(zhangwan):
    Walk.begun().take("hand_up", "luo", holder="zw-centre", reason="涉及两个街道。")
    assert counted() == {("zw-centre", "registered"): 1}
    assert held(["zw-centre"]) == {("mediation", "registered"): 1}
    assert held(["t-420303001"]) == {}


def test_steps_that_change_nothing_are_not_counted(zhangwan):
    walk = Walk.begun()
    before = counted()
    walk.take("remark", "luo", text="打过电话。")
    assert counted() == before


def test_days_count_what_reached_a_state(zhangwan):
    Walk.begun().to("invited")
    Walk.begun(now=LATER)
    catch_up([tallies.reader], now=LATER)
    rows = {(row.day, row.state): row.count for row in DayTally.objects.all()}
    assert rows == {
        (date(2026, 8, 3), "registered"): 1,
        (date(2026, 8, 3), "invited"): 1,
        (date(2026, 8, 4), "registered"): 1,
    }


def test_counts_agree_with_the_rows(zhangwan):
    for state in ("registered", "invited", "accepted", "assigned", "agreed_oral"):
        Walk.begun(now=MONDAY + timedelta(days=len(state))).to(state)
    found: dict[tuple[str, str], int] = {}
    for matter in Matter.objects.all():
        place = (matter.holder_id, matter.state)
        found[place] = found.get(place, 0) + 1
    assert counted() == found
