"""Each question gives what counting the matters themselves gives."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hejie.kernel.tallies import ALL, CAUSE, PLACE, ROOM
from hejie.statistics import parquet, reports
from hejie.statistics.queries import QUERIES
from hejie.statistics.tests.worlds import DISTRICTS, FIRST, LAST, MONTHS, NAMES, Life, lives

LIVES = lives()


def asked(folders, *names: str, public: bool = False) -> list[reports.Answer]:
    queries = [QUERIES[name] for name in names]
    return reports.ask(folders, queries, first=FIRST, last=LAST, public=public)


def in_time(month: str) -> bool:
    return FIRST <= month <= LAST


def counts(found: Iterable[Life], within: Callable[[str], bool] = in_time) -> dict[str, Any]:
    ways = Counter(what for one in found for month, what in one.happened if within(month))
    kept, met = ways["kept"], ways["kept"] + ways["broken"]
    return {
        "opened": ways["opened"],
        "ended": ways["ended"],
        "kept": kept,
        "met": met,
        "kept_percent": int(100 * kept / met + 0.5) if met else None,
        "dropped": ways["dropped"],
    }


def by(key: Callable[[Life], Any]) -> dict[Any, list[Life]]:
    found = defaultdict(list)
    for one in LIVES:
        found[key(one)].append(one)
    return dict(sorted(found.items()))


def test_by_month(folders):
    (answer,) = asked(folders, "by_month")
    expected = [
        {"district": district, "month": month, "reopened": 0} | counts(found, month.__eq__)
        for district, found in by(lambda one: one.district).items()
        for month in MONTHS
        if in_time(month)
    ]
    told = [row for row in expected if row["opened"] or row["ended"]]
    assert len(told) > 100
    assert answer.as_objects() == told


def test_by_district_with_ranks(folders):
    (answer,) = asked(folders, "by_district")
    whole = {district: counts(found) for district, found in by(lambda one: one.district).items()}
    rates = {d: one["kept"] / one["met"] for d, one in whole.items() if one["met"]}
    for district, row in zip(DISTRICTS, answer.as_objects(), strict=True):
        better = [rate for rate in rates.values() if rate > rates.get(district, 1)]
        rank = len(better) + 1 if district in rates else None
        expected = {"district": district, "name": f"{district}区", "reopened": 0, "kept_rank": rank}
        assert row == expected | whole[district]
    assert len(rates) == len(DISTRICTS) - 1


def test_by_place(folders):
    (answer,) = asked(folders, "by_place")
    assert answer.as_objects() == [
        {"district": town[:6], "place": town, "name": NAMES[PLACE].format(key=town)} | counts(found)
        for town, found in by(lambda one: one.town).items()
    ]


@pytest.mark.parametrize(("dimension", "name"), [(ROOM, "procedure"), (CAUSE, "cause")])
def test_by_procedure_and_cause(folders, dimension, name):
    (answer,) = asked(folders, f"by_{name}")
    assert answer.as_objects() == [
        {name: key, "name": NAMES[dimension].format(key=key), "districts": 12} | counts(found)
        for key, found in by(lambda one: getattr(one, name)).items()
    ]


def test_by_limit(folders):
    (answer,) = asked(folders, "by_limit")
    expected = []
    for (law, clock), found in by(lambda one: (one.procedure, one.clock)).items():
        told = counts(found)
        del told["opened"], told["ended"]
        name = NAMES["clock"].format(key=f"{law}/{clock}")
        named = {"procedure": law, "clock": clock, "name": name, "effect": "must"}
        expected.append(named | told)
    assert answer.as_objects() == expected


def test_open_at_the_end_of_each_month_counts_what_came_before(folders):
    (answer,) = asked(folders, "open_by_month")
    assert answer.rows[0][1] == FIRST
    for district, month, still in answer.rows:
        own = [one for one in LIVES if one.district == district]
        opened = sum(one.opened <= month for one in own)
        assert still == opened - sum(bool(one.ended) and one.ended <= month for one in own)


def test_half_within_days(folders):
    (answer,) = asked(folders, "durations")
    for district, ended, half in answer.rows:
        took = sorted(one.days for one in LIVES if one.district == district and in_time(one.ended))
        assert ended == len(took)
        middle = took[(len(took) - 1) // 2]
        assert half == next((most for most in (1, 3, 7, 15, 30, 60, 90) if middle < most), None)
    assert len(answer.rows) == len(DISTRICTS) - 1


def test_for_the_public_small_counts_are_kept_back_and_nothing_else_is_told(folders):
    (staff,), (told,) = (
        asked(folders, "by_month"),
        asked(folders, "by_month", public=True),
    )
    assert told.columns == ("district", "month", "opened", "ended")
    small = [row["opened"] for row in staff.as_objects() if 0 < row["opened"] < 5]
    assert small
    for known, row in zip(staff.as_objects(), told.as_objects(), strict=True):
        if 0 < known["opened"] < 5:
            assert row["opened"] == "不足5件"
        else:
            assert row["opened"] in {str(known["opened"]), "不写"}


def test_a_single_small_count_takes_the_next_one_of_its_district_along(tmp_path):
    opened = {"420301": (3, 7, 40), "420302": (4, 4, 9), "420303": (6, 5, 0)}
    folder = given(
        tmp_path,
        *(
            (district, "2025-01", "", PLACE, f"{district}00{n}", "opened", count)
            for district, places in opened.items()
            for n, count in enumerate(places)
        ),
    )
    (told,) = asked([folder], "by_place", public=True)
    small, held = "不足5件", "不写"
    counts = [small, held, "40", small, small, "9", "6", "5", "0"]
    assert [row["opened"] for row in told.as_objects()] == counts


def given(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    """A folder whose months are these rows."""
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(",".join(f'"{one}"' for one in row) for row in rows) + "\n")
    parquet.write(tmp_path / "given", "months", path)
    return tmp_path / "given"


def test_exactly_half_is_half(tmp_path):
    took = [("took_1", 2), ("took_3", 1), ("took_more", 1)]
    rows = [("420301", "2025-01", "", ALL, "", what, count) for what, count in took]
    (answer,) = asked([given(tmp_path, *rows)], "durations")
    assert answer.rows == [("420301", 4, 1)]


def test_what_is_not_for_the_public_is_not_told_to_it(folders):
    with pytest.raises(reports.NotPublic, match="durations"):
        asked(folders, "by_month", "durations", public=True)


def test_the_same_district_twice_is_refused(folders):
    with pytest.raises(parquet.Overlapping, match="420301, 420302, 420303, 420304"):
        asked([*folders, folders[0]], "by_month")


def test_no_folder_has_everything_but_empty_tables_answer(tmp_path):
    for answer in asked([tmp_path], *QUERIES):
        assert answer.rows == []


def test_a_district_that_writes_again_replaces_its_own_and_no_other(tmp_path):
    given(
        tmp_path,
        ("420301", "2025-01", "", ALL, "", "opened", 1),
        ("420302", "2025-01", "", ALL, "", "opened", 2),
    )
    folder = given(tmp_path, ("420301", "2025-02", "", ALL, "", "opened", 3))
    (answer,) = asked([folder], "by_month")
    assert [row[:3] for row in answer.rows] == [("420301", "2025-02", 3), ("420302", "2025-01", 2)]
    assert {path.name for path in folder.iterdir()} == {"months"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_question_says_what_it_tells_and_has_titles(query, folders):
    assert re.fullmatch(r"[A-Z].{20,}\.", query.told)
    (answer,) = asked(folders, query.name)
    (sheet,) = load_workbook(BytesIO(reports.as_workbook([answer]))).worksheets
    assert sheet.max_row == len(answer.rows) + 1
    if query.public:
        assert set(query.public.counts) <= set(answer.columns)
        assert query.public.by in {"", *answer.columns}
