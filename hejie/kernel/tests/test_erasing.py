"""Erasing by law: the words are gone wherever they were, and the chain still verifies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.datastructures import MultiValueDict
from psycopg.sql import SQL, Identifier

from hejie.conftest import unguarded
from hejie.kernel import actions, notices, retention, search, standing
from hejie.kernel.actions import Invalid, NotNow, Refused, Sent
from hejie.kernel.actions.checking import check_files, check_rows
from hejie.kernel.calendars import LocalValue
from hejie.kernel.documents import Document, Words, papers_of, stored_name
from hejie.kernel.events import Bookmark, events_of
from hejie.kernel.jurisdictions import Account
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter
from hejie.kernel.parties import ERASED_NAME, parties_of
from hejie.kernel.readers import catch_up
from hejie.kernel.tests.walking import Walk, staff
from hejie.papers.tests.uploads import picture

pytestmark = pytest.mark.usefixtures("zhangwan")
TOLD = "隔壁老王家的鸭子"
NOTE = "秋天的证据照片"
PHONE, NEW_PHONE = "13807280001", "13807289999"


@pytest.fixture
def walk() -> Walk:
    """A matter with words, a file, a paper, a correction and notices, that came to its end."""
    walk = Walk.begun(facts_told=f"{TOLD}跑进我家菜地。")
    picture_file = SimpleUploadedFile("照片.png", picture("PNG"), "image/png")
    done = actions.take(
        walk.matter,
        "supplement",
        actor=walk.actor("p1"),
        sent=Sent(data={"text": NOTE}, files=_files(picture_file)),
        now=walk.now,
    )
    walk.matter = done.matter
    actions.issue(walk.matter, "receipt", events_of(walk.matter).get(seq=1), now=walk.now)
    actions.correct(
        again(walk.matter),
        actor=staff("luo"),
        party="p1",
        changes={"phone": NEW_PHONE},
        reason="换了号码。",
        now=walk.now,
    )
    walk.matter = again(walk.matter)
    walk.take("invite", "luo")
    walk.take("answer_invitation", "p2", answer="no")
    follow(walk.now)
    assert again(walk.matter).is_over
    return walk


def _files(one: SimpleUploadedFile) -> Any:
    return MultiValueDict({"files": [one]})


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def follow(now: datetime) -> None:
    catch_up([search.reader, notices.reader], now=now)


def set_years(code: str, years: int, *, now: datetime) -> None:
    LocalValue.objects.create(
        district="420303",
        code=code,
        quantity=years,
        valid_from=now.date(),
        owner="区档案局",
        entered_by=Account.objects.get(username="lin"),
        entered_at=now,
    )


def places_of(*texts: str) -> set[str]:
    """Tables in which one of these texts can be read, encrypted columns included."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(SQL("SELECT {0}::text FROM {0}").format(Identifier(table)))
            lines = "\n".join(line for (line,) in cursor.fetchall())
            if any(text in lines or text.encode().hex() in lines for text in texts):
                found.add(table)
    for row in notices.Notice.objects.all():
        if any(text in row.text + row.address for text in texts):
            found.add("notices, decrypted")
    for words in Words.objects.all():
        if any(text in words.text for text in texts):
            found.add("words, decrypted")
    return found


def holds(matter: Matter) -> bool:
    matter = again(matter)
    return [*verify(matter), *check_files(matter), *check_rows(matter)] == []


def decide(walk: Walk, decision: str) -> None:
    subject = str(again(walk.matter).data["erasures"][-1]["seq"])
    walk.take("decide_erasure", DIRECTOR, subject=subject, decision=decision, reason="依法办理。")
    follow(walk.now)


DIRECTOR = "xie"


def test_a_request_is_granted_and_what_reaches_the_person_is_gone(walk):
    assert places_of(PHONE, NEW_PHONE)
    walk.take("ask_erasure", "p1", what="contact", reason="事情过去了。")
    decide(walk, "granted")
    assert places_of(PHONE, NEW_PHONE) == set()
    kept = parties_of(walk.matter).get(key="p1")
    assert (kept.phone, kept.name) == ("", "王秀兰")
    assert parties_of(walk.matter).get(key="p2").phone == "13807280002"
    assert holds(walk.matter)
    erased = events_of(walk.matter).get(seq=again(walk.matter).head_seq)
    assert (erased.step, erased.values["people"], erased.by[:8]) == ("erase", ["p1"], "account:")


def test_a_refusal_says_why_and_erases_nothing(walk):
    walk.take("ask_erasure", "p1", what="contact")
    before = events_of(walk.matter).count()
    decide(walk, "refused")
    assert parties_of(walk.matter).get(key="p1").phone == NEW_PHONE
    assert events_of(walk.matter).count() == before + 1
    [asked] = again(walk.matter).data["erasures"]
    assert asked["decision"] == "refused"


def test_only_one_request_waits_for_an_answer_at_a_time(walk):
    walk.take("ask_erasure", "p1", what="contact")
    with pytest.raises(Refused, match="还没有答复"):
        walk.take("ask_erasure", "p1", what="own")
    walk.take("ask_erasure", "p2", what="contact")


def test_while_a_matter_runs_its_data_are_needed():
    walk = Walk.begun()
    walk.take("ask_erasure", "p1", what="contact")
    subject = str(walk.matter.data["erasures"][0]["seq"])
    with pytest.raises(Invalid, match="还在办理"):
        walk.take("decide_erasure", DIRECTOR, subject=subject, decision="granted", reason="好。")
    assert parties_of(walk.matter).get(key="p1").phone == PHONE


def test_an_archive_is_kept_as_long_as_the_district_says(walk):
    walk.take("ask_erasure", "p1", what="own")
    subject = str(walk.matter.data["erasures"][0]["seq"])
    with pytest.raises(Invalid, match="没有设定"):
        walk.take("decide_erasure", DIRECTOR, subject=subject, decision="granted", reason="好。")
    set_years("RT-L-CASE", 2, now=walk.now)
    with pytest.raises(Invalid, match="2028-08-03"):
        walk.take("decide_erasure", DIRECTOR, subject=subject, decision="granted", reason="好。")
    walk.at(walk.now + timedelta(days=733))
    decide(walk, "granted")
    assert places_of(PHONE, NEW_PHONE, "王秀兰", TOLD, NOTE) == set()
    assert holds(walk.matter)
    assert parties_of(walk.matter).get(key="p2").name == "刘大勇"
    assert papers_of(walk.matter).filter(kind="receipt").exists()


def test_nothing_is_due_until_the_district_has_decided(walk):
    much_later = walk.now + timedelta(days=40 * 365)
    assert list(retention.due(now=much_later)) == []
    set_years("RT-L-CASE", 10, now=walk.now)
    assert list(retention.due(now=walk.now + timedelta(days=3600))) == []
    [due] = retention.due(now=much_later)
    assert (due.matter, due.kept.until.year) == (walk.matter, 2036)


def test_after_its_time_everything_said_is_gone_and_the_chain_verifies(walk):
    names = [stored_name(paper) for paper in papers_of(walk.matter)]
    assert names
    set_years("RT-L-CASE", 10, now=walk.now)
    later = walk.now + timedelta(days=10 * 366)
    assert places_of(TOLD, NOTE, PHONE, NEW_PHONE, "王秀兰", "刘大勇")
    assert actions.erase_all_due(now=later) == 1
    follow(later)
    assert places_of(TOLD, NOTE, PHONE, NEW_PHONE, "王秀兰", "刘大勇") == set()
    assert not any(storages["documents"].exists(name) for name in names)
    assert holds(walk.matter)
    assert actions.erase_all_due(now=later) == 0
    body = search.SearchEntry.objects.get(matter_id=walk.matter.id).body
    assert "鸭子" not in body


def test_nothing_can_be_done_with_a_matter_that_is_erased(walk):
    set_years("RT-L-CASE", 1, now=walk.now)
    later = walk.now + timedelta(days=400)
    actions.erase_all_due(now=later)
    walk.at(later)
    walk.matter = again(walk.matter)
    with pytest.raises(Refused, match="依法删除"):
        walk.take("remark", "luo", text="还想说什么。")
    with pytest.raises(NotNow, match="依法删除"):
        actions.issue(walk.matter, "receipt", events_of(walk.matter).get(seq=1), now=later)


def test_details_go_before_the_archive_by_a_rule_of_their_own(walk):
    set_years("RT-L-CONTACT", 3, now=walk.now)
    later = walk.now + timedelta(days=3 * 366)
    assert actions.erase_all_due(now=later) == 1
    assert [p.phone for p in parties_of(walk.matter)] == ["", ""]
    assert [p.name for p in parties_of(walk.matter)] == ["王秀兰", "刘大勇"]
    assert holds(walk.matter)


def test_a_file_that_another_matter_has_too_stays_for_it(walk):
    paper = papers_of(walk.matter).get(kind="evidence")
    other = Walk.begun(facts_told="另一件事。")
    sent = Sent(data={}, files=_files(SimpleUploadedFile("照片.png", picture("PNG"), "image/png")))
    actions.take(other.matter, "supplement", actor=other.actor("p1"), sent=sent, now=other.now)
    set_years("RT-L-CASE", 1, now=walk.now)
    actions.erase_all_due(now=walk.now + timedelta(days=400))
    assert Document.objects.get(pk=paper.pk).size == 0
    assert holds(other.matter)
    assert storages["documents"].exists(stored_name(paper))


def test_erasing_without_an_event_is_found(walk):
    row = Words.objects.filter(matter_id=walk.matter.id, name="facts_told").get()
    row.text, row.salt, row.digest = "", b"", ""
    row.save()
    assert verify(again(walk.matter)) != []


def test_words_that_were_erased_and_came_back_are_found(walk):
    set_years("RT-L-CASE", 1, now=walk.now)
    actions.erase_all_due(now=walk.now + timedelta(days=400))
    row = Words.objects.filter(matter_id=walk.matter.id, name="facts_told").get()
    row.text = "回来了"
    with unguarded():
        row.save()
    assert verify(again(walk.matter)) != []


def test_an_erased_name_says_so(walk):
    set_years("RT-L-CASE", 1, now=walk.now)
    actions.erase_all_due(now=walk.now + timedelta(days=400))
    assert {p.name for p in parties_of(walk.matter)} == {ERASED_NAME}
    assert standing.is_erased(again(walk.matter).data)


def test_what_is_told_and_erased_in_one_reading_is_blank(walk):
    """Where the reader comes late, both lie in one batch."""
    notices.Notice.objects.all().delete()
    set_years("RT-L-CASE", 1, now=walk.now)
    Bookmark.objects.filter(reader="notices").update(position=0)
    later = walk.now + timedelta(days=400)
    assert actions.erase_all_due(now=later) == 1
    catch_up([notices.reader], now=later)
    told = notices.Notice.objects.filter(matter_id=walk.matter.id, at__lt=later)
    assert told.exists()
    assert {(one.address, one.text) for one in told} == {("", "")}
