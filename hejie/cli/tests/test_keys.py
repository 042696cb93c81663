"""`hejie keys`: keys are listed without being shown, added, and dropped when they lock nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from hejie.cli.keys import command
from hejie.kernel import keys, vault
from hejie.kernel.tests.walking import Walk


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Any, zhangwan: Any) -> Iterator[None]:
    settings.KEY_FOLDER = tmp_path / "keys"
    keys.ring.cache_clear()
    Walk.begun()
    yield
    keys.ring.cache_clear()


def run(*arguments: str) -> Any:
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_no_key_is_ever_shown():
    told = json.dumps(run("list"))
    for name in keys.RINGS:
        assert keys.ring(name).current.name.hex() in told
        assert keys.ring(name).current.line().split()[1] not in told


def test_an_old_key_is_dropped_only_when_everything_was_encrypted_anew():
    old = run("list")["records"]["current"]
    run("add", "records")
    assert run("drop", "records") == {"ring": "records", "dropped": [], "left": [old]}
    assert run("renew")["told"]["kernel.Party"] > 0
    assert run("drop", "records") == {"ring": "records", "dropped": [old], "left": []}
    assert [key["name"] for key in run("list")["records"]["keys"]] != [old]


def test_keys_of_the_environment_are_left_to_who_gave_them(settings):
    settings.KEYS_GIVEN = {"sealed": vault.new_key().line()}
    keys.ring.cache_clear()
    done = CliRunner().invoke(command, ["add", "sealed"])
    assert done.exit_code == 2
    assert "环境变量" in done.output
