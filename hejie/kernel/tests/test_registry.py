"""The registry: which rooms are present, and that no two claim one name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from hejie.kernel import registry
from hejie.kernel.registry import (
    RegistryError,
    Room,
    find_procedure,
    procedure,
    register,
    room_of,
)
from hejie.rooms._example.procedure import procedure as example
from hejie.rooms._example.room import room as example_room
from hejie.rooms.mediation.room import room as mediation


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_rooms", dict(registry._rooms))


def test_every_folder_with_a_room_is_present():
    folders = (settings.BASE_DIR / "hejie" / "rooms").glob("*/room.py")
    names = {room.parent.name.removeprefix("_") for room in folders}
    assert {room.key for room in registry.rooms()} == names >= {"mediation", "example"}


def test_a_procedure_leads_to_its_room():
    assert room_of("mediation") is mediation
    with pytest.raises(RegistryError, match="divination"):
        room_of("divination")


def test_registering_again_changes_nothing_and_a_namesake_is_refused():
    assert register(mediation) is mediation
    with pytest.raises(RegistryError, match="registered twice"):
        register(Room(key="mediation", label="另一间"))


def test_two_rooms_cannot_have_one_procedure():
    with pytest.raises(RegistryError, match="both claim"):
        register(Room(key="other", label="别间", procedures=(example,)))


def test_a_matter_keeps_its_version_while_new_ones_begin_with_the_newest():
    newer = replace(example, version="2", label="借用轮椅（新）")
    registry._rooms["example"] = replace(example_room, procedures=(example, newer))
    assert procedure("example") == newer
    assert procedure("example", "1") == example
    assert procedure("example", "2") == newer
    assert find_procedure("example", "3") is None
    with pytest.raises(RegistryError, match="example 3"):
        procedure("example", "3")
    assert newer in registry.procedures()
    assert example not in registry.procedures()
