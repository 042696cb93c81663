"""What is said against an organ: sealed, in nobody's area, and hidden from it by both locks."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client

from hejie.kernel import actions, documents, permissions, sight
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.documents import ACCUSATION, Document, Words, words_of
from hejie.kernel.jurisdictions import Account
from hejie.kernel.keys import ACCUSATIONS
from hejie.kernel.matters import Involvement, Matter
from hejie.kernel.parties import Party
from hejie.kernel.tests.walking import sent, staff
from hejie.rooms.petitions.accusing import SEALED_IN
from hejie.rooms.petitions.stories.letter_that_accuses import story
from hejie.rooms.petitions.stories.phrases import petitioner
from hejie.stories.telling import Telling, drawn_signature, moment

NOW = moment("2026-08-03 10:00")
ACCUSED = "s-420303001"
STORY = "救助款名单上有三户是干部的亲戚。"
pytestmark = pytest.mark.usefixtures("zhangwan")


def accuse(who: str = "jin", **facts: object) -> Matter:
    stated = {
        "place": "420303001001",
        "accused": ACCUSED,
        "story": STORY,
        "parties": [petitioner("", "", "")],
        "files": [{"name": "名单.png", "content": drawn_signature().partition(",")[2]}],
        **facts,
    }
    return actions.open_matter(
        "accusation", actor=staff(who, NOW), sent=sent(stated), now=NOW
    ).matter


def sees(who: str, matter: Matter) -> bool:
    return permissions.visible_to(staff(who, NOW)).filter(pk=matter.pk).exists()


def seen_by_the_database(who: str, matter: Matter) -> int:
    """Rows of the matter that the role of web requests gets while this person looks."""
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        permissions.look_as(staff(who, NOW))
        cursor.execute("SET LOCAL ROLE hejie_web")
        for table in ("kernel_words", "kernel_party", "kernel_document", "kernel_event"):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE matter_id = %s", [matter.id])
            count += int(cursor.fetchone()[0])
        cursor.execute("SELECT count(*) FROM kernel_matter WHERE id = %s", [matter.id])
        count += int(cursor.fetchone()[0])
        cursor.execute("RESET ROLE")
    sight.look_as(sight.EVERYTHING)
    return int(count)


def test_the_compartment_is_the_kernels_own():
    assert SEALED_IN == ACCUSATION
    assert documents.ring_of(ACCUSATION) == ACCUSATIONS


OUTSIDE = ["huang", "guo", "luo", "lin", "wu", "zhou", "shen", "zhu", "guan"]
"""The accused street office; clerks, leaders, supervisors and auditors whose area it lies in;
another unit; the administrator."""


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_sees_that_there_is_one(who):
    matter = accuse()
    assert not sees(who, matter)
    assert seen_by_the_database(who, matter) == 0


def test_whoever_holds_it_reads_it_and_the_second_lock_agrees():
    matter = accuse()
    assert sees("jin", matter)
    assert seen_by_the_database("jin", matter) > 0
    open_to = permissions.compartments_for(staff("jin", NOW), matter)
    assert words_of(matter, compartments=open_to)[1]["story"] == STORY


def test_words_and_files_lie_in_the_compartment_and_nothing_is_in_the_open_one():
    matter = accuse()
    assert {row.compartment for row in Words.objects.filter(matter_id=matter.id)} == {ACCUSATION}
    assert {row.compartment for row in Document.objects.filter(matter_id=matter.id)} == {ACCUSATION}
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM kernel_words WHERE matter_id = %s", [matter.id])
        stored = bytes(cursor.fetchone()[0])
    assert STORY.encode() not in stored


def test_the_bureau_that_passed_it_on_reads_no_more():
    matter = accuse()
    facts = sent({"holder": "zw-discipline"})
    matter = actions.take(matter, "pass_on", actor=staff("jin", NOW), sent=facts, now=NOW).matter
    assert sees("jin", matter)
    assert ACCUSATION not in permissions.compartments_for(staff("jin", NOW), matter)
    assert ACCUSATION in permissions.compartments_for(staff("ji", NOW), matter)


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("hand_down", {"holder": ACCUSED, "reason": "交街道。"}),
        ("ask_in", {"asked_organs": [ACCUSED], "reason": "请街道说明。"}),
    ],
)
def test_it_cannot_be_given_to_the_accused(step, facts):
    matter = accuse()
    with pytest.raises(Refused, match="不能交给它办"):
        actions.take(matter, step, actor=staff("jin", NOW), sent=sent(facts), now=NOW)
    assert not Involvement.objects.filter(matter_id=matter.id, organ=ACCUSED).exists()


def test_somebody_of_the_accused_cannot_join():
    matter = accuse()
    posts = Account.objects.get(username="huang").posts.filter(role="handler")
    facts = sent({"posts": [str(posts.get().pk)]})
    with pytest.raises(Refused, match="不能交给它办"):
        actions.take(matter, "join", actor=staff("jin", NOW), sent=facts, now=NOW)


def test_the_accused_cannot_register_it():
    with pytest.raises(Invalid, match="不能由本单位登记"):
        accuse("huang")


def test_a_petition_found_to_accuse_closes_to_the_unit_that_had_it():
    """Whoever held it before is shut out in the same moment."""
    telling = Telling(story)
    for one in story.acts[:3]:
        telling.tell(one)
    matter = Matter.objects.get(pk=telling.matter.pk)
    assert matter.place_path == ""
    assert not sees("lin", matter)
    assert seen_by_the_database("lin", matter) == 0
    assert sees("jin", matter)


def test_replayed_it_is_closed_as_before():
    matter = accuse()
    actions.replay(matter)
    matter = Matter.objects.get(pk=matter.pk)
    assert matter.place_path == ""
    assert not Involvement.objects.filter(matter_id=matter.id, organ=ACCUSED).exists()


def test_a_name_may_stay_unsaid_and_there_is_a_code_all_the_same(client: Client):
    matter = accuse()
    party = Party.objects.get(matter_id=matter.id)
    assert party.name == "未留姓名"
    page = client.get(f"/track/{party.code}/").content.decode()
    assert matter.reference in page
    assert STORY not in page


def test_the_accused_units_desk_finds_nothing(client: Client):
    matter = accuse()
    client.force_login(Account.objects.get(username="huang"))
    assert client.get(f"/desk/matters/{matter.reference}/").status_code == 404
    assert matter.reference not in client.get("/desk/matters/").content.decode()


def test_the_sealed_file_is_shown_at_the_desk_that_has_it_and_gone_when_it_is_passed_on(
    client: Client,
):
    matter = accuse()
    paper = Document.objects.get(matter_id=matter.id)
    client.force_login(Account.objects.get(username="jin"))
    page = client.get(f"/desk/matters/{matter.reference}/").content.decode()
    assert str(paper.id) in page
    facts = sent({"holder": "zw-discipline"})
    actions.take(matter, "pass_on", actor=staff("jin", NOW), sent=facts, now=NOW)
    page = client.get(f"/desk/matters/{matter.reference}/").content.decode()
    assert str(paper.id) not in page
    assert STORY not in page
