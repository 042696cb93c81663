"""The drill of going back: acts, a copy, more acts, a mistake, and the moment before it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.database import ARCHIVE
from hejie.cli.tests.test_backup import BEGIN, hejie, let_server_pass, run

MORE = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from hejie.kernel.readers import catch_up
from hejie.readers import all_readers
from hejie.rooms.mediation.stories import agreement_breached
from hejie.stories.telling import play
play(agreement_breached.story, later=timedelta(weeks=1))
catch_up(all_readers(), now=timezone.now())
"""
MISTAKE = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE kernel_words DISABLE TRIGGER USER")
    cursor.execute("DELETE FROM kernel_words")
"""

MINE = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("{}")
"""


def go_back(place: dict[str, Any], home: str, until: str) -> tuple[int, Any, str]:
    archive, keys = (str(place["folder"] / name) for name in ("archive", "keys"))
    return hejie(place["folder"] / home, "restore", archive, "--until", until, "--keys", keys)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("archives")
    let_server_pass(folder)
    one, archive = folder / "one", folder / "archive"
    run(one, BEGIN, archive)
    code, base, said = hejie(one, "archive", "--keys", str(folder / "keys"), archive=archive)
    assert code == 0, said
    run(one, MORE, archive)
    whole = hejie(one, "verify", "--all", archive=archive)[1]
    assert hejie(one, "archive", "--documents", archive=archive)[1]["new_documents"] > 0
    before = datetime.now(UTC)
    run(one, MISTAKE, archive)
    assert not hejie(one, "verify", archive=archive)[1]["ok"]
    status = hejie(one, "archive", "--status", archive=archive)
    yield {"folder": folder, "before": before, "whole": whole, "base": base, "status": status}
    for home in folder.glob("*/postgres"):
        shutil.rmtree(home)


def test_the_moment_before_a_mistake_comes_back_whole(place):
    folder = place["folder"]
    code, told, said = go_back(place, "two", place["before"].isoformat())
    assert (code, told["ok"], told["findings"]) == (0, True, []), said
    for name in ("matters", "events", "log"):
        assert told[name] == place["whole"][name]
    assert told["events"] > place["base"]["log_size"]
    assert hejie(folder / "two", "verify")[1]["ok"]


def test_the_server_fills_the_archive_and_says_so(place):
    code, told, _said = place["status"]
    assert (code, told["running"], told["failing"]) == (0, True, False)
    assert told["bases"] == [place["base"]["base"]]
    assert told["from"] == place["base"]["from"]


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2020-01-01T00:00+08:00", "没有"),
        ("yesterday", "带时区"),
        ("2026-01-01T00:00", "带时区"),
        (f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%MZ}", "到不了"),
    ],
)
def test_a_moment_that_the_archive_does_not_hold_is_refused(place, until, sentence):
    code, _told, said = go_back(place, "three", until)
    assert code == 2
    assert sentence in said


def test_a_refused_moment_leaves_the_instance_as_it_was(place):
    home = place["folder"] / "four"
    run(home, MINE.format("CREATE TABLE mine ()"))
    before = files_beside_the_database(home)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert go_back(place, "four", tomorrow.isoformat())[0] == 2
    assert files_beside_the_database(home) == before
    run(home, MINE.format("SELECT FROM mine"))


def files_beside_the_database(home: Path) -> dict[str, bytes]:
    found = (path for path in home.rglob("*") if path.is_file())
    apart = (path for path in found if not path.relative_to(home).parts[0].startswith("postgres"))
    return {str(path): path.read_bytes() for path in apart}


def test_a_piece_of_the_log_is_kept_once_and_never_overwritten(tmp_path):
    piece, wal = tmp_path / "piece", tmp_path / "wal 100 %"
    wal.mkdir()
    quoted = shlex.quote(str(wal))
    command = ARCHIVE.format(wal=quoted).replace("%f", "0001").replace("%p", str(piece))

    def keep(content: str) -> int:
        piece.write_text(content)
        return subprocess.run(["sh", "-c", command], check=False).returncode

    assert keep("first") == 0
    assert keep("first") == 0
    assert keep("another") != 0
    assert [path.name for path in wal.iterdir()] == ["0001.gz"]


def test_without_an_archive_that_is_said(place):
    code, _told, said = hejie(place["folder"] / "one", "archive")
    assert code == 2
    assert "HEJIE_ARCHIVE" in said
