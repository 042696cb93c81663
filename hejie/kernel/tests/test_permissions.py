"""Who may see and do what: one table of people and matters, and every reason in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from hejie.kernel import permissions, registry, standing
from hejie.kernel.documents import OPEN, PERSONAL, SEALED, words_of
from hejie.kernel.jurisdictions import ROLES, SYSTEM, VISITOR, Account, Actor, Post
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.permissions import (
    compartments_for,
    explain,
    may,
    roles_here,
    sees_names,
    situate,
    visible_to,
)
from hejie.kernel.search import SearchEntry
from hejie.kernel.tests.walking import MONDAY, Walk, party, record_session, staff

HUAGUO, CHECHENG, VILLAGE = "420303001001", "420303003001", "420303001202"


class World:
    """Three matters: in 花果 at work, in 车城路 just come, in a village of 花果 held there."""

    def __init__(self) -> None:
        self.huaguo = Walk.begun().to("in_session")
        self.checheng = Walk.begun(place=CHECHENG)
        self.village = Walk.begun(
            "register", "fu", place=VILLAGE, source="applied", channel="window"
        )

    def seen_by(self, who: str) -> set[str]:
        found = set(visible_to(staff(who)).values_list("id", flat=True))
        named = {"huaguo": self.huaguo, "checheng": self.checheng, "village": self.village}
        return {name for name, walk in named.items() if walk.matter.id in found}


@pytest.fixture
def world(zhangwan: Any) -> World:
    return World()


EVERYTHING = {"huaguo", "checheng", "village"}
SEEN = {
    "lin": EVERYTHING,  # clerk of the district: the whole area
    "luo": {"huaguo", "village"},  # clerk of 花果 and the villages below it
    "jiang": {"checheng"},
    "cai": set(),  # clerk of 黄龙
    "fu": {"village"},  # clerk, director and mediator of the village
    "xie": {"huaguo"},  # director of 花果: what it holds, not its villages'
    "hao": {"checheng"},
    "deng": {"huaguo"},  # mediator: the own matters
    "zeng": set(),  # mediator of the same organ, not of the same matter
    "meng": set(),  # director of the district: nothing came there
    "qian": set(),
    "qin": set(),
    "zhou": EVERYTHING,  # supervisor
    "wu": EVERYTHING,  # leader
    "shen": EVERYTHING,  # auditor
    "tong": set(),  # statistician
    "guan": set(),  # administrator
}


def test_each_sees_what_the_post_reaches(world):
    assert {who: world.seen_by(who) for who in SEEN} == SEEN


def test_an_organ_that_was_asked_in_sees_what_it_was_asked_for(world):
    world.huaguo.take("ask_in", "luo", asked_organs=["zw-centre"], reason="请专业室。")
    assert world.seen_by("meng") == {"huaguo"}
    assert "director" in roles_here(staff("meng"), world.huaguo.matter)


def test_who_joined_sees_it_and_who_left_does_not(world):
    zeng = str(Post.objects.get(account__username="zeng").pk)
    world.huaguo.take("join", "luo", posts=[zeng])
    assert world.seen_by("zeng") == {"huaguo"}
    world.huaguo.take("join", "luo", posts=[zeng], leave=True)
    assert world.seen_by("zeng") == set()


def test_an_organ_that_held_a_matter_still_sees_where_it_went(world):
    world.checheng.take("hand_up", "jiang", holder="zw-centre", reason="涉及两街。")
    assert world.seen_by("hao") == {"checheng"}
    assert roles_here(staff("hao"), world.checheng.matter) == frozenset()
    assert world.seen_by("meng") == {"checheng"}


def test_posts_reach_from_their_first_day_to_their_last(world):
    post = Post.objects.get(account__username="luo")
    post.ends = MONDAY.date()
    post.save()
    matters = visible_to(staff("luo", MONDAY))
    assert matters.filter(id=world.huaguo.matter.id).exists()
    assert not visible_to(staff("luo", MONDAY + timedelta(days=1))).exists()
    assert not staff("luo", MONDAY - timedelta(days=2000)).posts


def test_a_party_sees_its_own_matter_only(world):
    p1 = party(world.huaguo.matter, "p1")
    assert list(visible_to(p1)) == [world.huaguo.matter]
    assert roles_here(p1, world.huaguo.matter) == {"applicant", standing.PARTY}
    assert roles_here(p1, world.checheng.matter) == frozenset()
    stranger = Actor(key="party:x:p9", name="", matter=str(world.huaguo.matter.id), party="p9")
    assert roles_here(stranger, world.huaguo.matter) == frozenset()


def test_a_visitor_sees_nothing_and_the_platform_everything(world):
    assert not visible_to(VISITOR).exists()
    assert visible_to(SYSTEM).count() == 3


REFERRAL: dict[str, Any] = {
    "route": "B",
    "case_number": "（2026）鄂0303民诉前调1号",
    "contact": "秦雨桐 0719-8651177",
    "holder": "t-420303001",
}


def test_a_court_follows_what_it_referred_where_a_page_knows_what_it_may_read(world):
    walk = Walk.begun("refer", "qin", **REFERRAL)
    for who, role in (("qin", "liaison"), ("fangming", "judge")):
        assert not visible_to(staff(who)).exists()
        assert list(permissions.referred_by(staff(who))) == [walk.matter]
        assert roles_here(staff(who), walk.matter) == {role}
        assert roles_here(staff(who), world.huaguo.matter) == frozenset()
        assert list(permissions.named_to(staff(who))) == [walk.matter]
    for who in ("meng", "hao", "zhou", "shen", "guan", "tong"):
        assert not permissions.referred_by(staff(who)).exists()


def test_a_step_of_other_routes_is_not_even_spoken_of(world):
    walk = world.huaguo  # route A, of no court
    situation = situate(walk.matter, staff("luo"), now=walk.now)
    assert "send_back" not in {d.key for d in explain(walk.matter, situation)}
    told = permissions.decide(walk.matter.law, "send_back", situation)
    assert told.reasons == (
        "“送回法院材料”只用于法院委派（立案前）、法院委托（普通程序）、法院委托（简易程序）",
    )


# Names and sealed words

NAMED = {"luo", "lin", "deng", "xie"}
MASKED = {"zhou", "wu", "shen", "tong", "guan", "jiang", "zeng"}


def test_names_are_whole_for_those_who_work_on_the_matter(world):
    matter = world.huaguo.matter
    world.huaguo.take("ask_in", "luo", asked_organs=["zw-centre"], reason="请专业室。")
    seen = {who: sees_names(staff(who), matter) for who in NAMED | MASKED}
    assert seen == {who: who in NAMED for who in NAMED | MASKED}
    assert not sees_names(SYSTEM, matter)
    assert not sees_names(VISITOR, matter)
    assert not sees_names(party(matter, "p1"), matter)


@pytest.mark.parametrize("who", ["deng", "zeng", "luo", "xie", "lin", "zhou", "wu", "shen", "guan"])
def test_sealed_words_are_for_the_mediators_of_the_matter(world, who):
    matter = world.huaguo.matter
    secret = "刘大勇最多出两千元。"
    begins = world.huaguo.now + timedelta(hours=1)
    facts = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=1)).isoformat()}
    world.huaguo.take("set_session", "deng", way="phone", **facts)
    world.huaguo.at(begins + timedelta(hours=1))
    record_session(world.huaguo, "2", negotiation=secret, result="continue")
    open_to = compartments_for(staff(who), matter)
    told = str(words_of(matter, compartments=open_to))
    assert (secret in told) == (SEALED in open_to) == (who == "deng")


def test_a_mediator_whose_post_has_ended_opens_no_sealed_words(world):
    matter = world.huaguo.matter
    Post.objects.filter(account__username="deng").update(ends=MONDAY.date())
    Post.objects.create(
        account=Account.objects.get(username="deng"),
        organ_id="zw-centre",
        role="supervisor",
        starts=MONDAY.date(),
    )
    deng = staff("deng", MONDAY + timedelta(days=2))
    assert visible_to(deng).filter(id=matter.id).exists()
    assert compartments_for(deng, matter) == (OPEN,)


def test_what_was_corrected_is_for_those_who_see_names(world):
    matter = world.huaguo.matter
    assert PERSONAL in compartments_for(staff("luo"), matter)
    for actor in (staff("zhou"), staff("shen"), party(matter, "p1"), SYSTEM, VISITOR):
        assert compartments_for(actor, matter) == (OPEN,)


# What may be done, and why not


def test_may_and_explain_say_the_same(world):
    walk = world.huaguo
    for who in ("luo", "deng", "zhou", "p1"):
        actor = walk.actor(who)
        told = explain(walk.matter, situate(walk.matter, actor, now=walk.now))
        assert {d.allowed for d in told} == {True, False} or who == "zhou"
        for decision in told:
            allowed = may(actor, decision.key, walk.matter, now=walk.now)
            assert allowed == decision.allowed == (not decision.reasons), decision.key


def test_explain_tells_every_reason_at_once(world):
    walk = world.checheng
    told = explain(walk.matter, situate(walk.matter, staff("jiang"), now=walk.now))
    reasons = {decision.key: decision.reasons for decision in told}
    assert reasons["invite"] == ()
    assert reasons["set_session"] == ("现在的状态是“已登记”，不能“约调解会”",)
    assert reasons["sign_for"] == ("不是法院委派、委托的，不用签收",)
    assert reasons["answer"] == ("没有等待答复的督办",)
    assert "seal" not in reasons  # never a clerk's step
    assert "apply" not in reasons  # opens a matter


@pytest.mark.parametrize("who", ["shen", "tong", "guan", "zeng", "jiang"])
def test_those_without_a_part_in_a_matter_are_offered_nothing(world, who):
    matter = world.huaguo.matter
    assert explain(matter, situate(matter, staff(who), now=world.huaguo.now)) == []


@pytest.mark.parametrize("who", ["zhou", "wu"])
def test_supervisors_urge_and_order_and_take_no_other_step(world, who):
    matter = world.huaguo.matter
    told = explain(matter, situate(matter, staff(who), now=world.huaguo.now))
    assert {decision.key for decision in told if decision.allowed} == {"urge", "order"}


def test_asking_what_a_guard_may_know_costs_the_same_at_any_age(
    world, django_assert_max_num_queries
):
    old = world.huaguo.to("agreed_oral")
    with django_assert_max_num_queries(9):
        situate(world.checheng.matter, staff("jiang"), now=old.now)
    with django_assert_max_num_queries(9):
        situate(old.matter, staff("luo"), now=old.now)


def test_the_day_is_the_districts_day(world):
    """Three in the morning in Shanghai is still yesterday in UTC."""
    night = (MONDAY + timedelta(days=1)).replace(hour=3)
    walk = Walk.begun(now=night)
    stored = Matter.objects.get(pk=walk.matter.pk)
    situation = situate(stored, staff("luo"), now=night.astimezone(tz=None))
    assert situation.opened.date() == situation.now.date() == night.date()


# There is no search for a person

PERSONAL_FIELDS = {"name", "id_number", "phone", "address", "representative", "id_type", "note"}
SCORES = ("score", "label", "rating", "risk", "grade", "tag", "blacklist", "level", "category")


def test_no_column_about_people_can_be_looked_up():
    indexed: set[str] = set()
    for index in [*Party._meta.indexes, *Party._meta.constraints]:
        indexed |= set(getattr(index, "fields", ()))
    fields: list[Any] = list(Party._meta.local_fields)
    indexed |= {field.name for field in fields if field.db_index or field.unique}
    assert not indexed & PERSONAL_FIELDS


def test_no_field_scores_or_labels_a_person():
    names = {field.name for field in Party._meta.get_fields()}
    assert not [name for name in names if any(word in name for word in SCORES)]


def test_people_stand_inside_one_matter_and_are_related_to_nothing_else():
    related = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField)
        and field.related_model is Party
    ]
    assert related == []
    assert [field.name for field in Party._meta.pk_fields] == ["district", "matter_id", "key"]


def test_the_search_index_has_no_place_for_people():
    columns = {f.column for f in SearchEntry._meta.local_concrete_fields if f.column}
    assert columns == {"district", "matter_id", "body"}


def test_roles_of_procedures_are_known_or_those_of_parties():
    known = {*ROLES, "visitor", "party", "applicant", "respondent", "third", "system"}
    for room in registry.rooms():
        for law in room.procedures:
            assert set(law.roles) <= known | set(room.party_roles), law.key


def test_every_list_starts_at_what_the_actor_sees(world):
    """A mediator's reach is the team: whatever else is asked, it is never more."""
    deng = staff("deng")
    assert visible_to(deng).filter(district="420303").count() == 1
    assert set(permissions.named_to(deng)) <= set(visible_to(deng))
