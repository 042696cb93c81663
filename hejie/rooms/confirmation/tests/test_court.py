"""At the court: papers, acceptance, review, ruling, service, objections, enforcement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.notices import reader as notices
from hejie.kernel.readers import catch_up
from hejie.kernel.supervision import Level, level_of
from hejie.rooms.confirmation.stories import (
    dismissed_then_mended,
    does_not_come,
    nobody_answers,
    repair_confirmed,
    third_party_objects,
    wages_confirmed,
)
from hejie.rooms.confirmation.stories.phrases import PAPERS
from hejie.rooms.confirmation.tests.playing import again, confirmation_of, take, told_until
from hejie.stories.telling import moment

pytestmark = pytest.mark.usefixtures("zhangwan")
STORY = wages_confirmed.story


def clock(matter: Matter, key: str, subject: str = "") -> Clock:
    return clocks_of(matter).get(key=key, subject=subject)


def test_the_court_receives_a_full_list_only():
    matter = confirmation_of(told_until(STORY, "submit", before=True))
    for missing in PAPERS:
        present = [key for key in PAPERS if key != missing]
        with pytest.raises(Invalid, match="还缺：") as refused:
            take(matter, "submit", "qin", "2026-04-13 09:00", papers_present=present)
        assert set(refused.value.errors) == {"papers_present"}
    assert again(matter).state == "prepared"


def test_three_days_run_from_receipt():
    matter = confirmation_of(told_until(STORY, "submit"))
    assert str(clock(matter, "accept").strict_due) == "2026-04-16"


def test_thirty_days_warn_at_fifteen_and_twenty_five():
    matter = confirmation_of(told_until(STORY, "accept"))
    running = clock(matter, "conclude")
    assert str(running.strict_due) == "2026-05-13"
    days = [
        (15, 0, Level.NONE),
        (16, 0, Level.YELLOW),
        (25, 0, Level.YELLOW),
        (26, 0, Level.RED),
        (30, 23, Level.RED),
        (31, 0, Level.LATE),
    ]
    accepted = moment("2026-04-13 00:00")
    for day, hour, level in days:
        assert level_of(running, now=accepted + timedelta(days=day, hours=hour)) == level, day


def test_the_president_s_extension_needs_a_paper_and_ends_at_ten_days():
    matter = confirmation_of(told_until(STORY, "take_up"))
    facts = {"extension": 10, "reason": "复杂"}
    with pytest.raises(Invalid) as refused:
        take(matter, "extend", "fangming", "2026-04-20 09:00", **facts)
    assert set(refused.value.errors) == {"approval"}
    paper = [{"name": "批准.txt", "content": "5ZCM5oSP"}]
    take(matter, "extend", "fangming", "2026-04-20 09:00", **facts, approval=paper)
    assert str(clock(matter, "decide").strict_due) == "2026-05-08"
    with pytest.raises(Refused, match="最多延长10日"):
        take(matter, "extend", "fangming", "2026-04-21 09:00", **facts, approval=paper)


def test_only_a_judge_reviews():
    matter = confirmation_of(told_until(STORY, "accept"))
    with pytest.raises(Refused, match="这一步由法官办理"):
        take(matter, "take_up", "qin", "2026-04-13 14:00")


def test_whoever_is_excused_is_not_taken_to_have_withdrawn():
    matter = confirmation_of(told_until(does_not_come.story, "hold_review", before=True))
    facts = {"present": ["p1"], "record": "请假。"}
    with pytest.raises(Invalid, match="请选有没有正当理由"):
        take(matter, "hold_review", "fangming", "2026-07-21 10:30", **facts)
    take(matter, "hold_review", "fangming", "2026-07-21 10:30", **facts, excused="yes")
    with pytest.raises(Refused, match="没有人无故不到场"):
        take(matter, "deem_withdrawn", "fangming", "2026-07-21 15:00")


def test_a_supplement_in_time_brings_it_back_to_the_judge():
    matter = confirmation_of(told_until(nobody_answers.story, "ask_supplement"))
    with pytest.raises(Refused):
        take(matter, "deem_withdrawn", "fangming", "2026-06-29 12:00")
    take(matter, "hand_in", "p1", "2026-06-29 20:00", text="发票交了。")
    assert again(matter).state == "under_review"
    assert clock(matter, "hand_in").status == Clock.MET


def test_before_acceptance_one_withdraws_alone_and_after_it_the_court_permits():
    before = confirmation_of(told_until(STORY, "submit"))
    take(before, "withdraw", "p2", "2026-04-13 09:40")
    assert again(before).state == "withdrawn"
    later = timedelta(weeks=1)
    after = confirmation_of(told_until(STORY, "take_up", later=later))
    take(after, "withdraw", "p2", "2026-04-21 09:00")
    assert again(after).state == "under_review"
    with pytest.raises(Refused, match="等法院准许"):
        take(after, "withdraw", "p1", "2026-04-21 09:10")
    take(after, "permit_withdrawal", "fangming", "2026-04-21 10:00")
    assert again(after).state == "withdrawn"


def test_the_committee_is_told_why_its_agreement_was_dismissed():
    matter = confirmation_of(told_until(dismissed_then_mended.story, "dismiss"))
    catch_up([notices], now=moment("2026-04-23 16:00"))
    kept = Notice.objects.filter(matter_id=matter.id, to="organ:t-420303001")
    [told] = [notice for notice in kept if "驳回" in notice.text]
    assert "内容不明确" in told.text


def test_each_party_s_time_begins_with_its_own_receipt():
    matter = confirmation_of(told_until(repair_confirmed.story, "serve"))
    assert (matter.state, str(clock(matter, "object", "p1").strict_due)) == ("valid", "2026-04-14")
    assert not clocks_of(matter).filter(key="enforce").exists()
    with pytest.raises(Invalid, match="已经送达"):
        take(matter, "serve", "qin", "2026-03-30 10:00", party="p1", way="mail")
    take(matter, "serve", "qin", "2026-03-31 09:00", party="p2", way="mail")
    matter = again(matter)
    assert (matter.state, str(clock(matter, "object", "p2").strict_due)) == (
        "in_force",
        "2026-04-15",
    )


def test_service_of_a_dismissal_starts_no_objection():
    matter = confirmation_of(told_until(dismissed_then_mended.story, "serve"))
    assert matter.state == "dismissed"
    assert not clocks_of(matter).filter(key__in=["object", "enforce"]).exists()


def test_enforcement_runs_from_the_last_instalment():
    matter = confirmation_of(told_until(STORY, "apply_enforcement", before=True))
    running = clock(matter, "enforce")
    assert str(running.strict_due) == "2028-06-10"


def test_only_the_one_to_whom_it_is_owed_asks_for_enforcement():
    matter = confirmation_of(told_until(STORY, "apply_enforcement", before=True))
    with pytest.raises(Invalid, match="权利人"):
        take(matter, "apply_enforcement", "p2", "2026-06-15 09:00", term="2", reason="x")
    with pytest.raises(Invalid, match="还没有到期"):
        take(matter, "apply_enforcement", "p1", "2026-06-10 09:00", term="2", reason="x")


def test_a_third_party_has_six_months_from_the_day_it_knew():
    matter = confirmation_of(told_until(third_party_objects.story, "hear_third"))
    assert str(clock(matter, "object_third", "p3").strict_due) == "2026-09-02"
    with pytest.raises(Invalid, match="期限已过"):
        take(matter, "object", "p3", "2026-09-03 09:00", reason="迟了")
    take(matter, "object", "p3", "2026-09-02 09:00", reason="没迟")
    with pytest.raises(Invalid, match="已经提出过异议"):
        take(matter, "object", "p3", "2026-09-02 10:00", reason="又提")


def test_a_stranger_s_words_are_a_party_s_and_nobody_else_reads_them():
    matter = confirmation_of(told_until(third_party_objects.story, "hear_third"))
    event = matter.data["thirds"]
    assert event == {"p3": "2026-03-02"}
    third = matter.party_set.get(key="p3")
    assert (third.role, third.name, third.phone) == ("third", "万春生", "13807280633")


def test_an_objection_that_does_not_hold_leaves_the_ruling():
    matter = confirmation_of(told_until(repair_confirmed.story, "decide_objection"))
    assert matter.state == "in_force"
    assert matter.data["objections"]["p2"]["upheld"] == "no"


def test_an_objection_that_holds_ends_every_clock():
    matter = confirmation_of(told_until(third_party_objects.story, "decide_objection"))
    assert matter.state == "revoked"
    assert not clocks_of(matter).filter(status=Clock.RUNNING).exists()
