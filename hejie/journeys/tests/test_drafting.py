"""An agreement drafted with clauses of the library, with a script and without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hejie.journeys.tests.acting import begin, sign_in
from hejie.journeys.tests.browsing import DESK
from hejie.journeys.tests.conftest import Open
from hejie.journeys.tests.seeding import told_to

pytestmark = pytest.mark.usefixtures("zhangwan")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_clause_is_put_in_and_what_a_court_would_refuse_is_seen(
    opened: Open, scripts: bool
) -> None:
    matter = told_to("hold_session")
    mediator = opened(DESK, java_script_enabled=scripts)
    sign_in(mediator, "deng")
    begin(mediator, matter.reference, "起草书面协议")
    page = mediator.page
    mediator.fill("纠纷的主要事实", "防水层破损，渗水。")
    mediator.fill("争议事项", "怎么修、赔多少。")
    mediator.choose("条款", "限期修复")
    library = page.get_by_role("group", name="条款库")
    library.get_by_label("谁给（义务人）").select_option(label="刘大勇")
    library.get_by_label("给谁（权利人）").select_option(label="王秀兰")
    library.get_by_label("哪天前").fill("2026-08-31")
    mediator.press("放进协议条款")
    expect(page.get_by_role("status").filter(has_text="放进第 1 条")).to_be_visible()
    expect(page.get_by_label("争议事项")).to_have_value("怎么修、赔多少。")
    first = page.get_by_role("group", name="第 1 行")
    expect(first.get_by_label("怎么给")).to_have_value(
        "由【谁】请有资质的人施工，完成后双方到场查看并签字"
    )
    mediator.press("起草书面协议")
    seen = page.get_by_role("checkbox", name="还没有填")
    expect(seen).to_be_visible()
    first = page.get_by_role("group", name="第 1 行")
    first.get_by_label("或者做什么事").fill("修复卫生间防水层，闭水试验不渗漏")
    first.get_by_label("怎么给").fill("请有资质的人施工，完成后双方到场查看并签字")
    mediator.press("起草书面协议")
    assert "起草书面协议，已记录" in mediator.text
