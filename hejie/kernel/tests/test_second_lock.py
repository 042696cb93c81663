"""The second lock: for every role and every table, the database shows a web request exactly the
matters that `visible_to` shows, and still does when our own filter is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.db.utils import IntegrityError

from hejie.kernel import actions, permissions, sight
from hejie.kernel.jurisdictions import SYSTEM, VISITOR, Actor
from hejie.kernel.matters import Matter, OfMatter
from hejie.kernel.parties import find_by_code, parties_of
from hejie.kernel.tests.walking import APPLICATION, MONDAY, Walk, party, sent, staff

TABLES: list[type[OfMatter]] = [m for m in apps.get_models() if issubclass(m, OfMatter)]
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda model: model._meta.label)

CAST = ("luo", "deng", "xie", "lin", "meng", "zhou", "wu", "qian", "qin", "shen", "tong", "guan")
"""At least one of each role, in the matter's own town, above it and elsewhere."""


@contextmanager
def web(actor: Actor | None) -> Iterator[None]:
    """What a request of this person sees in the database; nobody when None."""
    permissions.look_as(actor) if actor else sight.look_as(sight.NOBODY)
    try:
        yield
    finally:
        connection.connection.execute("RESET ROLE")


@pytest.fixture
def matters(zhangwan: Any) -> dict[str, Matter]:
    """One in a town, one in another, one from the court in a trade room; well on their way."""
    return {
        "here": Walk.begun().to("in_session").matter,
        "there": Walk.begun(place="420303003001").matter,
    }


def shown(table: type[models.Model]) -> set[Any]:
    return set(table._base_manager.values_list("matter_id", flat=True))


def people(matters: dict[str, Matter]) -> dict[str, Actor | None]:
    own = party(matters["here"], "p1", verified_at=MONDAY)
    return {"nobody": None, "visitor": VISITOR, "p1": own, **{one: staff(one) for one in CAST}}


def allowed_to(actor: Actor | None) -> set[Any]:
    """What is in sight, and what was referred to others: of that, pages show less."""
    if actor is None:
        return set()
    seen = permissions.visible_to(actor).values_list("id", flat=True)
    return {*seen, *permissions.referred_by(actor).values_list("id", flat=True)}


@pytest.mark.django_db
def test_every_table_of_a_matter_is_locked():
    """A view keeps the rule itself, which the tests below ask like those of tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        locked = {name for (name,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in TABLES if model._meta.managed}
    assert {"kernel_matter", *tables} <= locked


def test_each_person_is_shown_the_same_matters_by_both_locks(matters):
    differ = {}
    for name, actor in people(matters).items():
        allowed = allowed_to(actor)
        with web(actor):
            unfiltered = set(Matter.objects.values_list("id", flat=True))
        if unfiltered != allowed:
            differ[name] = (unfiltered, allowed)
    assert not differ


@every_table
def test_no_table_shows_more_than_the_matters_in_sight(table, matters):
    everything = shown(table)
    for actor in people(matters).values():
        allowed = allowed_to(actor)
        with web(actor):
            assert shown(table) == everything & allowed


def test_without_our_filter_the_database_still_refuses(matters, monkeypatch):
    monkeypatch.setattr(permissions, "visible_to", lambda _actor: Matter.objects.all())
    administrator = staff("guan")
    with web(administrator):
        assert not permissions.visible_to(administrator).exists()
    with web(staff("luo")):
        assert set(permissions.visible_to(staff("luo"))) == {matters["here"]}


def test_words_out_of_sight_cannot_be_changed_either(matters):
    other = parties_of(matters["there"])
    with web(staff("luo")):
        assert other.update(name="别人") == 0
        assert other.delete()[0] == 0
    assert other.filter(name="别人").count() == 0


def test_a_web_request_cannot_write_into_a_matter_out_of_sight(matters):
    row = parties_of(matters["there"]).get(key="p1")
    row.key = "p9"
    row.code = "ABCDEFGH"
    with web(staff("luo")), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE kernel_event DISABLE TRIGGER ALL",
        "ALTER TABLE kernel_matter DISABLE ROW LEVEL SECURITY",
        "DROP POLICY in_sight ON kernel_words",
        "TRUNCATE kernel_party",
        "UPDATE kernel_event SET state = 'failed'",
        "DELETE FROM kernel_event",
        "CREATE TABLE mine (id int)",
    ],
)
def test_a_web_request_cannot_open_the_locks(matters, statement):
    forbidden = pytest.raises(ProgrammingError)
    with web(staff("luo")), connection.cursor() as cursor, forbidden, transaction.atomic():
        cursor.execute(statement)


def test_the_role_of_web_requests_cannot_bypass_the_lock(matters):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = 'hejie_web'"
        )
        assert cursor.fetchone() == (False, False, False)


def test_a_visitor_sees_what_they_open_and_what_they_hold_a_code_of(matters):
    code = parties_of(matters["there"]).get(key="p1").code
    with web(None):
        done = actions.open_matter(
            "mediation", actor=VISITOR, sent=sent(APPLICATION, key="once"), now=MONDAY
        )
        assert set(Matter.objects.all()) == {done.matter}
        assert find_by_code(code) is not None
        assert set(Matter.objects.all()) == {done.matter, matters["there"]}
    with web(None):
        assert not Matter.objects.exists()
        again = actions.open_matter(
            "mediation", actor=VISITOR, sent=sent(APPLICATION, key="once"), now=MONDAY
        )
        assert (again.matter, again.fresh) == (done.matter, False)


def test_what_is_read_widely_is_out_of_sight_again_afterwards(matters):
    with web(staff("luo")):
        with sight.wide():
            assert Matter.objects.count() == len(matters)
        assert Matter.objects.count() == 1
        with pytest.raises(ZeroDivisionError), sight.wide():
            raise ZeroDivisionError
        assert Matter.objects.count() == 1


def test_the_worker_sees_everything(matters):
    assert set(permissions.visible_to(SYSTEM)) == set(matters.values())
    with web(SYSTEM):
        assert set(Matter.objects.all()) == set(matters.values())
