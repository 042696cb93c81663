"""Lists: narrowed, paged and taken away, and the same price at thirty and at three hundred."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from hejie.desk import export
from hejie.desk.paging import page_of
from hejie.desk.tests.making import (
    APPLICANT,
    LEAK,
    VILLAGE,
    in_hand,
    page,
    register,
    sign_in,
    someone,
    take,
)
from hejie.desk.views.queue import FIRST_COME
from hejie.kernel import actions
from hejie.kernel.actions import Sent
from hejie.kernel.matters import Matter
from hejie.kernel.openings import Opening
from hejie.kernel.readers import catch_up
from hejie.kernel.search import reader as search
from hejie.kernel.supervision import sweep
from hejie.kernel.tallies import reader as tallies

pytestmark = pytest.mark.usefixtures("zhangwan")


def fill(count: int, *, days_ago: int = 4) -> list[Matter]:
    """Many matters at one window, some days old, so that their clocks press."""
    now = timezone.now() - timedelta(days=days_ago)
    facts = {
        "facts_told": LEAK,
        "category": "MD03",
        "place": VILLAGE,
        "source": "applied",
        "channel": "window",
        "parties": [APPLICANT, {"role": "respondent", "kind": "person", "name": "刘大勇"}],
    }
    rows = [Sent(data=facts) for _ in range(count)]
    done = actions.open_matters("mediation", actor=someone("luo", now), rows=rows, now=now)
    return [one.matter for one in done]


def references(answer: Any) -> list[str]:
    return [row.matter.reference for row in answer.context["rows"]]


def test_every_matter_is_on_exactly_one_page():
    fill(70)
    client = sign_in("luo")
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        answer = client.get("/desk/matters/", {"cursor": cursor} if cursor else {})
        seen += references(answer)
        cursor = answer.context["page"].next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 70
    assert not cursor


def test_pages_hold_though_moments_differ_by_microseconds():
    now = timezone.now()
    made = [register(now=now + timedelta(microseconds=n)) for n in range(5)]
    found: list[str] = []
    cursor = ""
    while True:
        one = page_of(Matter.objects.all(), FIRST_COME, cursor=cursor, size=2)
        found += [matter.reference for matter in one.rows]
        if not (cursor := one.next):
            break
    assert found == [matter.reference for matter in made]


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "bnVsbA", "WzEsMl0", "é", "W" * 9000, "\x00", "W1tdXQ=="]
)
def test_cursor_that_is_none_begins_at_the_start(cursor):
    matter = register()
    answer = sign_in("luo").get("/desk/matters/", {"cursor": cursor})
    assert references(answer) == [matter.reference]


def test_list_is_narrowed_by_each_filter():
    now = timezone.now()
    leak = register(now=now - timedelta(days=2))
    noise = register(
        facts_told="广场舞太吵", category="MD17", place="420303001202", now=now - timedelta(days=1)
    )
    invited = take(register(facts_told="物业不退押金", category="MD05"), "invite", "luo")
    catch_up([search], now=now)
    client = sign_in("luo")

    def found(**asked: str) -> set[str]:
        return set(references(client.get("/desk/matters/", asked)) if client else ())

    everything = {leak.reference, noise.reference, invited.reference}
    assert found() == everything
    assert found(state="invited") == {invited.reference}
    assert found(category="MD17") == {noise.reference}
    assert found(place="420303001202") == {noise.reference}
    assert found(place="420303001") == everything
    assert found(holder="t-420303001") == everything
    assert found(procedure="mediation") == everything
    assert found(q="广场") == {noise.reference}
    assert found(q=leak.reference) == {leak.reference}
    assert found(due_before=f"{timezone.localdate() + timedelta(days=60)}", order="due") == {
        leak.reference,
        noise.reference,
    }


def test_newest_first_or_nearest_due_first():
    now = timezone.now()
    old, new = register(now=now - timedelta(days=2)), register(now=now)
    client = sign_in("luo")
    assert references(client.get("/desk/matters/")) == [new.reference, old.reference]
    by_due = references(client.get("/desk/matters/?order=due"))
    assert by_due == [old.reference, new.reference]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "王秀兰"},
        {"q": "13807280001"},
        {"state": "nonsense", "q": "没有这种词"},
        {"due_before": "1999-01-01"},
    ],
)
def test_nothing_found_says_so_and_no_name_is_searched_for(asked):
    register()
    catch_up([search], now=timezone.now())
    answer = sign_in("luo").get("/desk/matters/", asked)
    assert references(answer) == []
    assert "没有这样的事项" in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"due_before": "9999-12-31"},
        {"due_before": "x"},
        {"order": "x"},
        {"place": "x'--"},
        {"holder": "\x00"},
        {"q": "\x00"},
        {"q": "' | ! & ("},
        {"procedure": "<script>"},
    ],
)
def test_word_that_is_no_filter_breaks_nothing(asked):
    register()
    assert sign_in("luo").get("/desk/matters/", asked).status_code == 200


def test_table_names_parties_to_those_who_see_names_and_takes_it_down():
    matter = register(place="420303001")
    text = sign_in("luo").get("/desk/matters/table.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text))
    assert row["编号"] == matter.reference
    assert row["当事人"] == "王秀兰 — 刘大勇"
    assert list(Opening.objects.values_list("what", "account__username")) == [("names", "luo")]
    assert APPLICANT["phone"] not in text


@pytest.mark.parametrize("who", ["zhou", "shen"])
def test_table_of_a_masked_reader_has_no_column_of_names(who):
    register()
    text = sign_in(who).get("/desk/matters/table.csv").content.decode("utf-8-sig")
    assert "当事人" not in text
    assert "王秀兰" not in text
    assert not Opening.objects.exists()


def test_table_holds_what_the_list_is_narrowed_to():
    register()
    noise = register(category="MD17")
    text = sign_in("luo").get("/desk/matters/table.csv?category=MD17").content.decode("utf-8-sig")
    assert [row["编号"] for row in csv.DictReader(StringIO(text))] == [noise.reference]


def test_workbook_has_the_same_rows_and_no_cell_that_runs():
    company = {"role": "applicant", "kind": "organisation", "name": "=HYPERLINK(1)公司"}
    parties = [company, {**APPLICANT, "role": "respondent"}]
    register(parties=parties)
    content = sign_in("luo").get("/desk/matters/table.xlsx").content
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "编号"
    assert str(rows[1][-1]).startswith("'=HYPERLINK(1)公司")


def test_long_table_says_that_it_is_cut(monkeypatch):
    monkeypatch.setattr(export, "MOST", 2)
    fill(3)
    text = sign_in("luo").get("/desk/matters/table.csv").content.decode("utf-8-sig")
    assert text.splitlines()[-1].startswith("只列出前 2 件")
    assert len(text.splitlines()) == 4


def queries(who: str, path: str) -> int:
    client = sign_in(who)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


PRICES = {
    ("luo", "/desk/"): 12,
    ("luo", "/desk/?of=organ"): 12,
    ("luo", "/desk/queue/"): 14,
    ("luo", "/desk/intake/"): 8,
    ("luo", "/desk/matters/"): 10,
    ("luo", "/desk/matters/?order=due"): 10,
    ("luo", "/desk/matters/?q=漏水"): 11,
    ("luo", "/desk/matters/table.csv"): 14,
    ("luo", "/desk/calendar/?of=people"): 12,
    ("xie", "/desk/supervision/"): 9,
    ("zhou", "/desk/supervision/?level=late"): 8,
}


def test_pages_cost_the_same_at_thirty_matters_and_at_three_hundred():
    in_hand()
    fill(29)
    catch_up([search, tallies], now=timezone.now())
    sweep(now=timezone.now())
    few = {asked: queries(*asked) for asked in PRICES}
    fill(270)
    catch_up([search, tallies], now=timezone.now())
    sweep(now=timezone.now())
    many = {asked: queries(*asked) for asked in PRICES}
    assert many == few
    dear = {asked: many[asked] for asked, most in PRICES.items() if many[asked] > most}
    assert not dear


def plan_of(who: str, path: str) -> str:
    """How the database means to find the page's rows once there are many of them."""
    client = sign_in(who)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    asked = next(q["sql"] for q in captured if q["sql"].endswith(" LIMIT 31"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("who", "path", "index"),
    [
        ("luo", "/desk/?of=organ", "clock_by"),
        ("luo", "/desk/matters/", "matter_by_age"),
        ("luo", "/desk/matters/?state=registered", "matter_by_state"),
        ("luo", "/desk/matters/?order=due", "matter_by_due"),
        ("xie", "/desk/supervision/", "clock_by_due"),
    ],
)
def test_lists_are_read_in_the_order_of_an_index(who, path, index):
    fill(3)
    plan = plan_of(who, path)
    assert index in plan
    assert "Sort Key" not in plan or "Presorted Key" in plan, plan


def test_page_of_a_matter_costs_the_same_however_long_its_history():
    matter = in_hand()
    short = queries("luo", page(matter))
    for number in range(12):
        take(matter, "remark", "luo", text=f"第 {number} 次记录")
    assert queries("luo", page(matter)) == short
    assert short <= 36
