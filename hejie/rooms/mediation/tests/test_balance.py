"""Before signing: each term confirmed, time to think, doubts that only the mediators know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hejie.api.gate import Caller
from hejie.api.told import events
from hejie.desk.history import History
from hejie.desk.tests.making import sign_in
from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.actions.checking import check_rows, verify
from hejie.kernel.clocks import clocks_of
from hejie.kernel.events import events_of
from hejie.kernel.matters import local_day
from hejie.kernel.notices import Notice
from hejie.kernel.parties import parties_of
from hejie.kernel.permissions import explain, situate
from hejie.kernel.tests.walking import TERM, Walk, confirm_all, confirm_terms, staff
from hejie.law.mediation import LOCAL_TIME_TO_THINK
from hejie.portal.happenings import Reader, happenings
from hejie.rooms.mediation import balance
from hejie.rooms.mediation.docking.desk import course_of
from hejie.rooms.mediation.tests.test_agreement import DRAFT, at_table, draft, sign
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.usefixtures("zhangwan")
SECRET = "他哥哥在门口等我，让我快点签"


def drafted(*terms: Any) -> Walk:
    walk = at_table()
    event = walk.take("draft_agreement", "deng", **DRAFT, terms=list(terms or (TERM,)))
    actions.issue(walk.matter, "agreement", event, now=walk.now)
    walk.matter.refresh_from_db()
    return walk


def why_not(walk: Walk, step: str, who: str) -> tuple[str, ...]:
    situation = situate(walk.matter, walk.actor(who), now=walk.now)
    return next(one.reasons for one in explain(walk.matter, situation) if one.key == step)


def form_of(walk: Walk, who: str, step: str = "confirm_terms") -> Any:
    situation = situate(walk.matter, walk.actor(who), now=walk.now)
    names = {party.key: party.name for party in parties_of(walk.matter)}
    return actions.form_for(walk.matter.law, step, situation, names)


# Term by term.


def test_signing_waits_for_each_term_and_says_which_is_missing():
    walk = drafted(TERM, {**TERM, "sum": "", "thing": "修好防水层", "way": "请师傅"})
    assert why_not(walk, "sign", "p1") == ("请先逐条确认协议条款，还差第 1、2 条",)
    digest = form_of(walk, "p1").fields["digest"].initial
    walk.take("confirm_terms", "p1", terms=["2"], digest=digest)
    assert why_not(walk, "sign", "p1") == ("请先逐条确认协议条款，还差第 1 条",)
    assert [key for key, _label in form_of(walk, "p1").fields["terms"].choices] == ["1"]
    walk.take("confirm_terms", "p1", terms=["1"], digest=digest)
    assert why_not(walk, "sign", "p1") == ()
    assert "还差第 1、2 条" in why_not(walk, "sign", "p2")[0]


def test_a_term_is_told_in_plain_words_who_what_when_how_and_what_if_not():
    walk = drafted({**TERM, "default": "按欠款的万分之二付违约金"})
    ((_number, told),) = form_of(walk, "p1").fields["terms"].choices
    assert str(told) == (
        "第 1 条：刘大勇要在2026年8月31日以前，给王秀兰 4,200.00 元（肆仟贰佰元整）。"
        "怎么给：微信转账。没有做到：按欠款的万分之二付违约金。"
    )


def test_each_confirmation_carries_the_digest_of_the_term_that_was_shown():
    walk = drafted()
    confirm_all(walk)
    kept = [e.values["digests"] for e in events_of(walk.matter).filter(step="confirm_terms")]
    situation = situate(walk.matter, walk.actor("p1"), now=walk.now)
    assert kept == [[f"1={balance.digests(situation)['1']}"]] * 2


@pytest.mark.parametrize("change", [{"sum": "1.00"}, {"way": "现金"}, {}])
def test_another_draft_must_be_confirmed_anew(change: dict[str, str]):
    walk = drafted()
    confirm_all(walk)
    walk.take("draft_agreement", "deng", **DRAFT, terms=[{**TERM, **change}])
    assert "还差第 1 条" in why_not(walk, "sign", "p1")[0]


def test_a_corrected_word_must_be_confirmed_anew():
    walk = drafted()
    confirm_all(walk)
    event = events_of(walk.matter).filter(step="draft_agreement").get()
    actions.correct(
        walk.matter,
        actor=staff("luo"),
        words=(event.seq, "terms.0.way"),
        changes={"text": "现金"},
        reason="写错了",
        now=walk.now,
    )
    walk.matter.refresh_from_db()
    assert "还差第 1 条" in why_not(walk, "sign", "p1")[0]


def test_a_list_that_was_not_shown_is_not_confirmed():
    walk = drafted()
    with pytest.raises(Invalid, match="条款已经改动，请重新看过再确认"):
        walk.take("confirm_terms", "p1", terms=["1"], digest="sha256:0")


def test_at_the_table_it_is_kept_who_read_it_out():
    walk = drafted()
    form = form_of(walk, "deng")
    shown = form.fields["digest"].initial
    told = {"party": "p1", "said": "on_site", "terms": ["1"], "digest": shown}
    with pytest.raises(Invalid, match="谁念给当事人听的"):
        walk.take("confirm_terms", "deng", **told)
    walk.take("confirm_terms", "deng", **told, read_by="邓大海")
    assert why_not(walk, "sign", "p1") == ()


def test_staff_cannot_let_a_party_sign_that_has_not_confirmed():
    walk = drafted()
    facts = {"said": "on_site", "identity_checked": True, "drawn": "", "digest": "sha256:0"}
    with pytest.raises(Invalid, match="还差第 1 条"):
        walk.take("sign", "luo", party="p1", **{**facts, "drawn": drawn_signature()})


# Time to think.


def test_who_asks_for_time_cannot_sign_before_and_is_told_the_hour():
    walk = at_table()
    digest = draft(walk)
    walk.take("ask_time", "p1", hours="24")
    until = walk.now + timedelta(hours=24)
    told = f"还在考虑时间里，{until.month}月{until.day}日{until:%H:%M}以后才能签字"
    assert why_not(walk, "sign", "p1") == (told,)
    with pytest.raises(Refused, match="还在考虑时间里"):
        sign(walk, "p1", digest)
    assert why_not(walk, "sign", "p2") == ()
    walk.at(until + timedelta(minutes=1))
    sign(walk, "p1", digest)


def test_time_that_runs_is_not_asked_for_twice():
    walk = at_table()
    draft(walk)
    walk.take("ask_time", "p1", hours="24")
    with pytest.raises(Invalid, match="已经在考虑时间里"):
        walk.take("ask_time", "p1", hours="72")


def test_a_district_may_set_hours_that_hold_for_every_party():
    walk = at_table()
    assert not clocks_of(walk.matter).filter(key="think").exists()
    draft(walk)
    assert not clocks_of(walk.matter).filter(key="think").exists(), "off until it is set"
    set_hours(walk, 48)
    digest = draft(walk)
    clock = clocks_of(walk.matter).get(key="think")
    assert (clock.rule, clock.due_at) == ("MD-L-THINK", walk.now + timedelta(hours=48))
    for who in ("p1", "p2"):
        with pytest.raises(Refused, match="还在考虑时间里"):
            sign(walk, who, digest)
    walk.at(clock.due_at + timedelta(minutes=1))
    for who in ("p1", "p2", "deng", "xie"):
        sign(walk, who, digest)
    assert walk.matter.state == "agreed_written"
    assert clocks_of(walk.matter).get(key="think").status == "stopped"


def test_what_is_agreed_orally_on_the_spot_does_not_wait_unless_somebody_asks():
    walk = at_table()
    set_hours(walk, 48)
    walk.take("agree_orally", "deng", facts_agreed="漏水。", points="谁修。", terms=[TERM])
    walk.take("ask_time", "p2", hours="24")
    walk.take("confirm_orally", "p1")
    with pytest.raises(Refused, match="还在考虑时间里"):
        walk.take("confirm_orally", "p2")


def test_a_rule_that_is_on_cannot_be_set_to_nothing_and_this_one_can():
    walk = at_table()
    set_hours(walk, 0)
    draft(walk)
    assert not clocks_of(walk.matter).filter(key="think").exists()


def set_hours(walk: Walk, hours: int) -> None:
    """The centre's director sets the district's hours from the matter's day on."""
    actions.set_local_value(
        LOCAL_TIME_TO_THINK,
        actor=staff("meng", walk.now),
        quantity=hours,
        valid_from=local_day(walk.now),
        owner="区司法局",
        now=walk.now,
    )


# Doubts.


@pytest.fixture
def doubted() -> Walk:
    walk = at_table()
    draft(walk)
    walk.take("raise_doubt", "p1", kind="pressed", text=SECRET)
    return walk


def test_who_doubts_cannot_sign_until_the_mediator_has_answered(doubted: Walk):
    assert why_not(doubted, "sign", "p1") == ("您告诉调解员的顾虑还没有谈，谈过再签",)
    (doubt,) = balance.doubts(doubted.matter.data)
    doubted.take("answer_doubt", "deng", doubt=doubt, answer="spoken", text="单独谈了。")
    assert why_not(doubted, "sign", "p1") == ()
    with pytest.raises(Refused, match="没有等您回应的顾虑"):
        doubted.take("answer_doubt", "deng", doubt=doubt, answer="spoken", text="再谈。")


def test_the_mediator_does_not_sign_over_a_doubt(doubted: Walk):
    (reason,) = [one for one in why_not(doubted, "countersign", "deng") if "顾虑" in one]
    assert reason == "有当事人只告诉了调解员的顾虑，请先谈过、记下怎么回应的"


def test_nothing_that_the_other_side_can_ask_changes_by_a_doubt():
    walk = at_table()
    draft(walk)
    before = [(one.key, one.reasons) for one in _decisions(walk, "p2")]
    walk.take("raise_doubt", "p1", kind="pressed", text=SECRET)
    assert [(one.key, one.reasons) for one in _decisions(walk, "p2")] == before


def _decisions(walk: Walk, who: str) -> list[Any]:
    return explain(walk.matter, situate(walk.matter, walk.actor(who), now=walk.now))


def test_a_doubt_is_in_nobody_else_s_history_and_in_no_notice(doubted: Walk):
    (doubt,) = balance.doubts(doubted.matter.data)
    doubted.take("answer_doubt", "deng", doubt=doubt, answer="spoken", text=SECRET)
    parties = list(parties_of(doubted.matter))
    titles = {
        who: [
            h.title for h in History(doubted.matter, staff(who), parties, whole=True).happenings()
        ]
        for who in ("deng", "luo", "xie")
    }
    assert {"有顾虑，只告诉调解员", "回应当事人的顾虑"} <= set(titles["deng"])
    for who in ("luo", "xie"):
        assert not any("顾虑" in title for title in titles[who])
    assert not any("顾虑" in one.title for one in course_of(doubted.matter)), "nor in the court's"
    assert not any(SECRET in notice.text for notice in Notice.objects.all())


def test_the_other_side_s_page_tells_nothing_of_it_and_one_s_own_does(doubted: Walk):
    def told_to(key: str) -> list[str]:
        party = parties_of(doubted.matter).get(key=key)
        situation = situate(doubted.matter, doubted.actor(key), now=doubted.now)
        names = {one.key: one.name for one in parties_of(doubted.matter)}
        found = happenings(doubted.matter, names=names, reader=Reader(party, situation))
        return [one.title for one in found]

    assert "有顾虑，只告诉调解员" in told_to("p1")
    assert "有顾虑，只告诉调解员" not in told_to("p2")
    stranger = happenings(doubted.matter, names={})
    assert "有顾虑，只告诉调解员" not in [one.title for one in stranger]


def test_the_mediator_s_page_tells_it_first_and_a_clerk_s_does_not(doubted: Walk):
    address = f"/desk/matters/{doubted.matter.reference}/"
    mediator = sign_in("deng").get(address).content.decode()
    assert SECRET in mediator
    assert "觉得有人逼我、催我签" in mediator
    clerk = sign_in("luo").get(address).content.decode()
    assert SECRET not in clerk
    assert "有当事人只告诉了您" not in clerk


def test_who_wants_time_to_think_is_told_to_the_mediator():
    walk = at_table()
    draft(walk)
    walk.at(timezone.now()).take("ask_time", "p2", hours="24")
    html = sign_in("deng").get(f"/desk/matters/{walk.matter.reference}/").content.decode()
    assert "有人要再想一想" in html


def test_the_words_lie_in_the_sealed_compartment_and_the_chain_holds(doubted: Walk):
    (event,) = events_of(doubted.matter).filter(step="raise_doubt")
    assert set(event.payload["sealed"]) == {"text"}
    assert "words" not in event.payload
    assert [*verify(doubted.matter), *check_rows(doubted.matter)] == []


def test_the_api_gives_others_the_link_alone(doubted: Walk):
    def told(who: str) -> dict[str, Any]:
        caller = Caller(actor=staff(who), now=doubted.now)
        found = events_of(doubted.matter).filter(step="raise_doubt")
        return events(doubted.matter, list(found), caller)[0]

    assert told("luo")["record"] is None
    assert told("luo")["words"] == {}
    assert told("luo")["hash"]
    assert told("deng")["words"]["text"] == SECRET


def test_confirming_again_is_refused():
    walk = drafted()
    walk.matter = confirm_terms(walk.matter, walk.actor("p1"), now=walk.now)
    with pytest.raises(Refused, match="条款都已经确认过了"):
        walk.take("confirm_terms", "p1", terms=["1"], digest="sha256:0")
