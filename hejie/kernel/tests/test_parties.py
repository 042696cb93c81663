"""A query code finds one party, whoever draws it and whatever they see."""

from __future__ import annotations

from django.db import connection

from hejie.kernel import parties, permissions
from hejie.kernel.parties import find_by_code, free_codes, parties_of
from hejie.kernel.tests.walking import Walk, staff


def test_a_code_that_somebody_has_is_drawn_again_even_out_of_sight(zhangwan, monkeypatch):
    there = Walk.begun(place="420303003001").matter
    taken = parties_of(there).get(key="p1").code
    drawn = iter([taken, "22222222", "33333333", "33333333", "44444444", "55555555"])
    monkeypatch.setattr(parties, "new_code", lambda: next(drawn))
    permissions.look_as(staff("luo"))
    try:
        assert not parties_of(there).exists()
        assert sorted(free_codes(2)) == ["44444444", "55555555"]
    finally:
        connection.connection.execute("RESET ROLE")


def test_every_party_is_found_by_its_own_code(zhangwan):
    matter = Walk.begun().matter
    for party in parties_of(matter):
        found = find_by_code(f" {party.code[:4].lower()}-{party.code[4:]}")
        assert found == party
