"""As many screens as a meeting has without a forwarding server: six, all connected to all."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from hejie.video.tests.conftest import Come
from hejie.video.tests.meeting import video_meeting

NAMES = ("陈国平", "杨春生", "胡立平")


@pytest.mark.crowd
def test_six_see_each_other(come: Come, capsys: pytest.CaptureFixture[str]) -> None:
    matter = video_meeting(more=NAMES).matter
    host = come(matter, "deng")
    host.enter()
    parties = [come(matter, f"p{n}", process="deng") for n in range(1, 6)]
    for party in parties:
        party.enter()
        party.sees("请稍等")
    for name in ("王秀兰", "刘大勇", *NAMES):
        host.let_in(name)
    begun = time.monotonic()
    for one in (host, *parties):
        one.wait_for(5, seconds=300)
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nsix people all connected {seconds:.1f} s after the last was let in")  # noqa: T201
        print(f"script of the room's own: {script_bytes()} bytes")  # noqa: T201


def script_bytes() -> int:
    found = finders.find("video/room.js")
    assert isinstance(found, str)
    own = [*Path(found).parent.glob("*.js"), Path(str(finders.find("live/stream.js")))]
    return sum(path.stat().st_size for path in own)
