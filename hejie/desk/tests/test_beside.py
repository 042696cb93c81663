"""Beside a matter: the articles it rests on, and like ones in which nobody can be found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hejie.desk.like_cases import MOST, like_cases
from hejie.desk.tests.making import APPLICANT, page, party, register, sign_in, someone, take
from hejie.kernel import search, statute_texts
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.statutes import Statute

pytestmark = pytest.mark.usefixtures("zhangwan")

LEAK = "楼上漏水，天花板泡坏了，楼上不肯赔。"
BARK = "隔壁的狗半夜叫，噪声吵得睡不着。"


def closed(told: str = LEAK, **facts: Any) -> Matter:
    """A matter that came to its end and can be searched."""
    matter = register(facts_told=told, **facts)
    matter = take(matter, "withdraw", "luo", party="p1", said="on_site", text="自己谈好了。")
    assert matter.closed_at is not None
    search.index([matter])
    return matter


def like(matter: Matter, who: str = "luo") -> list[str]:
    return [case.category for case in like_cases(matter, someone(who, timezone.now()))]


def test_like_closed_matters_are_found_by_cause_and_words():
    closed()
    closed(category="MD07")
    open_one = register(facts_told=LEAK)
    search.index([open_one])
    assert like(register(facts_told="楼上漏水，把我家墙泡了。")) == ["邻里"]
    assert like(register(facts_told="楼上漏水。", category="MD17")) == []
    assert like(register(facts_told="没有列出来的话。")) == []


def test_what_is_shown_of_a_like_matter_tells_of_nobody():
    before = closed(
        parties=[
            party("applicant", "欧阳明月", phone="13807289911"),
            party("respondent", "司马青云"),
        ]
    )
    html = sign_in("luo").get(page(register(facts_told=LEAK), "beside/")).content.decode()
    assert "申请人撤回" in html
    assert before.opened_at.strftime("%Y-%m") in html
    for told in ("欧阳明月", "司马青云", "13807289911", before.reference, str(before.id), "天花板"):
        assert told not in html


def test_nobody_is_found_through_like_matters():
    """Somebody who knows a name, a phone or an address writes it into a matter and looks."""
    closed(
        "赵铁柱家住柳林路九号，电话13807285566，他的羊吃了菜。",
        parties=[party("applicant", "欧阳明月"), party("respondent", "赵铁柱")],
    )
    for known in ("赵铁柱", "欧阳明月", "柳林路九号", "13807285566"):
        probe = register(
            facts_told=f"{known}。", parties=[APPLICANT, party("respondent", "赵铁柱")]
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert like(probe) == []
        searches = [one["sql"] for one in asked.captured_queries if "tsquery" in one["sql"]]
        assert not any(known in one for one in searches)


def test_the_words_of_the_query_come_from_the_lists_alone():
    closed()
    probe = register(facts_told=f"欧阳明月说：{LEAK}13807285566")
    with CaptureQueriesContext(connection) as asked:
        assert like(probe) == ["邻里"]
    searches = [one["sql"] for one in asked.captured_queries if "tsquery" in one["sql"]]
    assert searches
    assert not any(word in one for one in searches for word in ("欧阳", "明月", "13807285566"))


def test_only_matters_in_sight_are_counted():
    closed()
    probe = register(facts_told=LEAK)
    assert like(probe) == ["邻里"]
    assert like(probe, "meng") == []


def test_at_most_a_few_are_shown_by_few_queries_however_many_there_are():
    probe = register(facts_told=LEAK)
    actor = someone("luo", timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            like_cases(probe, actor)
        return len(asked)

    closed()
    few = queries()
    for _number in range(MOST + 1):
        closed()
    assert queries() == few <= 5
    assert len(like_cases(probe, actor)) == MOST


def test_what_is_too_old_is_no_longer_like():
    old = closed()
    Matter.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=4 * 365))
    assert like(register(facts_told=LEAK)) == []


def test_articles_stand_beside_a_matter_as_they_were_on_its_day():
    label, on = "第二百九十六条", date(2020, 5, 28)
    statute_texts.keep([Statute("民法典", on, {label: "旧的写法。"})], now=timezone.now())
    later = local_day(timezone.now()) + timedelta(days=9)
    statute_texts.keep([Statute("民法典", later, {label: "新的写法。"})], now=timezone.now())
    html = sign_in("luo").get(page(register(facts_told=LEAK), "beside/")).content.decode()
    assert "旧的写法。" in html
    assert "新的写法。" not in html
    assert "2020-05-28 版" in html
    assert f"后来还有 {later} 版" in html


def test_our_sentence_serves_where_nothing_is_imported():
    html = sign_in("luo").get(page(register(facts_told=LEAK), "beside/")).content.decode()
    assert "这里没有导入法律全文" in html
    assert "借邻居的房屋、土地用水排水" in html


def test_the_matter_leads_to_what_lies_beside_it_also_without_script():
    matter = register(facts_told=LEAK)
    client = sign_in("luo")
    assert f'href="{page(matter, "beside/")}"' in client.get(page(matter)).content.decode()
    part = client.get(page(matter, "beside/"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert sign_in("meng").get(page(matter, "beside/")).status_code == 404


@pytest.mark.parametrize("told", ["", BARK])
def test_a_matter_without_like_ones_says_so(told: str):
    closed()
    html = sign_in("luo").get(page(register(facts_told=told or "说不清。"), "beside/"))
    assert html.status_code == 200
