"""Posts by two administrators, stand-ins, and the chain that tells of both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from hejie.conftest import unguarded
from hejie.kernel import actions, permissions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.actions.checking import check_rows
from hejie.kernel.administration import AdministrativeAct, PostRequest, verify_administration
from hejie.kernel.events import ADMINISTRATION, LogEntry, Unsequenced, events_of
from hejie.kernel.jurisdictions import Account, Organ, Post
from hejie.kernel.ledger import verify
from hejie.kernel.log_checks import check_log
from hejie.kernel.matters import local_day
from hejie.kernel.readers import Reader, catch_up, follow
from hejie.kernel.sequencer import entry_hashes
from hejie.kernel.tests.walking import MONDAY, Walk, staff

pytestmark = pytest.mark.usefixtures("zhangwan")
TODAY = local_day(MONDAY)
DAY = timedelta(days=1)


def account(username: str) -> Account:
    return Account.objects.get(username=username)


def ask(who: str = "luo", *, by: str = "guan", role: str = "mediator", **more: Any) -> PostRequest:
    given: dict[str, Any] = {"starts": TODAY, "ends": None}
    return actions.ask_for_post(
        account(who),
        organ=Organ.objects.get(key="t-420303001"),
        role=role,
        actor=staff(by),
        now=MONDAY,
        **(given | more),
    )


def decide(asked: PostRequest, by: str = "ning", *, approve: bool = True) -> PostRequest:
    return actions.decide_on_post(asked.pk, approve=approve, actor=staff(by), now=MONDAY)


def stand_in(who: str, post: Post, *, days: int = 3) -> Post:
    asked = actions.ask_for_stand_in(
        post,
        account(who),
        starts=TODAY,
        ends=TODAY + days * DAY,
        actor=staff("guan"),
        now=MONDAY,
    )
    decide(asked)
    return Post.objects.get(account__username=who, stands_for=post)


def test_a_post_is_one_only_when_another_administrator_approves():
    asked = ask()
    assert not staff("luo").has("mediator")
    decide(asked)
    assert staff("luo").has("mediator")
    assert staff("luo", MONDAY - DAY).has("mediator") is False
    kinds = list(AdministrativeAct.objects.values_list("kind", flat=True))
    assert kinds == ["administration.begin", "post.ask", "post.grant"]
    assert list(verify_administration()) == []


def test_a_declined_post_is_none_and_stays_declined():
    asked = decide(ask(), approve=False)
    assert not staff("luo").has("mediator")
    with pytest.raises(Refused):
        decide(asked)


@pytest.mark.parametrize(
    ("who", "asker", "decider"),
    [("luo", "guan", "guan"), ("ning", "guan", "ning"), ("luo", "guan", "meng")],
)
def test_asker_decider_and_receiver_are_three_people_and_the_first_two_administrators(
    who, asker, decider
):
    asked = ask(who, by=asker)
    with pytest.raises(Refused):
        decide(asked, decider)
    assert not Post.objects.filter(account=account(who), organ="t-420303001", role="mediator")


@pytest.mark.parametrize("by", ["meng", "zhou", "luo", "lin"])
def test_nobody_but_an_administrator_asks_for_posts(by):
    with pytest.raises(Refused):
        ask("deng", by=by)


def test_nobody_asks_for_oneself():
    with pytest.raises(Refused):
        ask("guan", by="guan")


def test_the_database_holds_to_three_people_too():
    asked = ask()
    for decider in ("guan", "luo"):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostRequest.objects.filter(pk=asked.pk).update(decided_by=account(decider))


@pytest.mark.parametrize("days", [{"starts": TODAY - DAY}, {"starts": TODAY, "ends": TODAY - DAY}])
def test_days_that_are_over_are_refused_and_nothing_is_kept(days):
    with pytest.raises(Invalid):
        ask(**days)
    assert not PostRequest.objects.exists()


def test_ending_with_yesterday_ends_at_once_and_cannot_be_used_to_prolong():
    post = Post.objects.get(account__username="deng", role="mediator")
    actions.end_post(post, last_day=TODAY - DAY, actor=staff("guan"), now=MONDAY)
    assert not staff("deng").has("mediator")
    with pytest.raises(Invalid):
        actions.end_post(post, last_day=TODAY + DAY, actor=staff("guan"), now=MONDAY)
    assert list(verify_administration()) == []


def test_two_administrators_always_remain():
    post = Post.objects.get(account__username="ning")
    with pytest.raises(Refused, match="两位"):
        actions.end_post(post, last_day=TODAY, actor=staff("guan"), now=MONDAY)
    with pytest.raises(Refused, match="两位"):
        actions.close_account(account("ning"), actor=staff("guan"), now=MONDAY)
    assert account("ning").is_active
    assert Post.objects.get(pk=post.pk).ends is None


def test_closing_and_reopening_take_two_administrators():
    actions.close_account(account("deng"), actor=staff("guan"), now=MONDAY)
    assert not account("deng").is_active
    with pytest.raises(Refused):
        actions.reopen_account(account("deng"), actor=staff("guan"), now=MONDAY)
    actions.reopen_account(account("deng"), actor=staff("ning"), now=MONDAY)
    assert account("deng").is_active
    assert list(verify_administration()) == []


def test_an_added_account_has_no_post_and_no_password():
    added = actions.add_account(
        "newcomer", "新同志", district="420303", actor=staff("guan"), now=MONDAY
    )
    assert not added.has_usable_password()
    assert not added.posts.exists()
    with pytest.raises(Invalid):
        actions.add_account("NewComer", "别人", district="420303", actor=staff("guan"), now=MONDAY)
    assert list(verify_administration()) == []


# Standing in


@pytest.fixture
def walk() -> Walk:
    return Walk.begun().to("in_session")


def test_a_stand_in_sees_and_does_what_the_holder_would_and_acts_say_so(walk):
    post = Post.objects.get(account__username="deng", role="mediator")
    assert walk.matter not in permissions.visible_to(staff("ruan"))
    stand_in("ruan", post)
    assert list(permissions.visible_to(staff("ruan"))) == [walk.matter]
    situation = permissions.situate(walk.matter, staff("ruan"), now=MONDAY)
    decisions = {one.key: one for one in permissions.explain(walk.matter, situation)}
    deng = account("deng")
    assert decisions["set_session"].instead == (f"account:{deng.pk}", "邓大海")
    begins = walk.now + timedelta(hours=1)
    times = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=1)).isoformat()}
    event = walk.take("set_session", "ruan", way="phone", **times)
    assert event.by == f"account:{account('ruan').pk}"
    assert event.payload["instead"] == f"account:{deng.pk}"
    assert verify(walk.matter) == []
    assert list(check_rows(walk.matter)) == []


def test_who_holds_the_role_too_acts_in_the_own_name(walk):
    post = Post.objects.get(account__username="luo", role="clerk")
    stand_in("lin", post)
    asked = actions.ask_for_post(
        account("lin"),
        organ=post.organ,
        role="clerk",
        starts=TODAY,
        ends=None,
        actor=staff("guan"),
        now=MONDAY,
    )
    assert walk.take("remark", "lin", text="一").payload["instead"]
    decide(asked)
    assert "instead" not in walk.take("remark", "lin", text="二").payload


def test_standing_in_ends_with_its_day_and_with_the_post_stood_in_for(walk):
    post = Post.objects.get(account__username="deng", role="mediator")
    stand_in("ruan", post, days=2)
    assert permissions.visible_to(staff("ruan", MONDAY + 2 * DAY)).exists()
    assert not permissions.visible_to(staff("ruan", MONDAY + 3 * DAY)).exists()
    actions.end_post(post, last_day=TODAY - DAY, actor=staff("guan"), now=MONDAY)
    assert not permissions.visible_to(staff("ruan")).exists()


def test_the_second_lock_shows_a_stand_in_the_same(walk):
    Walk.begun(place="420303003001")
    stand_in("ruan", Post.objects.get(account__username="deng", role="mediator"))
    actor = staff("ruan")
    permissions.look_as(actor)
    try:
        seen = {event.matter_id for event in events_of(walk.matter)}
        assert seen == {walk.matter.id}
        assert list(type(walk.matter).objects.all()) == [walk.matter]
    finally:
        connection.connection.execute("RESET ROLE")


def test_nobody_stands_in_for_oneself_or_for_a_stand_in_or_longer_than_the_post():
    post = Post.objects.get(account__username="deng", role="mediator")
    second = stand_in("ruan", post)
    wrong = [(post, "deng", TODAY), (second, "luo", TODAY)]
    for which, who, ends in wrong:
        with pytest.raises(Invalid):
            actions.ask_for_stand_in(
                which, account(who), starts=TODAY, ends=ends, actor=staff("guan"), now=MONDAY
            )


def test_who_stands_in_for_an_administrator_approves_nothing():
    post = Post.objects.get(account__username="guan")
    asked = actions.ask_for_stand_in(
        post, account("zhou"), starts=TODAY, ends=TODAY + DAY, actor=staff("guan"), now=MONDAY
    )
    decide(asked)
    assert staff("zhou").has("admin")
    with pytest.raises(Refused):
        decide(ask(), "zhou")


# The chain


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_administrativeact SET kind = 'x'",
        "DELETE FROM kernel_administrativeact",
        "TRUNCATE kernel_administrativeact",
    ],
)
def test_the_database_refuses_to_change_an_act(statement):
    ask()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_administrativeact SET by = 'account:1' WHERE seq = 2",
        "UPDATE kernel_administrativeact SET payload = '{}' WHERE seq = 3",
        "DELETE FROM kernel_administrativeact WHERE seq = 3",
        "UPDATE kernel_post SET ends = '2030-01-01' WHERE id = (SELECT min(id) FROM kernel_post)",
        "INSERT INTO kernel_post (account_id, organ_id, role, starts)"
        " SELECT account_id, organ_id, 'judge', starts FROM kernel_post LIMIT 1",
        "UPDATE kernel_account SET is_active = false WHERE username = 'deng'",
        "DELETE FROM kernel_administration",
    ],
)
def test_whatever_is_altered_behind_its_back_is_found(statement):
    decide(ask())
    assert list(verify_administration()) == []
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(verify_administration())


def test_acts_stand_in_the_one_log_and_readers_pass_over_them():
    first = Walk.begun().matter
    decide(ask())
    second = Walk.begun(place="420303003001").matter
    read: list[Any] = []
    reader = Reader("passing", lambda events, _now: read.extend(events), lambda: None)
    catch_up([reader], now=timezone.now())
    assert LogEntry.objects.filter(matter_id=ADMINISTRATION).count() == 3
    assert [event.matter_id for event in read] == [first.id, second.id]
    assert follow(reader, now=timezone.now()) == 0
    assert len(entry_hashes(0, 99)) == LogEntry.objects.count() == 5
    rebuilt, findings = check_log()
    assert (rebuilt.size, findings) == (5, [])
    assert not Unsequenced.objects.exists()


def test_an_act_holds_numbers_and_no_names():
    decide(ask())
    text = str([act.record() for act in AdministrativeAct.objects.all()])
    assert account("luo").name not in text
    assert "罗敏" not in text
