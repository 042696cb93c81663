"""The database finds clocks by the level that a single clock says of itself."""

from datetime import datetime, timedelta

import pytest

from hejie.kernel.actions import Sent, open_matter
from hejie.kernel.clocks import Clock
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.supervision import Level, at_level, level_of
from hejie.kernel.workdays import SHANGHAI

pytestmark = pytest.mark.usefixtures("zhangwan")
FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=SHANGHAI)
FACTS = {
    "facts_told": "拖欠工资",
    "category": "MD08",
    "place": "420303001001",
    "parties": [
        {"role": "applicant", "kind": "person", "name": "王秀兰"},
        {"role": "respondent", "kind": "person", "name": "刘大勇"},
    ],
}


def test_list_of_a_level_and_single_clocks_agree_hour_by_hour():
    open_matter("mediation", actor=VISITOR, sent=Sent(data=FACTS), now=FRIDAY)
    clocks = Clock.objects.filter(status=Clock.RUNNING)
    assert clocks.count() > 1
    met: set[Level] = set()
    for hour in range(0, 24 * 21, 5):
        now = FRIDAY + timedelta(hours=hour)
        said = {clock.pk: level_of(clock, now=now) for clock in clocks}
        for level in (Level.YELLOW, Level.RED, Level.LATE, Level.SUPERVISED):
            expected = {pk for pk, one in said.items() if one is level}
            assert {c.pk for c in at_level(clocks, level, now=now, only=True)} == expected
        warned = {pk for pk, one in said.items() if one is not Level.NONE}
        assert {c.pk for c in at_level(clocks, Level.NONE, now=now)} == warned
        met |= set(said.values())
    assert met == set(Level)
