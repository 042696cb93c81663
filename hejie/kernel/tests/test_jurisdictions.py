"""Who is where: divisions, organs that serve them, posts that begin and end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from hejie.kernel.jurisdictions import (
    ROLES,
    Account,
    Division,
    Organ,
    Post,
    Reach,
    actor_for,
    competent_organ,
    find_division,
    locate,
)

DAY = date(2026, 8, 3)


def division(code: str) -> Division:
    found = find_division(code)
    assert found is not None
    return found


def test_the_district_has_its_towns_and_villages(zhangwan):
    towns = Division.objects.filter(parent="420303")
    villages = Division.objects.filter(level="village", path__startswith=division("420303").path)
    assert (towns.count(), villages.count()) == (10, 121)
    assert division("420303001001").district == "420303"
    assert find_division("420303999999") is None


def test_a_path_leads_from_the_root_to_the_place(zhangwan):
    place = division("420303001001")
    assert place.path.split(".")[:-1] == ["42", "4203", "420303", "420303001", "420303001001"]


@pytest.mark.parametrize(
    ("place", "trade", "organ"),
    [
        ("420303001001", "general", "t-420303001"),  # a village goes to its town's centre
        ("420303001", "general", "t-420303001"),
        ("420303", "general", "zw-centre"),
        ("420303001001", "labour", "zw-labour"),  # these trades come in at their room
        ("420303001001", "medical", "zw-medical"),
        ("420303001001", "property", "t-420303001"),  # these do not
        ("420304", "general", None),  # a neighbour's matter is nobody's here
        ("4203", "labour", None),
    ],
)
def test_a_matter_from_the_public_goes_to_the_nearest_or_to_its_trade(
    zhangwan, place, trade, organ
):
    found = competent_organ(division(place), door="mediation", trade=trade)
    assert (found and found.key) == organ
    assert competent_organ(division(place), door="divination", trade=trade) is None


def test_a_point_lies_in_the_deepest_division_known(zhangwan):
    inside = locate(110.75, 32.65)
    assert inside is not None
    assert inside.code == "420303"
    assert locate(0.0, 0.0) is None
    assert locate(float("nan"), 32.65) is None


def test_an_actor_has_the_posts_of_the_day(zhangwan):
    luo = Account.objects.get(username="luo")
    Post.objects.filter(account=luo).update(ends=DAY)
    Post.objects.create(
        account=luo, organ_id="zw-centre", role="auditor", starts=DAY + timedelta(days=1)
    )
    today, tomorrow = actor_for(luo, on=DAY), actor_for(luo, on=DAY + timedelta(days=1))
    assert [(p.organ, p.role) for p in today.posts] == [("t-420303001", "clerk")]
    assert [(p.organ, p.role) for p in tomorrow.posts] == [("zw-centre", "auditor")]
    assert today.has("clerk", "director")
    assert not tomorrow.has("clerk")
    assert (today.key, today.is_party, today.is_system) == (f"account:{luo.pk}", False, False)


def test_a_post_ends_after_it_began_and_is_given_once(zhangwan):
    post = Post.objects.get(account__username="luo")
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            account=post.account, organ=post.organ, role=post.role, starts=post.starts
        )
    post.ends = post.starts - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()


def test_what_is_held_to_cannot_be_deleted(zhangwan):
    with pytest.raises(ProtectedError):
        division("420303001").delete()


def test_nobody_who_only_counts_or_administers_reads_a_matter():
    blind = {key for key, role in ROLES.items() if role.reads is Reach.NONE}
    assert blind == {"statistician", "admin"}
    assert not [key for key in blind if ROLES[key].acts is not Reach.NONE or ROLES[key].names]


def test_nobody_acts_where_they_cannot_read():
    order = [Reach.NONE, Reach.TEAM, Reach.ORGAN, Reach.AREA]
    assert [k for k, r in ROLES.items() if order.index(r.acts) > order.index(r.reads)] == []


def test_organs_have_their_districts(zhangwan):
    found = {organ.district for organ in Organ.objects.select_related("area")}
    assert found == {"420303", "4203"}  # the city is above all districts
