"""A matter opened out of another: what comes along, what is told back, what nobody can alter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from hejie.conftest import unguarded
from hejie.kernel import actions, links, permissions, registry
from hejie.kernel.actions import Refused, Stale
from hejie.kernel.actions.checking import check_rows, verify
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import papers_of, words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.kernel.registry import Origin, RegistryError, Room, Source, Taken, register
from hejie.kernel.tests.walking import party, sent, staff
from hejie.rooms._example.procedure import procedure as example
from hejie.rooms.confirmation.stories import third_party_objects, wages_confirmed
from hejie.rooms.confirmation.stories.phrases import MEDIATION
from hejie.rooms.confirmation.tests.playing import (
    ASKING,
    again,
    ask,
    confirmation_of,
    mediation_of,
    take,
    told_until,
    who_is,
)
from hejie.stories.telling import Telling, moment

pytestmark = pytest.mark.usefixtures("zhangwan")
WHEN = "2026-04-10 19:00"


@pytest.fixture
def agreed() -> Matter:
    return mediation_of(told_until(wages_confirmed.story, "ask", before=True))


def ways(matter: Matter, who: str, when: str = WHEN) -> list[links.Way]:
    actor = who_is(who, matter, moment(when))
    return links.ways_out(matter, permissions.situate(matter, actor, now=moment(when)))


def opened_out_of(matter: Matter) -> Matter:
    return ask(matter, "p1", WHEN)


# What may be opened, and by whom


def test_those_whom_the_step_names_see_the_way_out(agreed):
    assert [way.rule.step for way in ways(agreed, "p1")] == ["ask"]
    assert [way.rule.step for way in ways(agreed, "luo")] == ["ask"]
    assert ways(agreed, "zhou") == []


def test_a_matter_that_stands_elsewhere_has_no_way_out():
    telling = Telling(wages_confirmed.story)
    for act in wages_confirmed.story.acts[:3]:
        telling.tell(act)
    accepted = mediation_of(telling)
    assert ways(accepted, "p1") == []
    with pytest.raises(Refused, match="现在的状态是“已受理”，不能办“调解协议司法确认”"):
        ask(accepted, "p1", "2026-04-07 09:15")


def test_nobody_opens_out_of_a_matter_out_of_sight(agreed):
    stranger = staff("jiang", moment(WHEN))
    with pytest.raises(Refused, match="看不到"):
        actions.open_matter(
            "confirmation", actor=stranger, sent=sent(ASKING), now=moment(WHEN), out_of=agreed
        )


def test_a_party_of_another_matter_opens_nothing(agreed):
    other = mediation_of(told_until(third_party_objects.story, "ask", before=True))
    intruder = party(other, "p1", verified_at=moment(WHEN))
    with pytest.raises(Refused, match="看不到"):
        actions.open_matter(
            "confirmation", actor=intruder, sent=sent(ASKING), now=moment(WHEN), out_of=agreed
        )


def test_the_step_is_not_taken_without_an_origin():
    facts = {**ASKING, "place": "420303001001"}
    with pytest.raises(Refused, match="要从它由来的那一件事项里办"):
        actions.open_matter("confirmation", actor=staff("luo"), sent=sent(facts), now=moment(WHEN))


def test_one_is_open_at_a_time(agreed):
    first = opened_out_of(agreed)
    with pytest.raises(Refused, match=f"已经立了调解协议司法确认 {first.reference}"):
        opened_out_of(agreed)
    assert ways(again(agreed), "p1") == []


def test_a_page_read_before_the_origin_moved_is_stale(agreed):
    given = sent(ASKING, version=agreed.version - 1)
    actor = who_is("p1", agreed, moment(WHEN))
    with pytest.raises(Stale):
        actions.open_matter(
            "confirmation", actor=actor, sent=given, now=moment(WHEN), out_of=agreed
        )


def test_the_same_key_opens_one_matter(agreed):
    actor = who_is("p1", agreed, moment(WHEN))
    made = [
        actions.open_matter(
            "confirmation",
            actor=actor,
            sent=sent(ASKING, key="once"),
            now=moment(WHEN),
            out_of=again(agreed),
        )
        for _ in range(2)
    ]
    assert made[0].matter.pk == made[1].matter.pk
    assert [one.fresh for one in made] == [True, False]


# What comes along


def test_parties_keep_their_keys_and_get_codes_of_their_own(agreed):
    matter = opened_out_of(agreed)
    there = {p.key: p for p in parties_of(agreed)}
    here = {p.key: p for p in parties_of(matter)}
    assert here.keys() == there.keys()
    assert {p.role for p in here.values()} == {"applicant"}
    for key, row in here.items():
        assert (row.name, row.phone) == (there[key].name, there[key].phone)
        assert row.code != there[key].code


def test_whoever_joins_later_gets_a_key_behind_all_others():
    telling = told_until(third_party_objects.story, "hear_third")
    keys = [p.key for p in parties_of(confirmation_of(telling))]
    assert keys == ["p1", "p2", "p3"]


def test_the_paper_is_the_same_bytes(agreed):
    matter = opened_out_of(agreed)
    [there] = papers_of(again(agreed)).filter(kind="agreement", seq=again(agreed).head_seq - 1)
    [here] = papers_of(matter).filter(kind="agreement")
    assert here.digest == there.digest


def test_sealed_words_are_not_even_read():
    sealed = "我们最低能接受一万二"
    telling = Telling(wages_confirmed.story)
    for act in wages_confirmed.story.acts:
        if act.step == "ask":
            break
        said = {"negotiation": sealed, "proposal": sealed} if act.step == "hold_session" else {}
        telling.tell(replace(act, facts={**act.facts, **said}))
    origin = mediation_of(telling)
    actor = staff("deng", moment(WHEN))
    here = permissions.situate(origin, actor, now=moment(WHEN))
    source = links.source_of(origin, here)
    assert sealed not in str(source)
    matter = opened_out_of(origin)
    assert sealed not in str(words_of(matter, compartments=("", "sealed", "personal")))


def test_a_reader_is_told_no_name_and_no_number(agreed):
    here = permissions.situate(agreed, staff("deng", moment(WHEN)), now=moment(WHEN))
    parties = str(links.source_of(agreed, here).parties)
    for row in parties_of(agreed):
        assert row.name not in parties
        assert row.phone not in parties


def test_those_who_mediated_come_along(agreed):
    matter = opened_out_of(agreed)
    assert [m.account.username for m in matter.member_set.select_related("account")] == ["deng"]
    assert permissions.visible_to(staff("deng", moment(WHEN))).filter(pk=matter.pk).exists()


# What is told back


def test_both_matters_hold_the_other_s_hash(agreed):
    matter = opened_out_of(agreed)
    opening, note = events_of(matter).get(seq=1), events_of(agreed).get(step="link")
    origin = opening.values["origin"]
    there = Event.objects.get(pk=(agreed.district, agreed.id, origin["seq"]))
    assert origin["hash"] == bytes(there.hash).hex()
    assert note.values["linked"]["hash"] == bytes(opening.hash).hex()
    assert note.by == "party:p1"


def test_the_origin_is_told_and_does_not_move():
    telling = told_until(wages_confirmed.story, "accept")
    origin, matter = mediation_of(telling), confirmation_of(telling)
    assert origin.state == "agreed_written"
    [linked] = origin.data["linked"]
    assert (linked["reference"], linked["state"]) == (matter.reference, "accepted")
    reports = [e.values["linked"]["state"] for e in events_of(origin) if e.step == "report"]
    assert reports == ["prepared", "accepted"]  # what the court received is not told
    assert origin.version < origin.head_seq


def test_a_clock_of_the_origin_is_met_by_what_it_asked_for():
    telling = told_until(wages_confirmed.story, "consent")
    assert clocks_of(mediation_of(telling)).get(key="confirm").status == Clock.RUNNING
    take(confirmation_of(telling), "withdraw", "p1", "2026-04-10 20:00")
    assert clocks_of(mediation_of(telling)).get(key="confirm").status == Clock.RUNNING
    whole = told_until(wages_confirmed.story, "submit", later=timedelta(weeks=1))
    clock = clocks_of(mediation_of(whole)).get(key="confirm")
    assert (clock.status, clock.late) == (Clock.MET, False)


def test_whoever_may_not_see_the_other_matter_gets_no_way_to_it(agreed):
    matter = opened_out_of(agreed)
    seen = {who: links.beside(again(agreed), staff(who, moment(WHEN))) for who in ("luo", "qin")}
    assert [(one.matter.pk, one.visible) for one in seen["luo"]] == [(matter.pk, True)]
    assert [one.visible for one in seen["qin"]] == [False]
    [back] = links.beside(matter, who_is("p2", matter, moment(WHEN)))
    assert (back.matter.pk, back.is_origin, back.visible) == (agreed.pk, True, True)


# What nobody can alter


def test_both_replay_to_the_same_rows_and_verify(agreed):
    matter = opened_out_of(agreed)
    take(matter, "withdraw", "p2", "2026-04-11 09:00")
    for one in (again(matter), again(agreed)):
        assert [*verify(one), *check_rows(one)] == []


@pytest.mark.parametrize("side", ["origin", "linked"])
def test_a_history_written_anew_on_one_side_is_found_on_the_other(agreed, side):
    matter = opened_out_of(agreed)
    altered, witness = (agreed, matter) if side == "origin" else (matter, agreed)
    seq = matter.data["origin"]["seq"] if side == "origin" else 1
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_event SET hash = %s WHERE matter_id = %s AND seq = %s",
            [b"\0" * 32, altered.id, seq],
        )
    told = [finding.sentence for finding in verify(again(witness))]
    assert told == [f"关联事项 {altered.reference} 与这里记的哈希不符"]


# Wiring


def nothing(source: Source) -> Taken | None:
    return None


def test_a_room_opens_only_by_a_step_that_it_has():
    rule = Origin(
        opens="example", step="borrow", out_of="mediation", states=frozenset(), take=nothing
    )
    room = Room(key="other_example", label="另一个", procedures=(example,), origins=(rule,))
    registry_before = registry.rooms()
    with pytest.raises(RegistryError):
        register(room)
    assert registry.rooms() == registry_before


def test_what_counts_as_over_must_be_told():
    with pytest.raises(RegistryError, match="withdrawn"):
        Origin(
            opens="example",
            step="lend",
            out_of="mediation",
            states=frozenset(),
            take=nothing,
            again=frozenset({"withdrawn"}),
        )


def test_where_there_is_nothing_to_take_over_there_is_no_way():
    telling = told_until(wages_confirmed.story, "ask", before=True)
    origin = mediation_of(telling)
    Matter.objects.filter(pk=origin.pk).update(data={**origin.data, "effective_at": ""})
    assert ways(again(origin), "p1") == []
    assert MEDIATION in telling.matters
