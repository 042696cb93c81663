"""Agents: whom they speak for, told by the row on the form."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Sent
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.parties import parties_of
from hejie.rooms.mediation.stories.phrases import agent, applicant, respondent

NOW = datetime(2026, 9, 8, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

pytestmark = pytest.mark.usefixtures("zhangwan")


def apply(represents):
    data = {
        "facts_told": "楼上漏水。",
        "category": "MD03",
        "place": "420303001001",
        "parties": [
            applicant("王秀兰", "13807280001"),
            respondent("刘大勇", "13807280002"),
            agent("秦会计", "13807280110", represents=represents),
        ],
    }
    return actions.open_matter("mediation", actor=VISITOR, sent=Sent(data=data), now=NOW).matter


@pytest.mark.parametrize("row", ["2", " 2 ", "p2"])
def test_an_agent_speaks_for_the_party_of_a_row(row):
    spoken_for = {party.name: party.represents for party in parties_of(apply(row))}
    assert spoken_for == {"王秀兰": "", "刘大勇": "", "秦会计": "p2"}


@pytest.mark.parametrize("row", ["3", "9", "对方"])
def test_an_agent_speaks_for_nobody_else(row):
    with pytest.raises(Invalid, match="代理人代理的要是一位申请人或者被申请人"):
        apply(row)
