"""The pages of bulk import: upload, choose, watch, stop, take away; nobody else's files."""

import asyncio
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from hejie.imports import steering, tasks
from hejie.imports.models import Import, Row, Source
from hejie.imports.tests.making import (
    checked,
    forward,
    left_for_long,
    opened,
    row,
    rows_of,
    started,
    table,
)
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter

pytestmark = pytest.mark.usefixtures("zhangwan")
PAGE = "/desk/import/"
GOOD = [row(1), row(2)]
MIXED = [row(1), row(2, 纠纷发生地="火星村")]


def sign_in(username="lin"):
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def upload(content, *, name="台账.csv", what="mediation", who="lin"):
    file = SimpleUploadedFile(name, content)
    return sign_in(who).post(PAGE, {"what": what, "file": file})


def page_of(one, rest=""):
    return f"{PAGE}{one.pk}/{rest}"


def look(one, rest="", who="lin"):
    return sign_in(who).get(page_of(one, rest))


def press(one, act, who="lin"):
    response = sign_in(who).post(page_of(one, f"{act}/"))
    one.refresh_from_db()
    return response


def jobs():
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("args", flat=True))


def test_an_upload_is_checked_in_the_background():
    response = upload(table(GOOD))
    one = Import.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, page_of(one))
    assert jobs() == [{"key": str(one.pk)}]
    assert "排队等候" in look(one).content.decode()
    assert "可以登记 2 行" in look(forward(one)).content.decode()


def test_the_page_asks_for_itself_again_only_while_there_is_work():
    one = started(table(GOOD))
    assert "hx-get" in look(one).content.decode()
    assert 'http-equiv="refresh"' in look(one).content.decode()
    html = look(forward(one)).content.decode()
    assert "hx-get" not in html
    assert "http-equiv" not in html


def test_a_script_is_given_the_part_that_changes():
    one = checked(table(GOOD))
    part = sign_in().get(page_of(one), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="import"' in part


@pytest.mark.parametrize(
    ("lines", "offered"), [(GOOD, {"all", "good", "discard"}), (MIXED, {"good", "discard"})]
)
def test_what_may_be_chosen_is_offered(lines, offered):
    html = look(checked(table(lines))).content.decode()
    assert {act for act in ("all", "good", "discard") if f'id="{act}"' in html} == offered


@pytest.mark.parametrize("act", ["all", "good"])
def test_what_is_chosen_is_done_in_the_background(act):
    one = checked(table(GOOD))
    assert press(one, act).headers["Location"] == page_of(one)
    assert one.status == Import.OPENING
    assert jobs() == [{"key": str(one.pk)}]
    assert "办完了" in look(forward(one)).content.decode()
    assert Matter.objects.count() == 2


def test_pressing_twice_is_pressing_once():
    one = checked(table(GOOD))
    for _time in range(2):
        press(one, "good")
    assert jobs() == [{"key": str(one.pk)}]
    forward(one)
    press(one, "good")
    assert (one.status, Matter.objects.count()) == (Import.DONE, 2)


def test_all_or_nothing_says_why_not():
    one = checked(table(MIXED))
    press(one, "all")
    assert one.status == Import.CHECKED
    assert not jobs()


def test_stop_and_go_on_from_the_page():
    one = started(table(GOOD))
    press(one, "stop")
    assert not jobs()
    assert "接着办" in look(forward(one)).content.decode()
    press(one, "resume")
    assert jobs() == [{"key": str(one.pk)}]
    assert forward(one).status == Import.CHECKED


def test_giving_up_deletes_the_file():
    one = checked(table(MIXED))
    client = sign_in()
    assert client.post(page_of(one, "discard/")).headers["Location"] == PAGE
    assert not Import.objects.exists()
    assert not Source.objects.exists()
    assert "已经取消" in client.get(PAGE).content.decode()


def test_broken_rows_are_shown_with_their_sentences_as_text():
    one = checked(table([row(1, 纠纷发生地="<script>alert(1)</script>")]))
    html = look(one).content.decode()
    assert "纠纷发生地" in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_the_report_and_the_rows_to_mend_are_taken_away():
    one = opened(table(MIXED))
    told = look(one, "report.csv").content.decode("utf-8-sig")
    assert rows_of(one)[0].reference in told
    assert "火星村" in look(one, "to-mend.csv").content.decode("utf-8-sig")
    steering.discard(one)
    assert look(one, "to-mend.csv").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["mediation", "enquiries"])
def test_empty_tables_are_given_out(what, kind):
    response = sign_in().get(f"{PAGE}template/{what}.{kind}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')


def test_another_clerk_finds_nobody_elses_import():
    one = checked(table(MIXED))
    for rest in ("", "report.csv", "to-mend.csv"):
        assert look(one, rest, who="luo").status_code == 404
    assert press(one, "discard", who="luo").status_code == 404
    seen = {who: sign_in(who).get(PAGE).content.decode() for who in ("lin", "luo")}
    assert {who: bool(re.search(r"\bt\.csv", page)) for who, page in seen.items()} == {
        "lin": True,
        "luo": False,
    }


@pytest.mark.parametrize("who", ["shen", "guan", "tong", "deng"])
def test_people_who_register_nothing_are_told_so(who):
    response = sign_in(who).get(PAGE)
    assert response.status_code == 403
    assert "您的岗位不登记事项" in response.content.decode()
    assert sign_in(who).get(f"{PAGE}template/mediation.csv").status_code == 404
    assert upload(table(GOOD), who=who).status_code == 403
    assert not Import.objects.exists()


def test_strangers_are_asked_to_sign_in():
    assert Client().get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        ("随便写的".encode(), "列名"),
        (b"PK\x03\x04 no workbook", "损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "另存为"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, sentence):
    response = upload(content)
    if response.status_code == 303:
        response = look(forward(Import.objects.get()))
    assert sentence in response.content.decode()
    assert not Row.objects.exists()


def test_the_worker_takes_up_what_was_left_alone():
    one = started(table(GOOD))
    tasks.tend(now=timezone.now())
    assert jobs() == [{"key": str(one.pk)}]
    tasks.tend(now=timezone.now())
    assert len(jobs()) == 1
    ProcrastinateJob.objects.all().delete()
    Import.objects.update(runner="x" * 32, beat_at=timezone.now())
    tasks.tend(now=timezone.now())
    assert not jobs()
    left_for_long(one)
    tasks.tend(now=timezone.now())
    assert jobs() == [{"key": str(one.pk)}]


@pytest.mark.django_db(transaction=True)
def test_the_worker_brings_an_import_to_its_end(monkeypatch):
    # The worker's threads give their connections back when a job ends.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    one = started(table(GOOD))
    tasks.enqueue(one.pk)
    _work_off_the_queue()
    one.refresh_from_db()
    assert one.status == Import.CHECKED
    steering.choose(one, whole=False)
    tasks.enqueue(one.pk)
    _work_off_the_queue()
    one.refresh_from_db()
    assert (one.status, one.opened) == (Import.DONE, 2)


def _work_off_the_queue():
    connector = app.connector
    assert isinstance(connector, DjangoConnector)

    async def work():
        async with app.with_connector(connector.get_worker_connector()).open_async() as queue:
            await queue.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(work())


def test_the_page_asks_the_database_no_more_for_more_rows():
    few = opened(table([row(1)]))
    many = opened(table([row(number) for number in range(2, 42)]))

    def queries(one):
        client = sign_in()
        client.get(page_of(one))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(one)).status_code == 200
        return len(captured)

    assert queries(few) == queries(many)
    assert reverse("imports:page") == PAGE
