"""Search finds matters by what they are about, never by whose they are."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection

from hejie.kernel import actions, permissions, search
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import catch_up
from hejie.kernel.search import NEWEST, SearchEntry, first, split
from hejie.kernel.tests.walking import APPLICANT, MONDAY, RESPONDENT, Walk, staff

LATER = MONDAY + timedelta(days=1)


def found(query: str) -> list[Matter]:
    catch_up([search.reader], now=LATER)
    return first(Matter.objects.all(), NEWEST, 100, query=query)


def test_words_place_kind_and_number_find_a_matter(zhangwan):
    leak = Walk.begun(facts_told="楼上卫生间漏水，天花板泡坏了。").matter
    wage = Walk.begun(facts_told="工地拖欠工资三个月。", category="MD09").matter
    assert found("漏水") == [leak]
    assert found("拖欠 工资") == [wage]
    assert found("天花板 工资") == []
    assert found(leak.reference) == [leak]
    assert found(f" {leak.reference} ") == [leak]
    assert found("医院") == []
    assert len(found("")) == 2


def test_words_of_later_acts_are_found_too(zhangwan):
    walk = Walk.begun()
    assert found("水表") == []
    walk.take("supplement", "p1", text="补一张水表的照片。")
    assert found("水表") == [walk.matter]


@pytest.mark.parametrize("query", ["%", "'", "\\", "((", ":*", "<script>", "🀄", "的" * 5000])
def test_any_query_is_only_a_query(zhangwan, query):
    Walk.begun()
    assert found(query) == []


def test_nobody_is_found_by_name_phone_or_number(zhangwan):
    person = {
        **APPLICANT,
        "name": "欧阳明珠",
        "id_number": "420303198001010017",
        "phone": "13807281234",
    }
    told = "欧阳明珠（13807281234，420303198001010017）说，邻居张德胜家漏水。"
    other = {**RESPONDENT, "name": "张德胜"}
    walk = Walk.begun(parties=[person, other], facts_told=told)
    assert found("漏水") == [walk.matter]
    for query in ("欧阳明珠", "张德胜", "13807281234", "420303198001010017"):
        assert found(query) == [], query


def test_a_name_that_was_corrected_finds_nobody_either(zhangwan):
    walk = Walk.begun(facts_told="王秀兰家漏水。")
    actions.correct(
        walk.matter,
        actor=staff("luo"),
        party="p1",
        changes={"name": "汪秀岚", "phone": "13907285678"},
        reason="看了身份证。",
        now=LATER,
    )
    assert parties_of(walk.matter).get(key="p1").name == "汪秀岚"
    for query in ("王秀兰", "汪秀岚", "13807280001", "13907285678"):
        assert found(query) == [], query


def test_sealed_words_are_not_indexed(zhangwan):
    walk = Walk.begun().to("in_session")
    begins = (walk.now + timedelta(hours=2)).isoformat()
    ends = (walk.now + timedelta(hours=3)).isoformat()
    walk.take("set_session", "deng", begins=begins, ends=ends, way="phone")
    walk.at(walk.now + timedelta(hours=4)).take(
        "hold_session",
        "deng",
        session="2",
        present=["p1"],
        identity_checked=True,
        rights_told=True,
        sham_warned=True,
        record="继续商量维修方案。",
        negotiation="愿意赔偿两千元底线。",
        result="continue",
    )
    assert found("维修方案") == [walk.matter]
    assert found("底线") == []


def test_splitting_keeps_words_and_drops_marks():
    assert split("楼上漏水，ABC-12！") == ["楼上", "漏水", "abc", "abc-12"]
    assert split("，。！") == []


def test_the_index_holds_no_long_text_in_full(zhangwan):
    walk = Walk.begun(facts_told="漏水" * 9000)
    for _ in range(3):
        walk.take("supplement", "p1", text="补充" * 9000)
    assert found("漏水") == [walk.matter]
    assert SearchEntry.objects.count() == 1


def test_common_and_rare_words_are_found_in_the_order_asked_for(zhangwan, monkeypatch):
    """Few are looked through here, so that both ways are gone: by the list, and by the index."""
    monkeypatch.setattr(search, "LOOKED_THROUGH", 4)
    leaks = [
        Walk.begun(now=MONDAY + timedelta(hours=n), facts_told=f"楼上漏水第{n}次。").matter
        for n in range(6)
    ]
    rare = Walk.begun(now=MONDAY - timedelta(days=9), facts_told="楼上漏水，还有白蚁。").matter
    catch_up([search.reader], now=LATER)
    everything = Matter.objects.all()
    for most in (1, 3, 6, 20):
        newest = first(everything, NEWEST, most, query="漏水")
        assert newest == [*reversed(leaks), rare][:most]
        oldest = first(everything, ("opened_at", "id"), most, query="漏水")
        assert oldest == [rare, *leaks][:most]
    assert first(everything, NEWEST, 5, query="白蚁") == [rare]


def test_a_request_finds_only_what_is_in_sight_whatever_way_it_is_looked_for(zhangwan, monkeypatch):
    here = Walk.begun(facts_told="楼上漏水。").matter
    there = Walk.begun(facts_told="楼上漏水。", place="420303003001").matter
    catch_up([search.reader], now=LATER)
    seen: dict[str, set[UUID]] = {}
    for looked_through in (0, 1, 100):
        monkeypatch.setattr(search, "LOOKED_THROUGH", looked_through)
        for who in ("luo", "lin"):
            permissions.look_as(staff(who))
            found = first(Matter.objects.all(), NEWEST, 1, query="漏水")
            found += first(Matter.objects.all(), NEWEST, 5, query="漏水")
            seen.setdefault(who, set()).update(one.id for one in found)
            connection.connection.execute("RESET ROLE")
    assert seen == {"luo": {here.id}, "lin": {here.id, there.id}}


def test_words_are_looked_up_in_their_index_under_the_lock(zhangwan):
    """Without it a search reads every entry: two seconds at three hundred thousand matters."""
    permissions.look_as(staff("lin"))
    wanted = search.Found.objects.filter(body=SearchQuery("漏水", config="simple"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = wanted.explain()
    connection.connection.execute("RESET ROLE")
    assert "search_by_word" in plan, plan
