"""Local values and the year's days off, as the centre's director enters them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hejie.desk.setting_forms import read_days
from hejie.desk.tests.making import sign_in
from hejie.kernel.calendars import CalendarNotice, LocalValue
from hejie.kernel.workdays import DayKind

pytestmark = pytest.mark.usefixtures("zhangwan")
YEAR = 2098
NOTICE = f"{YEAR}-01-01 放假\n{YEAR}年10月1日 至 {YEAR}年10月3日 放假\n{YEAR}-10-11 上班"


def test_value_is_set_and_its_history_shown():
    today = timezone.localdate()
    told = {"quantity": "5", "valid_from": f"{today}", "owner": "区综治中心〔2026〕1号"}
    client = sign_in("meng")
    assert client.post("/desk/settings/MD-L-REPLY/", told).status_code == 303
    assert LocalValue.objects.get().quantity == 5
    html = client.get("/desk/settings/").content.decode()
    assert f"{today} 起 5（区综治中心〔2026〕1号；孟宪华" in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_from": "2020-01-01"}, "只能从今天或者以后"),
        ({"quantity": "0"}, "id_quantity"),
        ({"quantity": "-3"}, "id_quantity"),
        ({"owner": ""}, "id_owner"),
    ],
)
def test_value_that_may_not_be_set_is_told(changes, sentence):
    told = {"quantity": "5", "valid_from": f"{timezone.localdate()}", "owner": "区综治中心"}
    answer = sign_in("meng").post("/desk/settings/MD-L-REPLY/", told | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not LocalValue.objects.exists()


def test_statutory_rule_cannot_be_set_by_its_address():
    told = {"quantity": "60", "valid_from": f"{timezone.localdate()}", "owner": "区综治中心"}
    answer = sign_in("meng").post("/desk/settings/MD-B/", told)
    assert answer.status_code == 422
    assert "不是本地可以设定的" in answer.content.decode()
    assert sign_in("meng").get("/desk/settings/NO-SUCH/").status_code == 404


def test_director_of_a_town_is_told_that_the_centre_sets_values():
    answer = sign_in("xie").get("/desk/settings/")
    assert answer.status_code == 403
    assert "由区中心的负责人或者系统管理员录入" in answer.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("pasted", [True, False])
def test_notice_is_pasted_or_sent_as_a_file(pasted, encoding):
    told: dict[str, Any] = {"year": f"{YEAR}", "source": "国办发明电"}
    file = SimpleUploadedFile("notice.txt", NOTICE.encode(encoding), "text/plain")
    told |= {"days": NOTICE} if pasted else {"file": file}
    answer = sign_in("meng").post("/desk/settings/calendar/", told)
    assert answer.status_code == 303
    assert CalendarNotice.objects.get().days == {
        f"{YEAR}-01-01": "holiday",
        f"{YEAR}-10-01": "holiday",
        f"{YEAR}-10-02": "holiday",
        f"{YEAR}-10-03": "holiday",
        f"{YEAR}-10-11": "makeup_work",
    }


def test_notice_that_cannot_be_read_is_told_line_by_line_and_kept():
    days = f"{YEAR}-01-01 放假\n春节放七天\n{YEAR}-13-01 放假"
    told = {"year": f"{YEAR}", "source": "国办发明电", "days": days}
    answer = sign_in("meng").post("/desk/settings/calendar/", told)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "第 2 行看不懂：春节放七天" in html
    assert "第 3 行看不懂" in html
    assert "第 1 行" not in html
    assert not CalendarNotice.objects.exists()


def test_file_that_is_no_text_is_told():
    file = SimpleUploadedFile("notice.xlsx", b"PK\x03\x04\xff\xfe\x00\x81", "application/zip")
    told = {"year": f"{YEAR}", "source": "国办发明电", "file": file}
    answer = sign_in("meng").post("/desk/settings/calendar/", told)
    assert answer.status_code == 422
    assert not CalendarNotice.objects.exists()


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("2098-02-05 至 2098-02-06 放假", {5: "holiday", 6: "holiday"}),
        ("2098/2/5 休", {5: "holiday"}),
        ("2098.2.5，放假", {5: "holiday"}),
        ("2098年2月9日 调休上班", {9: "makeup_work"}),
        ("  ", {}),
    ],
)
def test_days_are_read_as_people_write_them(line, days):
    expected = {date(2098, 2, day): DayKind(kind) for day, kind in days.items()}
    assert read_days(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "2098-02-30 放假",
        "2098-02-06 至 2098-02-05 放假",
        "2098-01-01 至 2098-12-31 放假",
        "x",
        "2098-02-05 大概放假",
    ],
)
def test_line_that_says_no_days_is_refused(line):
    with pytest.raises(ValidationError, match="看不懂"):
        read_days(line)
