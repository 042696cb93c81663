"""From headings and cells to what the opening form takes."""

import pytest

from hejie.imports.cells import Reader
from hejie.imports.columns import TO_MEND, normal
from hejie.imports.tests.making import HEADING, row, someone, way_of
from hejie.imports.ways import reader_for
from hejie.kernel.jurisdictions import Division

pytestmark = pytest.mark.usefixtures("zhangwan")


@pytest.fixture
def reader(zhangwan) -> Reader:
    return reader_for(way_of(), someone("lin"))


def data(reader, **cells):
    matched = reader.columns.match(list(cells))
    assert not matched.unused
    reading = reader.read(dict(enumerate(cells.values())), matched.columns)
    return reading.data, reading.problems


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("事情经过", "facts_told"),
        ("facts_told", "facts_told"),
        ("Facts told", "facts_told"),
        (" 事情 经过* ", "facts_told"),
        ("涉及金额（元）", "amount"),
        ("涉及金额", "amount"),
        ("发生时间", "occurred"),
        ("申请人", "applicant.1.name"),
        ("申请人姓名", "applicant.1.name"),
        ("申请人姓名或名称", "applicant.1.name"),
        ("applicant_name", "applicant.1.name"),
        ("被申请人电话", "respondent.1.phone"),
        ("申请人2证件号码", "applicant.2.id_number"),
        ("申请人２姓名", "applicant.2.name"),
        ("respondent 12 address", "respondent.12.address"),
    ],
)
def test_a_column_is_known_by_its_names(reader, heading, key):
    assert reader.columns.find(heading).key == key


@pytest.mark.parametrize("heading", ["", "序号", "电话", "申请人0姓名", "申请人99姓名", "到期日"])
def test_other_headings_mean_nothing(reader, heading):
    assert reader.columns.find(heading) is None


def test_needed_columns_that_are_not_there_are_named(reader):
    matched = reader.columns.match(["事情经过", "申请人姓名", "序号", TO_MEND])
    assert matched.missing == ("纠纷类型", "纠纷发生地", "被申请人姓名或名称")
    assert matched.unused == ("序号",)


def test_a_usual_row_is_read(reader):
    told, problems = data(reader, **dict(zip(HEADING[1:], row(1)[1:], strict=True)))
    assert not problems
    assert told | {"facts_told": ""} == {
        "facts_told": "",
        "category": "MD03",
        "place": "420303001001",
        "amount": "1200.50",
        "urgent": False,
        "source": "applied",
        "channel": "window",
        "parties": [
            {"role": "applicant", "kind": "person", "name": "王秀1", "phone": "13807280001"},
            {"role": "respondent", "kind": "person", "name": "刘大勇"},
        ],
    }


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-17", "2026-03-17"),
        ("2026/3/7", "2026-03-07"),
        ("2026年3月17日", "2026-03-17"),
        ("2026年3月17日9时5分", "2026-03-17 09:05"),
        ("2026-03-17 09:30:15", "2026-03-17 09:30"),
        ("２０２６．３．１７", "2026-03-17"),
    ],
)
def test_days_are_read_as_people_write_them(reader, text, read):
    assert data(reader, 发生时间=text) == (data(reader)[0] | {"occurred": read}, [])


@pytest.mark.parametrize(
    ("heading", "text"),
    [("发生时间", "去年三月"), ("紧急", "也许"), ("纠纷类型", "噪音"), ("纠纷发生地", "火星村")],
)
def test_what_cannot_be_read_is_told_by_its_column(reader, heading, text):
    ((label, sentence),) = data(reader, **{heading: text})[1]
    assert label == heading
    assert sentence


@pytest.mark.parametrize(
    "name",
    ["420303001001", "二堰铺社区居民委员会", "二堰铺社区", "花果街道二堰铺", "花果街道 二堰铺社区"],
)
def test_a_place_is_known_by_code_or_name(reader, name):
    assert data(reader, 纠纷发生地=name)[0]["place"] == "420303001001"


def test_a_name_that_two_places_have_is_not_guessed(zhangwan):
    twin = Division.objects.get(code="420303001001")
    twin.pk, twin.parent_id = "420303003999", "420303003"
    twin.path = Division.objects.get(code="420303003").path + "420303003999."
    twin.save(force_insert=True)
    reader = reader_for(way_of(), someone("lin"))
    assert "不止一个" in data(reader, 纠纷发生地="二堰铺社区")[1][0][1]
    assert data(reader, 纠纷发生地="花果街道二堰铺社区")[0]["place"] == "420303001001"


def test_people_of_one_side_stand_behind_one_another(reader):
    told, _problems = data(reader, 被申请人2姓名="乙", 申请人2姓名="丁", 申请人姓名="丙")
    assert [(one["role"], one["name"]) for one in told["parties"]] == [
        ("applicant", "丙"),
        ("applicant", "丁"),
        ("respondent", "乙"),
    ]


def test_headings_are_compared_without_noise():
    assert normal(" Ａpplicant_Name（必填）* ") == "applicantname"
