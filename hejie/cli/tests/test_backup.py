"""The drill: an instance of its own is backed up, brought back elsewhere, and holds; and every
backup that is incomplete, altered or brought to the wrong place is refused with the reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from hejie import backups
from hejie.backups import Unusable

HEJIE = Path(sys.executable).with_name("hejie")
BEGIN = """
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
from hejie.kernel.readers import catch_up
from hejie.readers import all_readers
from hejie.rooms.mediation.stories import stage, water_leak
from hejie.stories import cast, places
from hejie.stories.telling import play
call_command("migrate", verbosity=0)
places.load_divisions(); cast.load_organs(); cast.load_cast(); stage.load_venues()
play(water_leak.story)
catch_up(all_readers(), now=timezone.now())
"""


def environment(home: Path, archive: Path | None = None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}  # noqa: TID251
    named = {"HEJIE_HOME": str(home), "HEJIE_TESTING": "1"}
    if archive is not None:
        named["HEJIE_ARCHIVE"] = str(archive)
    return {**kept, **named, "DJANGO_SETTINGS_MODULE": "config.settings"}


def let_server_pass(folder: Path) -> None:
    """The embedded server's user comes through the folders above its data."""
    for above in (folder, *folder.parents[:2]):
        above.chmod(above.stat().st_mode | 0o011)


def run(home: Path, program: str, archive: Path | None = None) -> None:
    subprocess.run([sys.executable, "-c", program], env=environment(home, archive), check=True)


def hejie(home: Path, *arguments: str, archive: Path | None = None) -> tuple[int, Any, str]:
    done = subprocess.run(
        [HEJIE, *arguments],
        env=environment(home, archive),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a living instance, `one`, its backup and, apart, its keys."""
    folder = tmp_path_factory.mktemp("backups")
    let_server_pass(folder)
    one = folder / "one"
    run(one, BEGIN)
    (one / "seals" / "organs").mkdir(parents=True)
    (one / "seals" / "organs" / "zw-centre.pem").write_text("a key")
    code, told, _said = hejie(one, "backup", str(folder / "backup"), "--keys", str(folder / "keys"))
    assert code == 0
    assert told["documents"] > 3
    yield folder
    for home in folder.glob("*/postgres"):
        shutil.rmtree(home)


RATES = ("seconds", "events_per_second", "matters_a_second")


def test_what_is_brought_back_is_all_there_and_verifies(place):
    code, told, _said = hejie(
        place / "two", "restore", str(place / "backup"), "--keys", str(place / "keys")
    )
    assert (code, told["ok"], told["findings"]) == (0, True, [])
    assert told["events"] == told["log"]["size"] > 20
    kept = [place / home / "seals" / "organs" / "zw-centre.pem" for home in ("one", "two")]
    assert [path.read_text() for path in kept] == ["a key", "a key"]
    before, after = (hejie(place / home, "verify", "--all")[1] for home in ("one", "two"))
    for told in (before, after):
        assert all(told.pop(rate) > 0 for rate in RATES)
    assert before == after
    again, _told, said = hejie(place / "two", "restore", str(place / "backup"))
    assert again == 2
    assert "已经有事项" in said


def test_the_backup_alone_tells_nothing_and_cannot_be_used(place):
    kept = b"".join(p.read_bytes() for p in (place / "backup").rglob("*") if p.is_file())
    assert b"%PDF" not in kept
    code, _told, said = hejie(place / "three", "restore", str(place / "backup"))
    assert code == 2
    assert "缺少密钥" in said


def spoil(backup: Path, how: str) -> None:
    document = next(p for p in sorted((backup / "documents").rglob("*")) if p.is_file())
    manifest = backup / "manifest.json"
    if how == "a document altered":
        document.write_bytes(document.read_bytes()[:-1] + b"x")
    elif how == "a document lost":
        document.unlink()
    elif how == "the dump cut short":
        (backup / "database.dump").write_bytes((backup / "database.dump").read_bytes()[:-9])
    elif how == "no manifest":
        manifest.unlink()
    elif how == "a later format":
        manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 9'))


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("a document altered", "缺失或者被改动过"),
        ("a document lost", "缺失或者被改动过"),
        ("the dump cut short", "缺失或者被改动过"),
        ("no manifest", "不是一份完整的备份"),
        ("a later format", "格式"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_changes(place, how, expected):
    spoiled = place / "spoiled"
    shutil.copytree(place / "backup", spoiled)
    try:
        spoil(spoiled, how)
        with pytest.raises(Unusable, match=expected):
            backups.restore(spoiled, keys_folder=place / "keys", tell=print)
    finally:
        shutil.rmtree(spoiled)


def test_a_backup_never_overwrites_another(place):
    with pytest.raises(Unusable, match="已经有了"):
        back_up(place / "backup")


def test_keys_do_not_go_into_the_backup(place):
    with pytest.raises(Unusable, match="分开放"):
        back_up(place / "other", keys_folder=place / "other" / "keys")
    assert not (place / "other").exists()


def back_up(folder: Path, keys_folder: Path | None = None) -> None:
    backups.back_up(folder, keys_folder=keys_folder, now=timezone.now(), tell=print)
