"""Applying: what the platform sees itself, what it asks, and two who have to say yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hejie.kernel import actions, links, permissions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.notices import reader as notices
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import catch_up
from hejie.kernel.tests.walking import party, sent
from hejie.rooms.confirmation.grounds import DISMISSED, NOT_ACCEPTED
from hejie.rooms.confirmation.stories import (
    dismissed_then_mended,
    sought_on_day_31,
    wages_confirmed,
)
from hejie.rooms.confirmation.stories.phrases import MEDIATION, does
from hejie.rooms.confirmation.tending import tend
from hejie.rooms.confirmation.tests.playing import (
    again,
    ask,
    confirmation_of,
    mediation_of,
    take,
    told_until,
    who_is,
)
from hejie.stories.telling import Telling, moment

pytestmark = pytest.mark.usefixtures("zhangwan")
STORY = wages_confirmed.story
WHEN = "2026-04-10 19:00"


def agreed(**change: object) -> Matter:
    """The agreement about wages, with its draft or registration told otherwise."""
    telling = Telling(STORY)
    for act in STORY.acts:
        if act.of != MEDIATION:
            break
        drafts = {"acknowledged"} if act.step == "draft_agreement" else set()
        told = {name: value for name, value in change.items() if name in {*act.facts, *drafts}}
        told |= {"terms": act.facts["terms"]} if act.step == "confirm_terms" else {}
        telling.tell(replace(act, facts={**act.facts, **told}))
    return mediation_of(telling)


def reasons(matter: Matter, when: str = WHEN) -> tuple[str, ...]:
    actor = who_is("p1", matter, moment(when))
    situation = permissions.situate(matter, actor, now=moment(when))
    [way] = links.ways_out(matter, situation)
    return way.decision.reasons


# What the platform sees itself


def test_the_last_day_is_open_and_the_next_is_closed_with_advice():
    matter = mediation_of(told_until(sought_on_day_31.story, "ask", before=True))
    assert str(clocks_of(matter).get(key="confirm").rolled_due) == "2026-06-11"
    assert reasons(matter, "2026-06-11 23:59") == ()
    [closed] = reasons(matter, "2026-06-12 00:00")
    assert "超过三十日" in closed
    assert "协议仍然有约束力；对方不履行的，可以向法院起诉" in closed
    with pytest.raises(Refused, match="超过三十日"):
        ask(matter, "p1", "2026-06-12 09:00")


def test_a_rest_day_at_the_end_moves_the_last_day():
    matter = agreed()
    clock = clocks_of(matter).get(key="confirm")
    assert clock.strict_due <= clock.rolled_due


def test_labour_agreements_are_confirmed_for_payments_only():
    matter = agreed(terms=[does("2026-05-10", "补缴社会保险")], acknowledged=["not_payment.1"])
    [reason] = reasons(matter)
    assert "劳动争议的协议，只有全部是给付义务" in reason
    with pytest.raises(Refused, match="给付义务"):
        ask(matter, "p1", WHEN)


def test_other_agreements_may_be_about_things():
    assert reasons(agreed(terms=[does("2026-05-10", "修好防水")], category="MD03")) == ()


def test_labour_agreements_must_come_from_a_people_s_mediation_committee():
    matter = agreed()
    matter.holder.kind = "bureau"
    matter.holder.save()
    [reason] = reasons(again(matter))
    assert "人民调解委员会主持" in reason


def test_what_was_dismissed_is_mended_first():
    telling = told_until(dismissed_then_mended.story, "dismiss")
    [reason] = reasons(mediation_of(telling), "2026-04-25 10:00")
    assert "请先请调解员变更协议" in reason


def test_an_agreement_is_mended_only_if_all_agree():
    telling = told_until(dismissed_then_mended.story, "dismiss")
    with pytest.raises(Invalid, match="变更协议要各方都同意"):
        take(
            mediation_of(telling), "mend", "deng", "2026-04-27 09:00", agreeing=["p1"], reason="改"
        )


# What it asks


def test_each_ground_is_answered_with_its_article_and_advice():
    matter = agreed()
    asked = [
        *(("excluded", key, ground, "第三百五十五条") for key, ground in NOT_ACCEPTED.items()),
        *(("harmful", key, ground, "第三百五十八条") for key, ground in DISMISSED.items()),
    ]
    for field, key, ground, article in asked:
        with pytest.raises(Invalid) as refused:
            ask(matter, "p1", WHEN, **{field: [key]})
        [told] = refused.value.errors[field]
        assert ground.law in told
        assert article in told
        assert ground.advice in told
    assert "linked" not in again(matter).data


def test_there_are_five_grounds_and_six():
    assert (len(NOT_ACCEPTED), len(DISMISSED)) == (5, 6)


def test_the_list_must_have_been_read_and_the_court_have_a_reason_to_hear_it():
    matter = agreed()
    for facts in (
        {"truthful": False},
        {"court_ground": "invited"},
        {"court_ground": "somewhere"},
        {"court": "zw-centre"},
    ):
        with pytest.raises(Invalid) as refused:
            ask(matter, "p1", WHEN, **facts)
        assert refused.value.errors.keys() == facts.keys()


# Two who say yes


def asked() -> Matter:
    telling = told_until(STORY, "ask")
    return confirmation_of(telling)


def shown(matter: Matter) -> str:
    [(kind, event)] = actions.texts_to_sign(matter, "consent")
    return actions.issue(matter, kind, event, now=moment(WHEN)).digest


def test_a_yes_is_bound_to_the_text_that_was_shown():
    matter = asked()
    for digest in ("", "sha256:" + "0" * 64):
        with pytest.raises(Invalid, match="请先看完申请书"):
            take(matter, "consent", "p1", "2026-04-10 19:10", answer="yes", digest=digest)
    digest = shown(matter)
    take(matter, "consent", "p1", "2026-04-10 19:10", answer="yes", digest=digest)
    assert again(matter).data["consents"] == {"p1": "yes"}


def test_a_yes_from_the_own_phone_needs_a_fresh_code():
    matter = asked()
    now = moment("2026-04-10 20:00")
    actor = party(matter, "p1", verified_at=now - timedelta(hours=1))
    given = sent({"answer": "yes", "digest": shown(matter)})
    with pytest.raises(Refused, match="短信验证码"):
        actions.take(again(matter), "consent", actor=actor, sent=given, now=now)


def test_nobody_says_yes_for_the_other():
    matter = asked()
    with pytest.raises(Invalid, match="只能替自己表态"):
        take(
            matter,
            "consent",
            "p1",
            "2026-04-10 19:10",
            party="p2",
            answer="yes",
            digest=shown(matter),
        )


def test_the_last_yes_brings_it_to_the_court_and_the_committee_stays_in_it():
    telling = told_until(STORY, "submit", before=True)
    matter = confirmation_of(telling)
    assert (matter.state, matter.holder_id) == ("prepared", "zw-court")
    assert clocks_of(matter).get(key="confirm").status == Clock.MET
    for who in ("luo", "deng", "xie", "qin", "fangming"):
        actor = who_is(who, matter, moment("2026-04-11 09:00"))
        assert permissions.visible_to(actor).filter(pk=matter.pk).exists(), who


def test_one_no_ends_it_and_binds_nobody():
    matter = asked()
    take(matter, "consent", "p2", "2026-04-10 19:10", answer="no")
    ended = again(matter)
    assert (ended.state, ended.holder_id) == ("not_applied", "t-420303001")
    assert clocks_of(ended).get(key="confirm").status == Clock.STOPPED


def test_the_other_is_invited_with_a_code_of_its_own():
    matter = asked()
    catch_up([notices], now=moment(WHEN))
    told = {n.to: n.text for n in Notice.objects.filter(matter_id=matter.id, seq=1)}
    codes = {f"party:{p.key}": p.code for p in parties_of(matter)}
    assert told.keys() == codes.keys()
    assert "对方想和您一起申请司法确认" in told["party:p2"]
    for to, code in codes.items():
        assert code in told[to]


def test_after_the_thirtieth_day_the_platform_lets_go():
    matter = asked()
    last = clocks_of(matter).get(key="confirm").late_at
    assert tend(last - timedelta(minutes=1), only=matter) == 0
    assert [tend(last, only=matter) for _ in range(2)] == [1, 0]
    assert again(matter).state == "not_applied"
