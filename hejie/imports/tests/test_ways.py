"""Empty tables that can be filled in and sent back, and the questions as an import."""

import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hejie.enquiries.models import Enquiry
from hejie.imports import blank, steering
from hejie.imports.models import Import, Row
from hejie.imports.tests.making import PLACE, checked, opened, row, rows_of, table, way_of
from hejie.kernel.actions import Refused
from hejie.kernel.matters import Matter
from hejie.triage import tests as triage_tests

pytestmark = pytest.mark.usefixtures("zhangwan")

QUESTIONS = Path(triage_tests.__file__).with_name("questions.jsonl")
FILLED = {
    "事情经过": "楼上漏水",
    "纠纷类型": "邻里",
    "纠纷发生地": PLACE,
    "申请人姓名或名称": "王秀兰",
    "申请人电话": "13807280001",
    "被申请人姓名或名称": "刘大勇",
    "紧急": "是",
}


def questions() -> list[dict[str, object]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def test_the_empty_workbook_takes_rows_and_comes_back():
    book = load_workbook(BytesIO(blank.blank_workbook(way_of())))
    sheet = book.worksheets[0]
    headings = {str(cell.value).rstrip("*"): place for place, cell in enumerate(sheet[1], start=1)}
    for heading, text in FILLED.items():
        sheet.cell(row=2, column=headings[heading], value=text)
    content = BytesIO()
    book.save(content)
    one = opened(content.getvalue())
    assert [r.outcome for r in rows_of(one)] == [Row.OPENED], rows_of(one)[0].problems
    assert one.unused == []


def test_the_empty_workbook_offers_the_choices_and_says_how_to_fill_it():
    book = load_workbook(BytesIO(blank.blank_workbook(way_of())))
    sheet, notes, offers = book.worksheets
    told = {cells[0].value: cells[2].value for cells in notes.iter_rows(min_row=2)}
    assert set(told) >= {str(cell.value).rstrip("*") for cell in sheet[1]}
    assert "邻里" in str(told["纠纷类型"])
    assert "邻里" in {cell.value for column in offers.iter_cols() for cell in column}
    assert sheet.data_validations.count > 3
    assert sheet.column_dimensions["A"].number_format == "@"


def test_the_empty_csv_has_every_heading():
    heading = blank.blank_csv(way_of()).decode("utf-8-sig").strip().split(",")
    matched = way_of().columns.match(heading)
    assert (matched.unused, matched.missing) == ((), ())


def test_all_250_questions_end_somewhere():
    asked = questions()
    lines = [[str(one[name] or "") for name in ("id", "text", "room", "next")] for one in asked]
    one = opened(table(lines, ["id", "text", "room", "next"]), what="enquiries")
    assert (one.status, one.total, one.opened) == (Import.DONE, 250, 250)
    ends = Counter(Enquiry.objects.values_list("outcome", flat=True))
    assert sum(ends.values()) == 250
    assert set(ends) == {Enquiry.ASKED, Enquiry.GUIDED}
    assert {r.reference for r in rows_of(one)} == set(
        Enquiry.objects.values_list("number", flat=True)
    )
    assert all(r.result for r in rows_of(one))


def test_a_letter_with_all_that_is_needed_becomes_a_matter():
    known = {"内容": "楼上漏水把我家泡坏了，找他几次都不管，要求赔偿", "申请人姓名": "王秀兰"}
    known |= {"被申请人姓名": "刘大勇", "纠纷发生地": PLACE}
    one = opened(table([list(known.values())], list(known)), what="enquiries")
    matter = Matter.objects.get()
    assert rows_of(one)[0].result == f"已登记为 {matter.reference}"
    assert matter.category == "MD03"


def test_equal_letters_are_two_letters_and_the_same_file_brings_none_twice():
    content = table([["怎么离婚"], ["怎么离婚"]], ["内容"])
    opened(content, what="enquiries")
    assert Enquiry.objects.count() == 2
    again = opened(content + b"\n", what="enquiries", who="luo")
    assert [r.outcome for r in rows_of(again)] == [Row.KNOWN, Row.KNOWN]
    assert Enquiry.objects.count() == 2


def test_letters_are_taken_in_one_by_one():
    one = checked(table([["怎么离婚"]], ["内容"]), what="enquiries")
    with pytest.raises(Refused, match="一封一封"):
        steering.choose(one, whole=True)


def test_a_row_without_words_is_no_letter():
    one = checked(table([["", PLACE], ["怎么离婚", ""]], ["内容", "纠纷发生地"]), what="enquiries")
    assert [r.outcome for r in rows_of(one)] == [Row.BROKEN, Row.GOOD]
    assert rows_of(one)[0].problems[0][0] == "来信内容"


def test_matters_and_letters_are_told_apart_by_their_tables():
    assert checked(table([row(1)]), what="enquiries").status == Import.UNREADABLE
