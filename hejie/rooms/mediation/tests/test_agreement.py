"""Agreements: signed as shown, in force with the last signature, kept or breached."""

from datetime import timedelta

import pytest

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.clocks import clocks_of
from hejie.kernel.tests.walking import MONDAY, TERM, Walk, agree_orally, confirm_all
from hejie.kernel.workdays import SHANGHAI
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.usefixtures("zhangwan")
DRAFT = {"facts_agreed": "防水层破损。", "points": "刘大勇承担。", "copies": 3}


def draft(walk: Walk, *terms, **facts) -> str:
    """Draft, show, let all confirm the terms, and give the digest of what was shown."""
    event = walk.take(
        "draft_agreement", "deng", **{**DRAFT, "terms": list(terms or (TERM,)), **facts}
    )
    paper = actions.issue(walk.matter, "agreement", event, now=walk.now)
    walk.matter.refresh_from_db()
    confirm_all(walk)
    return paper.digest


def at_table() -> Walk:
    return Walk.begun().to("in_session")


def sign(walk: Walk, who: str, digest: str) -> None:
    """Sign what was shown; the seal goes on the paper as the mediator signed it."""
    steps = {"deng": "countersign", "xie": "seal"}
    drawn = {} if who in steps else {"drawn": drawn_signature()}
    if who == "xie":
        digest = last_issued(walk)
    walk.take(steps.get(who, "sign"), who, digest=digest, **drawn)


def last_issued(walk: Walk) -> str:
    walk.matter.refresh_from_db()
    issued: dict[str, str] = walk.matter.data["issued"]["agreement"]
    return issued[max(issued, key=int)]


@pytest.mark.parametrize("parties", [("p1", "p2"), ("p2", "p1")])
def test_it_is_in_force_with_the_seal_whichever_party_signed_first(parties):
    walk = at_table()
    digest = draft(walk)
    for who in (*parties, "deng", "xie"):
        assert walk.matter.state == "in_session"
        assert "effective_at" not in walk.matter.data
        sign(walk, who, digest)
    assert walk.matter.state == "agreed_written"
    assert walk.matter.data["effective_at"] == walk.now.isoformat()
    confirm = clocks_of(walk.matter).get(key="confirm")
    assert confirm.strict_due == walk.now.date() + timedelta(days=30)


def test_a_part_agreed_on_is_a_part():
    walk = at_table()
    digest = draft(walk, partial=True)
    for who in ("p1", "p2", "deng", "xie"):
        sign(walk, who, digest)
    assert walk.matter.state == "partly_agreed"


def test_nobody_signs_what_was_not_shown():
    walk = at_table()
    with pytest.raises(Refused, match="还没有起草书面协议"):
        sign(walk, "p1", "sha256:0")
    walk.take("draft_agreement", "deng", **DRAFT, terms=[TERM])
    confirm_all(walk)
    with pytest.raises(Invalid, match="协议文本已经改动"):
        sign(walk, "p1", "sha256:0")


def test_a_change_asks_for_every_signature_anew():
    walk = at_table()
    first = draft(walk)
    sign(walk, "p1", first)
    sign(walk, "p2", first)
    sign(walk, "deng", first)
    second = draft(walk, {**TERM, "sum": "4000"})
    assert first != second
    assert walk.matter.data["signatures"] == walk.matter.data["countersigned"] == {}
    with pytest.raises(Invalid, match="协议文本已经改动"):
        sign(walk, "p2", first)
    sign(walk, "p1", second)


def test_each_signs_once_and_with_a_signature():
    walk = at_table()
    digest = draft(walk)
    with pytest.raises(Invalid, match="请签名，或者上传签过字的扫描件"):
        walk.take("sign", "p1", digest=digest)
    for who in ("p1", "p2", "deng"):
        sign(walk, who, digest)
        with pytest.raises(Refused, match="已经签过字"):
            sign(walk, who, digest)


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ({"payee": "p2"}, "义务人和权利人要是两位当事人"),
        ({"payee": "p9"}, "p9 不在可用的选项中"),
        ({"sum": ""}, "写明金额，或者写明做什么事"),
        ({"sum": "0"}, "金额要大于零"),
        ({"sum": "-5"}, "金额要大于零"),
        ({"sum": "1.001"}, "小数"),
        ({"due": "2026-08-02"}, "履行日期早于本事项登记的日期"),
        ({"due": "9999-12-31"}, "日期要在1950年到2150年之间"),
        ({"due": ""}, "必填"),
        ({"way": ""}, "必填"),
    ],
)
def test_a_term_says_who_owes_whom_what_by_when(term, sentence):
    walk = at_table()
    with pytest.raises(Invalid, match=sentence):
        walk.take("draft_agreement", "deng", **DRAFT, terms=[{**TERM, **term}])
    assert "draft" not in walk.matter.data


def test_a_thing_can_be_owed_instead_of_a_sum_and_on_the_day_itself():
    walk = at_table()
    thing = {**TERM, "sum": "", "thing": "修好防水层", "due": "2026-08-03"}
    walk.take("draft_agreement", "deng", **DRAFT, terms=[thing])
    assert walk.matter.data["draft"]["terms"][0]["due"] == "2026-08-03"


def agreed(*terms) -> Walk:
    walk = at_table()
    agree_orally(walk, *terms)
    return walk


SOON = {**TERM, "due": "2026-08-20"}


def test_every_term_performed_is_performed():
    walk = agreed(SOON, TERM)
    walk.take("perform", "p2", subject="1", outcome="performed", paid="4200")
    assert walk.matter.state == "performing"
    with pytest.raises(Invalid, match="1 不在可用的选项中"):
        walk.take("perform", "p2", subject="1", outcome="performed")
    walk.take("perform", "luo", subject="2", outcome="performed")
    assert walk.matter.state == "performed"
    assert walk.matter.is_over
    left = {c.key: c.status for c in clocks_of(walk.matter) if c.status == "running"}
    assert set(left) == {"visit", "visit_last", "archive"}


def test_nothing_is_breached_before_its_day_has_passed_in_the_district():
    walk = agreed(SOON)
    for moment in ("2026-08-19T23:59+08:00", "2026-08-20T23:59+08:00"):
        walk.at(MONDAY.fromisoformat(moment).astimezone(SHANGHAI))
        with pytest.raises(Invalid, match="还没有到期"):
            walk.take("record_breach", "p1", subject="1", text="没有给。")
    walk.at(MONDAY.fromisoformat("2026-08-21T00:05+08:00").astimezone(SHANGHAI))
    walk.take("record_breach", "p1", subject="1", text="没有给。")
    assert walk.matter.state == "breached"


def test_a_breached_term_can_still_be_performed():
    walk = agreed(SOON).at(MONDAY + timedelta(days=30))
    walk.take("record_breach", "deng", subject="1", text="没有给。")
    walk.take("perform", "p2", subject="1", outcome="performed")
    assert walk.matter.state == "performed"
    assert clocks_of(walk.matter).get(key="perform").late


def test_a_breach_that_goes_to_court_can_be_filed():
    """Nothing was performed, so it is not closed in part; nobody waits for the term here."""
    walk = agreed(SOON, TERM).at(MONDAY + timedelta(days=40))
    for term in ("1", "2"):
        if walk.matter.state != "breached":
            walk.take("record_breach", "deng", subject=term, text="没有给。")
    with pytest.raises(Refused, match="还有期限在走"):
        walk.take("archive", "luo", pages_checked=True)
    for clock in ("visit:", "visit_due:1", "visit_due:2"):
        walk.take("visit", "deng", clock=clock, way="phone", reached="yes")
    walk.take("perform", "p2", subject="2", outcome="performed")
    assert walk.matter.state == "breached"
    walk.take("archive", "luo", pages_checked=True)
    assert walk.matter.state == "archived"
    assert not clocks_of(walk.matter).filter(status="running").exists()


def test_part_of_it_performed_closes_it_in_part():
    walk = agreed(SOON, TERM)
    with pytest.raises(Refused):
        walk.take("close_partly", "deng", text="余下的另案解决。")
    walk.take("perform", "p2", subject="1", outcome="performed")
    walk.take("close_partly", "deng", text="余下的另案解决。")
    assert walk.matter.state == "partly_performed"


def test_after_two_calls_that_reached_nobody_somebody_goes_there():
    walk = agreed(SOON)
    for _ in range(2):
        walk.take("visit", "deng", clock="visit:", way="phone", reached="no")
    assert clocks_of(walk.matter).get(key="visit").status == "running"
    with pytest.raises(Invalid, match="请上门回访"):
        walk.take("visit", "deng", clock="visit:", way="phone", reached="yes")
    walk.take("visit", "deng", clock="visit:", way="home", reached="yes")
    assert clocks_of(walk.matter).get(key="visit").status == "met"
    assert walk.matter.data["failed_calls"] == 0


def test_the_folder_closes_when_nothing_is_awaited():
    walk = agreed(SOON)
    walk.take("visit", "deng", clock="visit:", way="phone", reached="yes")
    walk.take("perform", "p2", subject="1", outcome="performed")
    with pytest.raises(Refused, match="还有期限在走"):
        walk.take("archive", "luo", pages_checked=True)
    walk.take("visit", "deng", clock="visit_last:", way="home", reached="yes")
    with pytest.raises(Invalid):
        walk.take("archive", "luo", pages_checked=False)
    walk.take("archive", "luo", pages_checked=True)
    assert walk.matter.state == "archived"
