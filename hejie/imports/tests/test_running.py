"""Imports from the file to the matters: nothing lost, nothing twice, however they are cut off."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from hejie.imports import report, running, steering
from hejie.imports.models import Import, Row, Source
from hejie.imports.tests.making import (
    HEADING,
    PLACE,
    checked,
    forward,
    left_for_long,
    matter_of,
    opened,
    row,
    rows_of,
    started,
    table,
    way_of,
)
from hejie.imports.ways import ToMatters
from hejie.kernel.actions import Refused
from hejie.kernel.documents import words_of
from hejie.kernel.jurisdictions import Post
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of

pytestmark = pytest.mark.usefixtures("zhangwan")

BROKEN = {
    "纠纷发生地": row(2, 纠纷发生地="火星村"),
    "纠纷类型": row(2, 纠纷类型="噪音"),
    "申请人电话": row(2, 申请人电话="12"),
    "申请人姓名或名称": row(2, 申请人姓名=""),
    "当事人": row(2, 被申请人姓名=""),
    "事情经过": row(2, 事情经过=""),
    "涉及金额（元）": row(2, **{"涉及金额（元）": "很多"}),
    "紧急": row(2, 紧急="也许"),
}


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(running, "CHECKED_AT_ONCE", 2)
    monkeypatch.setattr(running, "OPENED_AT_ONCE", 2)


class CutOff(Exception):
    """The worker dies here."""


def cut_off_after(monkeypatch, owner, name, calls):
    """Let something happen a number of times, and then be cut off right behind it."""
    real, seen = getattr(owner, name), []

    def act(*given, **more):
        done = real(*given, **more)
        seen.append(done)
        if len(seen) == calls:
            raise CutOff
        return done

    monkeypatch.setattr(owner, name, act)


def test_a_row_becomes_a_matter_with_its_people_and_words():
    one = opened(table([row(1)]))
    assert (one.status, one.opened, one.unused) == (Import.DONE, 1, ["序号"])
    (told,) = rows_of(one)
    matter = matter_of(told)
    assert (matter.category, matter.place_id, matter.urgent) == ("MD03", "420303001001", False)
    assert [(p.role, p.name) for p in parties_of(matter)] == [
        ("applicant", "王秀1"),
        ("respondent", "刘大勇"),
    ]
    assert words_of(matter)[1]["facts_told"] == "楼上漏水，第1次协商没有结果"
    assert verify(matter) == []


def test_a_check_opens_nothing():
    one = checked(table([row(1), row(2)]))
    assert (one.status, one.total, one.checked) == (Import.CHECKED, 2, 2)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("label", BROKEN)
def test_a_broken_row_is_told_by_its_column_and_the_others_are_opened(label):
    one = opened(table([row(1), BROKEN[label], row(3)]))
    assert [r.outcome for r in rows_of(one)] == [Row.OPENED, Row.BROKEN, Row.OPENED]
    (broken,) = rows_of(one, Row.BROKEN)
    assert broken.number == 3
    assert [found for found, _text in broken.problems] == [label]
    assert all(text for _label, text in broken.problems)


@pytest.mark.parametrize("place", ["420303999999", "420302", "\x00", "4" * 50])
def test_places_elsewhere_are_told(place):
    (broken,) = rows_of(checked(table([row(1, 纠纷发生地=place)])))
    assert broken.problems[0][0] == "纠纷发生地"


def test_a_nul_or_a_script_in_a_text_harms_nobody():
    one = opened(table([row(1, 事情经过="漏\x00水"), row(2, 事情经过="<script>alert(1)</script>")]))
    broken, good = rows_of(one)
    assert broken.problems[0][0] == "事情经过"
    assert words_of(matter_of(good))[1]["facts_told"] == "<script>alert(1)</script>"


def test_missing_columns_are_told_before_any_row_is_checked():
    one = checked(table([row(1)[:4]], HEADING[:4]))
    assert one.status == Import.UNREADABLE
    assert "申请人姓名" in one.problem
    assert not rows_of(one)


def test_unknown_columns_cannot_set_a_due_date():
    one = opened(table([[*row(1), "2030-01-01"]], [*HEADING, "due_at"]))
    assert one.unused == ["序号", "due_at"]
    due = matter_of(rows_of(one)[0]).next_due
    assert due is not None
    assert due.year != 2030


def test_people_who_register_nothing_import_nothing():
    with pytest.raises(Refused):
        started(table([row(1)]), who="shen")
    with pytest.raises(Refused):
        started(table([row(1)]), what="nonsense")


def test_the_same_file_again_is_the_same_import():
    content = table([row(1)])
    one = opened(content)
    assert started(content).pk == one.pk
    assert Matter.objects.count() == 1


def test_a_row_that_another_file_of_another_clerk_brought_is_known():
    first = opened(table([row(1), row(2)]))
    second = opened(table([row(2), row(3)]), who="luo")
    assert [r.outcome for r in rows_of(second)] == [Row.KNOWN, Row.OPENED]
    assert rows_of(second)[0].reference == rows_of(first)[1].reference
    assert Matter.objects.count() == 3


def test_a_row_that_came_meanwhile_in_another_file_is_known():
    first, second = checked(table([row(1), row(2)])), checked(table([row(2), row(3)]), who="luo")
    for one in (first, second):
        steering.choose(one, whole=False)
        forward(one)
    assert [r.outcome for r in rows_of(second)] == [Row.KNOWN, Row.OPENED]
    assert Matter.objects.count() == 3


def test_the_same_row_twice_in_a_file_is_opened_once():
    one = opened(table([row(1), row(2), row(1)]))
    assert [r.outcome for r in rows_of(one)] == [Row.OPENED, Row.OPENED, Row.BROKEN]
    assert "第 2 行" in rows_of(one, Row.BROKEN)[0].problems[0][1]


def test_broken_rows_come_back_as_a_table_to_mend():
    one = opened(table([row(1), row(2, 纠纷发生地="火星村", 事情经过="=1+1")]))
    mended = report.to_mend(one, way_of())
    (heading, line) = csv.reader(io.StringIO(mended.decode("utf-8-sig")))
    assert tuple(heading[1:]) == HEADING
    assert "火星村" in line[0]
    assert line[2] == "'=1+1"
    again = opened(mended.decode("utf-8-sig").replace("火星村", PLACE, 2).encode())
    assert [r.outcome for r in rows_of(again)] == [Row.OPENED]
    words = words_of(matter_of(rows_of(again)[0]))
    assert words[1]["facts_told"] == "=1+1"


def test_the_whole_file_mended_and_sent_again_opens_the_mended_rows_only():
    lines = [row(number) for number in range(1, 6)]
    opened(table([*lines[:2], row(3, 纠纷发生地="火星村"), *lines[3:]]))
    again = opened(table(lines))
    assert [r.outcome for r in rows_of(again)] == [
        Row.KNOWN,
        Row.KNOWN,
        Row.OPENED,
        Row.KNOWN,
        Row.KNOWN,
    ]
    assert Matter.objects.count() == 5


def test_the_report_has_a_line_for_every_row():
    one = opened(table([row(1), BROKEN["纠纷发生地"]]))
    lines = list(csv.reader(io.StringIO(report.report(one).decode("utf-8-sig"))))
    assert [line[:2] for line in lines] == [["行", "结果"], ["2", "已登记"], ["3", "要改"]]
    assert lines[1][2] == rows_of(one)[0].reference
    assert "火星村" in lines[2][4]


@pytest.mark.usefixtures("small_batches")
def test_an_import_that_is_stopped_goes_on_where_it_was():
    one = started(table([row(number) for number in range(1, 8)]))
    steering.stop(one)
    assert forward(one).status == Import.STOPPED
    steering.resume(one)
    assert forward(one).status == Import.CHECKED
    steering.choose(one, whole=False)
    steering.stop(one)
    assert forward(one).status == Import.STOPPED
    assert not Matter.objects.exists()
    steering.resume(one)
    assert forward(one).status == Import.DONE
    assert Matter.objects.count() == 7


@pytest.mark.usefixtures("small_batches")
def test_a_stop_takes_effect_after_the_batch_in_hand(monkeypatch):
    one = checked(table([row(number) for number in range(1, 8)]))
    steering.choose(one, whole=False)
    real = ToMatters.open

    def stop_meanwhile(self, entries, *, now):
        steering.stop(one)
        return real(self, entries, now=now)

    monkeypatch.setattr(ToMatters, "open", stop_meanwhile)
    assert forward(one).status == Import.STOPPED
    assert (one.opened, Matter.objects.count()) == (2, 2)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(
    ("owner", "name", "calls"),
    [
        (transaction, "atomic", 3),
        (ToMatters, "check", 3),
        (running._Job, "_judge", 5),
    ],
)
def test_a_check_that_is_cut_off_is_taken_up_again(monkeypatch, owner, name, calls):
    one = started(table([row(number) for number in range(1, 8)]))
    with monkeypatch.context() as patch:
        cut_off_after(patch, owner, name, calls)
        patch.setattr(running.log, "exception", lambda *_given: (_ for _ in ()).throw(CutOff()))
        with pytest.raises(CutOff):
            forward(one)
    left_for_long(one)
    assert forward(one).status == Import.CHECKED
    assert [r.number for r in rows_of(one, Row.GOOD)] == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.usefixtures("small_batches")
def test_matters_that_were_opened_before_it_was_written_down_are_not_opened_again(monkeypatch):
    one = checked(table([row(number) for number in range(1, 8)]))
    steering.choose(one, whole=False)
    with monkeypatch.context() as patch:
        cut_off_after(patch, running._Job, "_open_batch", 2)
        with pytest.raises(CutOff):
            forward(one)
    assert Matter.objects.count() == 4
    assert len(rows_of(one, Row.OPENED)) == 2
    left_for_long(one)
    assert forward(one).status == Import.DONE
    assert Matter.objects.count() == 7
    assert len({r.reference for r in rows_of(one, Row.OPENED)}) == 7


def test_a_row_that_fails_at_the_door_harms_no_other(monkeypatch):
    one = checked(table([row(number) for number in range(1, 5)]))
    Row.objects.filter(of=one, number=3).update(digest="")
    real = ToMatters.open

    def fail_for_one(self, entries, *, now):
        if any(not entry.key for entry in entries):
            raise RuntimeError
        return real(self, entries, now=now)

    monkeypatch.setattr(ToMatters, "open", fail_for_one)
    steering.choose(one, whole=False)
    forward(one)
    assert [r.outcome for r in rows_of(one)] == [Row.OPENED, Row.BROKEN, Row.OPENED, Row.OPENED]
    assert (one.status, one.opened) == (Import.DONE, 3)


def test_all_or_nothing_opens_all():
    one = opened(table([row(1), row(2)]), whole=True)
    assert (one.status, one.opened, Matter.objects.count()) == (Import.DONE, 2, 2)


def test_all_or_nothing_is_refused_while_a_row_is_broken():
    one = checked(table([row(1), BROKEN["纠纷发生地"]]))
    with pytest.raises(Refused, match="1 行要改"):
        steering.choose(one, whole=True)
    assert forward(one).status == Import.CHECKED


def test_all_or_nothing_undoes_all_when_one_is_refused(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(ToMatters, "check", lambda *_given, **_more: [])
        one = checked(table([row(1), row(2, 被申请人姓名="")]))
    steering.choose(one, whole=True)
    assert forward(one).status == Import.CHECKED
    assert one.problem
    assert not Matter.objects.exists()


def test_all_or_nothing_has_an_honest_limit(monkeypatch):
    monkeypatch.setattr(steering, "MOST_AT_ONE_BLOW", 1)
    one = checked(table([row(1), row(2)]))
    with pytest.raises(Refused, match="最多 1 行"):
        steering.choose(one, whole=True)


def test_an_import_that_somebody_works_on_is_left_to_them():
    one = started(table([row(1)]))
    Import.objects.filter(pk=one.pk).update(runner="x" * 32, beat_at=timezone.now())
    assert forward(one).status == Import.CHECKING
    assert not steering.left_alone(now=timezone.now())
    left_for_long(one)
    assert list(steering.left_alone(now=timezone.now())) == [one]
    assert forward(one).status == Import.CHECKED
    assert not steering.left_alone(now=timezone.now())


@pytest.mark.usefixtures("small_batches")
def test_who_was_overtaken_writes_nothing_more(monkeypatch):
    one = started(table([row(number) for number in range(1, 6)]))
    real = running._Job._judge

    def overtake(self, record, seen):
        Import.objects.filter(pk=one.pk).update(runner="y" * 32)
        return real(self, record, seen)

    monkeypatch.setattr(running._Job, "_judge", overtake)
    forward(one)
    assert (one.runner, rows_of(one)) == ("y" * 32, [])


def test_a_worker_that_leaves_lets_another_go_on_at_once():
    one = started(table([row(1)]))
    running.work(one.pk, clock=timezone.now, leaving=lambda: True)
    assert list(steering.left_alone(now=timezone.now())) == [one]
    assert forward(one).status == Import.CHECKED


def test_whoever_lost_the_post_meanwhile_opens_nothing():
    one = checked(table([row(1)]))
    steering.choose(one, whole=False)
    Post.objects.filter(account__username="lin").update(ends=timezone.localdate() - timedelta(1))
    assert forward(one).status == Import.STOPPED
    assert one.problem
    assert not Matter.objects.exists()


def test_broken_rows_can_be_looked_at_again():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ToMatters, "check", lambda *_given, **_more: [("", "今天不行")])
        one = checked(table([row(1)]))
    assert rows_of(one, Row.BROKEN)
    steering.recheck(one)
    assert forward(one).status == Import.CHECKED
    assert rows_of(one, Row.GOOD)


def test_files_are_forgotten_a_month_after_the_import_ended():
    done, waiting = opened(table([row(1)])), started(table([row(2)]))
    later = timezone.now() + steering.KEPT + timedelta(days=1)
    assert steering.forget(now=timezone.now()) == 0
    assert steering.forget(now=later) == 1
    assert [source.of_id for source in Source.objects.all()] == [waiting.pk]
    assert rows_of(done)


def test_an_import_given_up_leaves_nothing_but_what_was_opened():
    given_up = checked(table([row(1)]))
    steering.discard(given_up)
    assert not Import.objects.exists()
    done = opened(table([row(2), BROKEN["纠纷发生地"]]))
    steering.discard(done)
    assert not Source.objects.exists()
    assert [r.outcome for r in rows_of(done)] == [Row.OPENED]
