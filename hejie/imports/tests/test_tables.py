"""Tables as people send them: encodings, stray quotes, titles, workbooks with formulas."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from hejie.desk.export import RISKY
from hejie.imports.comma_tables import decode
from hejie.imports.report import as_csv
from hejie.imports.tables import MOST_ROWS, BadTable, read_table

KNOWN = {"事情经过", "地点", "申请人姓名"}
HEADING = "事情经过,地点,申请人姓名"
WORDS = "楼上漏水，多次协商没有结果"


def read(content, name="t.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return read_table(content, name=name, is_known=KNOWN.__contains__)


def rows(content, name="t.csv"):
    return [(row.number, row.cells, row.problem) for row in read(content, name).rows]


def workbook(*lines):
    book = Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(line)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_every_usual_encoding_is_read(encoding):
    table = read(f"{HEADING}\r\n{WORDS},汉江路,张三\r\n".encode(encoding))
    assert table.heading == ("事情经过", "地点", "申请人姓名")
    assert [row.cells for row in table.rows] == [(WORDS, "汉江路", "张三")]


@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_every_usual_separator_is_found(separator):
    assert rows(separator.join(KNOWN) + "\n" + separator.join("甲乙丙")) == [
        (2, ("甲", "乙", "丙"), "")
    ]


def test_a_broken_letter_spoils_its_own_cell_only():
    lines = [HEADING, *(f"{WORDS},汉江路,张{n}" for n in range(20))]
    content = "\n".join(lines).encode()
    content = content.replace("张7".encode(), b"\xe5\xbc7")
    table = read(content)
    assert [row.number for row in table.rows if row.doubts] == [9]
    assert list(table.rows[7].doubts) == [2]
    assert [row.cells[0] for row in table.rows] == [WORDS] * 20


@given(st.text(alphabet="张三李四王五楼上漏水，。赔偿", min_size=20, max_size=60))
def test_chinese_in_gb18030_is_not_taken_for_broken_utf_8(text):
    assert decode(text.encode("gb18030")) == text
    assert decode(text.encode()) == text


def test_a_quote_that_is_never_closed_spoils_its_own_row_only():
    content = f'{HEADING}\n甲,"乙,丙\n丁,戊,己\n庚,辛,壬'
    (broken, *others) = rows(content)
    assert broken[0] == 2
    assert broken[1] == ('甲,"乙,丙',)
    assert "引号" in broken[2]
    assert others == [(3, ("丁", "戊", "己"), ""), (4, ("庚", "辛", "壬"), "")]


def test_two_stray_quotes_do_not_swallow_the_rows_between_them():
    content = f'{HEADING}\n甲,"乙,丙\n' + "丁,戊,己\n" * 5 + '甲,乙",丙\n庚,辛,壬\n'
    found = rows(content)
    assert [number for number, _cells, problem in found if problem] == [2]
    assert [cells[0] for _number, cells, problem in found if not problem] == [*"丁丁丁丁丁甲庚"]


def test_a_text_of_several_lines_stays_one_row():
    assert rows(f'{HEADING}\n"第一行\n第二行，他说""不""",地,人\n甲,乙,丙') == [
        (2, ('第一行\n第二行，他说"不"', "地", "人"), ""),
        (3, ("甲", "乙", "丙"), ""),
    ]


def test_a_comma_too_many_is_told():
    (row,) = rows(f"{HEADING}\n甲,乙,丙,丁")
    assert "多出 1 格" in row[2]


def test_a_title_may_stand_above_the_heading_and_empty_rows_anywhere():
    content = f"张湾区台账\n\n{HEADING},备注\n,,,\n甲,乙,丙,\n\n"
    assert rows(content) == [(5, ("甲", "乙", "丙", ""), "")]


@pytest.mark.parametrize("content", ["", "\n\n", "a,b\n1,2", "\x00\x01\x02", "事情"])
def test_a_table_without_a_known_heading_is_refused(content):
    with pytest.raises(BadTable, match="列名"):
        read(content)


def test_too_many_rows_are_refused():
    with pytest.raises(BadTable, match=str(MOST_ROWS)):
        read(HEADING + "\n" + "甲,乙,丙\n" * (MOST_ROWS + 1))


def test_cells_of_a_workbook_are_read_as_people_see_them():
    table = read(
        workbook(
            ["事情经过", "地点", "申请人姓名"],
            [WORDS, 420303001001, True],
            [date(2026, 3, 17), datetime.fromisoformat("2026-03-17T09:30"), 1200.5],
        ),
        "t.xlsx",
    )
    assert [row.cells for row in table.rows] == [
        (WORDS, "420303001001", "是"),
        ("2026-03-17", "2026-03-17 09:30", "1200.5"),
    ]


def test_a_formula_is_not_evaluated_and_a_long_number_not_believed():
    table = read(
        workbook(list(KNOWN), ["=1+1", 420303199001011234, "甲"], ["=乙", "丙", "丁"]), "t.xlsx"
    )
    doubts = [dict(row.doubts) for row in table.rows]
    assert "公式" in doubts[0][0]
    assert "失真" in doubts[0][1]
    assert "公式" in doubts[1][0]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no zip", bytes.fromhex("d0cf11e0a1b11ae1") + b"old"]
)
def test_what_is_no_sound_workbook_is_refused(content):
    with pytest.raises(BadTable):
        read(content, "t.xlsx")


@given(st.text(alphabet="=+-@\t'甲,\"\n ", max_size=8))
def test_what_we_write_starts_no_formula_and_comes_back(cell):
    (written,) = list(csv.reader(StringIO(as_csv([[cell]]).decode("utf-8-sig")))) or [[""]]
    assert not written or not written[0].startswith(RISKY)
    if cell.strip() == cell and cell and "\n" not in cell:
        (row,) = read(f"{HEADING}\n".encode() + as_csv([["前", cell]])[3:]).rows
        kept_by_us = cell.startswith("'") and cell[1:].startswith(RISKY)
        assert row.cells[1] == (cell[1:] if kept_by_us else cell)
