"""Saying yes or no: nobody is mediated who does not want to be, and anybody may leave."""

from typing import Any

import pytest

from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.tests.walking import APPLICANT, RESPONDENT, SECOND, Walk

pytestmark = pytest.mark.usefixtures("zhangwan")
REGISTER: dict[str, Any] = {"source": "applied", "channel": "window"}
THREE = [APPLICANT, RESPONDENT, SECOND]


def invited(*parties) -> Walk:
    return Walk.begun(parties=list(parties or (APPLICANT, RESPONDENT))).to("invited")


def test_one_clear_refusal_ends_it():
    walk = invited()
    walk.take("answer_invitation", "p2", answer="no", reason="没有什么好谈的。")
    assert walk.matter.state == "refused"
    assert walk.matter.is_over


def test_of_several_respondents_the_willing_go_on():
    walk = invited(*THREE)
    walk.take("answer_invitation", "p2", answer="no")
    assert walk.matter.state == "invited"
    walk.take("answer_invitation", "p3", answer="yes")
    assert walk.matter.state == "accepted"
    assert walk.matter.data["left"] == {"p2": "answer_invitation"}


def test_a_side_that_has_nobody_left_ends_it():
    walk = invited(*THREE)
    for who in ("p2", "p3"):
        walk.take("answer_invitation", who, answer="no")
    assert walk.matter.state == "refused"


def test_the_rest_are_accepted_when_the_one_who_had_not_answered_leaves():
    walk = invited(*THREE)
    walk.take("answer_invitation", "p2", answer="yes")
    walk.take("refuse", "p3", reason="不想掺和。")
    assert walk.matter.state == "invited"
    with pytest.raises(Refused, match="没有等待答复的当事人"):
        walk.take("answer_invitation", "p2", answer="yes")
    walk.take("accept", "luo", consenting=["p1", "p2"], said="phone")
    assert walk.matter.state == "accepted"


def test_a_party_answers_for_itself_and_once():
    walk = invited(*THREE)
    with pytest.raises(Invalid, match="只能替自己表态"):
        walk.take("answer_invitation", "p2", party="p3", answer="no")
    walk.take("answer_invitation", "p2", answer="yes")
    with pytest.raises(Invalid, match="已经答复过了"):
        walk.take("answer_invitation", "p2", answer="no")


def test_a_clerk_writes_down_who_said_what_and_how():
    walk = invited()
    with pytest.raises(Invalid):
        walk.take("answer_invitation", "luo", party="p2", answer="yes")
    event = walk.take("answer_invitation", "luo", party="p2", answer="yes", said="phone")
    assert event.values == {"party": "p2", "said": "phone", "answer": "yes"}
    online = invited().take("answer_invitation", "p2", answer="yes")
    assert online.values["said"] == "online"


@pytest.mark.parametrize(("source", "asked"), [("applied", {"p2"}), ("own_motion", {"p1", "p2"})])
def test_who_applied_has_consented_and_who_did_not_is_asked(source, asked):
    walk = Walk.begun("register", "luo", source=source, channel="window")
    consents = walk.matter.data["consents"]
    assert {"p1", "p2"} - set(consents) == asked


def test_all_must_agree_before_it_is_accepted_at_the_desk():
    walk = Walk.begun("register", "luo", parties=THREE, **REGISTER)
    with pytest.raises(Invalid, match="还有 1 位当事人没有同意"):
        walk.take("accept", "luo", consenting=["p2"], said="on_site")
    walk.take("accept", "luo", consenting=["p2", "p3"], said="on_site")
    assert walk.matter.state == "accepted"


@pytest.mark.parametrize("state", ["registered", "invited", "accepted", "assigned", "in_session"])
@pytest.mark.parametrize(
    ("who", "step", "end"), [("p2", "refuse", "refused"), ("p1", "withdraw", "withdrawn")]
)
def test_anybody_may_stop_at_any_time_in_one_step(state, who, step, end):
    walk = Walk.begun().to(state)
    walk.take(step, who)
    assert walk.matter.state == end


def test_only_an_applicant_withdraws():
    walk = Walk.begun().to("in_session")
    with pytest.raises(Refused):
        walk.take("withdraw", "p2")
    with pytest.raises(Invalid, match="只有申请人可以撤回申请"):
        walk.take("withdraw", "luo", party="p2", said="phone")


def test_who_has_left_says_nothing_more():
    walk = invited(*THREE)
    walk.take("refuse", "p3")
    with pytest.raises(Invalid, match="已经退出本次调解"):
        walk.take("refuse", "p3")


def test_an_agreement_that_names_somebody_who_left_is_void():
    walk = Walk.begun(parties=THREE).to("in_session")
    term = {"payer": "p3", "payee": "p1", "sum": "100", "way": "现金", "due": "2026-08-31"}
    walk.take("agree_orally", "deng", facts_agreed="漏水。", points="赔偿。", terms=[term])
    walk.take("confirm_orally", "p1")
    walk.take("refuse", "p3")
    assert walk.matter.state == "in_session"
    assert walk.matter.data["draft"] is None
    with pytest.raises(Refused, match="还没有记录口头协议"):
        walk.take("confirm_orally", "p2")
    again = {**term, "payer": "p2"}
    walk.take("agree_orally", "deng", facts_agreed="漏水。", points="赔偿。", terms=[again])
    for who in ("p1", "p2"):
        walk.take("confirm_orally", who)
    assert walk.matter.state == "agreed_oral"


def test_each_party_rates_once_and_after_the_end():
    walk = invited()
    with pytest.raises(Refused, match="有了结果以后"):
        walk.take("rate", "p1", stars=5)
    walk.take("refuse", "p2")
    walk.take("rate", "p1", stars=4)
    walk.take("rate", "p2", stars=1, text="态度一般。")
    with pytest.raises(Refused, match="您已经评价过"):
        walk.take("rate", "p1", stars=5)
    assert walk.matter.data["ratings"] == {"party:p1": 4, "party:p2": 1}
