"""Before signing, on a telephone: term by term, time to think, a word to the mediator alone."""

from __future__ import annotations

import pytest

from hejie.journeys.tests.acting import confirm_by_phone, sign_in
from hejie.journeys.tests.browsing import DESK, PHONE
from hejie.journeys.tests.conftest import Open
from hejie.journeys.tests.seeding import told_to
from hejie.kernel.parties import parties_of

pytestmark = pytest.mark.usefixtures("zhangwan")


def test_a_party_doubts_thinks_and_confirms_term_by_term(opened: Open) -> None:
    matter = told_to("draft_agreement")
    one, other = (parties_of(matter).get(key=key) for key in ("p1", "p2"))
    resident, opposite, mediator = opened(PHONE), opened(PHONE), opened(DESK)

    resident.open(f"/my/{one.code}/")
    confirm_by_phone(resident, "p1")
    resident.follow("有顾虑，只告诉调解员")
    resident.choose("您的情况", "觉得有人逼我、催我签")
    resident.fill("想说的话", "他催我今天就签。")
    resident.press("有顾虑，只告诉调解员")
    assert "已经办好" in resident.text

    opposite.open(f"/my/{other.code}/")
    confirm_by_phone(opposite, "p2")
    assert "催我" not in opposite.text

    sign_in(mediator, "deng", f"/desk/matters/{matter.reference}/")
    assert "有当事人只告诉了您" in mediator.text
    assert "他催我今天就签。" in mediator.text
    mediator.follow("回应当事人的顾虑")
    mediator.choose("怎么回应的", "单独谈过，本人说可以签")
    mediator.fill("谈的情况", "单独谈了，可以回家商量。")
    mediator.press("回应当事人的顾虑")

    resident.open(f"/my/{one.code}/")
    resident.follow("逐条确认")
    assert "没有做到：" in resident.text
    resident.tick("第 1 条")
    resident.press("逐条确认")
    resident.follow("逐条确认")
    assert "第 1 条" not in resident.text, "what is ticked is not asked again"
    resident.tick("第 2 条")
    resident.press("逐条确认")
    resident.follow("我要再想一想")
    resident.choose("想多久", "24 小时（1 天）")
    resident.press("我要再想一想")
    assert "以后才能签字" in resident.page.content()
