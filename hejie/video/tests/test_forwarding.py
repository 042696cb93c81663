"""The same meeting through Janus, started here: forwarded in a room, and not beyond it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pytest_django import DjangoDbBlocker

from hejie.live.tests.serving import free_port, serving
from hejie.video import forwarding
from hejie.video.tests.conftest import TONES, Come
from hejie.video.tests.meeting import everybody, video_meeting

JANUS = Path("/usr/bin/janus")
PARTS = Path("/usr/lib/x86_64-linux-gnu/janus")
SECONDS_TO_START = 30
MAIN_FILE = """
general: {{ configs_folder = "{folder}"; interface = "127.0.0.1"; debug_level = 2;
  plugins_folder = "{parts}/plugins"; transports_folder = "{parts}/transports" }}
media: {{ rtp_port_range = "20000-29999" }}
transports: {{ disable = "libjanus_websockets.so,libjanus_rabbitmq.so,libjanus_mqtt.so,\
libjanus_nanomsg.so,libjanus_pfunix.so" }}
"""
DOOR = """
general: {{ base_path = "/janus"; http = true; port = {port}; interface = "lo"; https = false }}
admin: {{ admin_http = false }}
"""

pytestmark = pytest.mark.skipif(
    not JANUS.exists(),
    reason="JANUS IS NOT INSTALLED, SO FORWARDED MEETINGS ARE NOT TESTED: apt-get install janus",
)


@pytest.fixture(scope="module")
def janus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("janus"), free_port()
    (folder / "janus.jcfg").write_text(MAIN_FILE.format(folder=folder, parts=PARTS))
    (folder / "janus.transport.http.jcfg").write_text(DOOR.format(port=port))
    with (folder / "log").open("w") as log:
        unit = subprocess.Popen([JANUS, "-F", str(folder)], stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/janus/info")
        yield f"http://127.0.0.1:{port}/janus"
    finally:
        unit.terminate()
        unit.wait(10)


def wait_until_it_answers(address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            urlopen(address, timeout=1).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Janus did not start")


SCREEN = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 127.0.0.1
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=mid:0
a=sendonly
a=rtcp-mux
a=rtpmap:111 opus/48000/2
""".format(fingerprint=":".join(["AB"] * 32)).replace("\n", "\r\n")
"""What a browser offers that then never gets through to the unit."""


def test_whoever_has_not_got_through_yet_cannot_be_looked_at_and_the_page_hears_why(
    janus: str, settings: Any, db: None
) -> None:
    settings.JANUS = janus
    host, party = everybody(video_meeting().matter, "p1")
    for one in (host, party):
        one.act("forward", sdp=SCREEN)
        assert one.status == 200
    told = host.act("watch", seat=party.seat)
    assert host.status == 403, told
    assert told["sentence"] == forwarding.NOT_THROUGH


@pytest.fixture(scope="module")
def home(janus: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock(), serving(HEJIE_JANUS=janus) as address:
        yield address


def test_a_forwarded_meeting_is_heard_in_its_room_and_not_beyond_it(come: Come) -> None:
    matter = video_meeting().matter
    host, first, second = come(matter, "deng"), come(matter, "p1"), come(matter, "p2")
    host.enter()
    for one, name in ((first, "王秀兰"), (second, "刘大勇")):
        one.enter()
        one.sees("请稍等")
        host.let_in(name)
    everybody = [*TONES.values()]
    for one, others in ((host, ("p1", "p2")), (first, ("deng", "p2")), (second, ("deng", "p1"))):
        one.wait_for(2, own=1, seconds=90)
        one.comes_to_hear([TONES[other] for other in others], of=everybody)

    host.page.locator("[data-people]").get_by_label("王秀兰").check()
    host.page.get_by_role("button", name="和勾选的人单独谈").click()
    second.sees("有人正在单独谈话")
    host.wait_for(1, own=1, seconds=90)
    first.comes_to_hear([TONES["deng"]], of=everybody)
    second.page.wait_for_timeout(500)
    before = second.arrived()
    assert second.hears(everybody) == []
    assert second.arrived()["packets"] == before["packets"]

    host.page.on("dialog", lambda dialog: dialog.accept())
    host.page.get_by_role("button", name="请大家回来").click()
    second.wait_for(2, own=1, seconds=90)
    row = host.page.locator("[data-people] li", has_text="刘大勇")
    row.get_by_role("button", name="请出").click()
    second.sees("主持人已经请您离开这次视频会")
    host.wait_for(1, own=1, seconds=90)
