"""The tutorial is run as it is written: its folder, its files, its story, its mistake."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

import hejie.rooms
from hejie.conftest import Zhangwan
from hejie.kernel import registry
from hejie.kernel.clocks import clocks_of
from hejie.kernel.permissions import visible_to
from hejie.kernel.readers import catch_up
from hejie.kernel.registry import Room
from hejie.kernel.search import NEWEST, first
from hejie.readers import all_readers
from hejie.stories.shelf import written
from hejie.stories.telling import Story, Telling, tell

TUTORIAL = settings.BASE_DIR / "docs" / "tutorial" / "add-a-procedure.md"
ROOM = "hall_booking"
BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?P<about>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
MISTAKE, TIMELINE = " without=", " timeline"


@dataclass(frozen=True)
class Block:
    kind: str
    about: str
    text: str


BLOCKS = [Block(**found.groupdict()) for found in BLOCK.finditer(TUTORIAL.read_text())]


def blocks(kind: str, about: str = "") -> list[Block]:
    return [block for block in BLOCKS if block.kind == kind and block.about.startswith(about)]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which the reader has followed the tutorial: the project's own parts, and the
    new folder written by the page's own blocks."""
    rooms = tmp_path / "hejie" / "rooms"
    rooms.mkdir(parents=True)
    (tmp_path / "config").mkdir()
    for own in (settings.BASE_DIR / "config").glob("*"):
        (tmp_path / "config" / own.name).symlink_to(own)
    settled = tmp_path / "config" / "settings.py"  # it looks for rooms beside itself
    settled.unlink()
    settled.write_text((settings.BASE_DIR / "config" / "settings.py").read_text())
    for part in (settings.BASE_DIR / "hejie").glob("*"):
        if part.name != "rooms":
            (tmp_path / "hejie" / part.name).symlink_to(part)
    for own in (settings.BASE_DIR / "hejie" / "rooms").glob("*"):
        (rooms / own.name).symlink_to(own)
    subprocess.run(["sh", "-ec", blocks("sh")[0].text], cwd=tmp_path, check=True)
    for block in blocks("python"):
        (rooms / ROOM / block.about.removeprefix(" file=")).write_text(block.text)
    return tmp_path


def started(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command as the reader gives it, in a process that starts with the new room."""
    return subprocess.run(
        [sys.executable, "-c", "from hejie.cli.main import main; main()", *command],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_room_is_found_and_drawn_as_the_page_shows(checkout):
    drawn = started(checkout, *blocks("sh")[1].text.split()[1:])
    assert drawn.stderr == ""
    assert drawn.stdout == blocks("mermaid")[0].text


def test_the_mistake_stops_the_process_with_the_sentence_of_the_page(checkout):
    [told] = blocks("text", MISTAKE)
    law = checkout / "hejie" / "rooms" / ROOM / "procedure.py"
    before, there, after = law.read_text().partition(told.about.removeprefix(MISTAKE))
    assert there
    law.write_text(before + after)
    stopped = started(checkout, "procedures", ROOM)
    assert stopped.returncode == 1
    assert stopped.stderr.splitlines()[-1] == told.text.rstrip()


@pytest.fixture
def room(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The room in this process, for as long as the test runs."""
    monkeypatch.setattr(registry, "_rooms", dict(registry._rooms))
    monkeypatch.syspath_prepend(str(checkout))
    folder = str(checkout / "hejie" / "rooms")
    monkeypatch.setattr(hejie.rooms, "__path__", [*hejie.rooms.__path__, folder])
    yield importlib.import_module(f"hejie.rooms.{ROOM}.room").room
    for name in [name for name in sys.modules if name.startswith(f"hejie.rooms.{ROOM}")]:
        del sys.modules[name]
    del hejie.rooms.hall_booking  # type: ignore[attr-defined]


@pytest.fixture
def told(room: Room, zhangwan: Zhangwan) -> Telling:
    """The page's story, played in the district."""
    assert room.stage is not None
    assert [room.stage(), room.stage()] == [1, 0]
    return tell(the_story())


def the_story() -> Story:
    story: Story = importlib.import_module(f"hejie.rooms.{ROOM}.stories.lent").story
    return story


def test_the_story_goes_as_the_page_tells_it(told):
    [golden] = blocks("text", TIMELINE)
    assert written(told) == golden.text


def test_the_clerk_who_may_not_lend_is_told_who_may(told):
    assert [refusal.act.who for refusal in told.refusals] == ["lin"]


def test_the_clock_explains_itself(told):
    [clock] = clocks_of(told.matter)
    assert clock.derivation["basis"] == "地方设定"
    assert not clock.late


def test_the_room_is_found_by_its_words_and_seen_by_the_same_rules(told, zhangwan):
    now = timezone.now()
    catch_up(all_readers(), now=now)
    clerk, auditor = (visible_to(zhangwan.actor(who, on=now)) for who in ("lin", "shen"))
    far = visible_to(zhangwan.actor("jiang", on=now))
    assert [first(seen, NEWEST, 2, query="加装电梯") for seen in (clerk, auditor, far)] == [
        [told.matter],
        [told.matter],
        [],
    ]
