"""Three people in three browsers: who sees and hears whom, who does not, and who cannot return."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from hejie.journeys.tests.audit import barriers
from hejie.kernel.documents import SEALED, papers_of
from hejie.kernel.tests.pace import at_this_pace
from hejie.video.models import Seat
from hejie.video.tests.conftest import TONES, Come
from hejie.video.tests.meeting import told, video_meeting
from hejie.video.tests.person import Person


@pytest.fixture
def three(come: Come) -> tuple[Person, Person, Person]:
    """The mediator and two parties, in the room and connected."""
    matter = video_meeting().matter
    host, first, second = come(matter, "deng"), come(matter, "p1"), come(matter, "p2")
    host.enter()
    for one, name in ((first, "王秀兰"), (second, "刘大勇")):
        one.enter()
        one.sees("请稍等")
        host.let_in(name)
    for one in (host, first, second):
        one.wait_for(2)
    return host, first, second


REFUSE = """() => {
  const denied = () => Promise.reject(new DOMException("", "NotAllowedError"));
  navigator.mediaDevices.getUserMedia = denied;
}"""


def notes(*who: str) -> list[int]:
    return sorted(TONES[one] for one in who)


def test_three_see_and_hear_each_other_and_two_apart_are_not_heard_by_the_third(
    three: tuple[Person, Person, Person],
) -> None:
    host, first, second = three
    everybody = [*TONES.values()]
    for one, others in ((host, ("p1", "p2")), (first, ("deng", "p2")), (second, ("deng", "p1"))):
        before = one.arrived()
        one.comes_to_hear(notes(*others), of=everybody)
        after = one.arrived()
        assert after["frames"] > before["frames"]
        assert after["bytes"] > before["bytes"]
        expect(one.page.locator("[data-speaking]")).to_contain_text("正在说话")

    host.page.locator("[data-people]").get_by_label("王秀兰").check()
    host.page.get_by_role("button", name="和勾选的人单独谈").click()
    first.sees("单独谈话：外面的人听不到")
    second.sees("有人正在单独谈话")
    host.wait_for(1)
    second.page.wait_for_timeout(500)
    before = second.arrived()
    assert second.hears(everybody) == []
    second.page.wait_for_timeout(1000)
    assert second.arrived() == before
    assert before["open"] == 0
    host.comes_to_hear(notes("p1"), of=everybody)
    first.comes_to_hear(notes("deng"), of=everybody)

    host.page.get_by_role("button", name="请大家回来").click()
    second.wait_for(2)
    second.comes_to_hear(notes("deng", "p1"), of=everybody)


def test_a_reload_is_back_in_five_seconds_and_whoever_is_sent_out_stays_out(
    three: tuple[Person, Person, Person], capsys: pytest.CaptureFixture[str]
) -> None:
    host, first, second = three
    begun = time.monotonic()
    first.page.reload()
    first.wait_for(2)
    seconds = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nback after a reload in {seconds:.1f} s")  # noqa: T201
    assert seconds < at_this_pace(5)
    host.wait_for(2)

    host.page.on("dialog", lambda dialog: dialog.accept())
    row = host.page.locator("[data-people] li", has_text="刘大勇")
    row.get_by_role("button", name="请出").click()
    second.sees("主持人已经请您离开这次视频会")
    host.wait_for(1)
    before = second.arrived()
    second.page.get_by_role("button", name="重新进入").click()
    second.enter()
    second.sees("主持人已经请您离开这次视频会")
    second.page.wait_for_timeout(500)
    assert before["open"] == 0
    assert second.arrived()["bytes"] == 0  # a new page, to which nothing came
    assert second.seen.context.request.get(f"{second.seen.watch.home}/live/?ticket=x").status == 403
    assert Seat.objects.get(by="p2").status == Seat.OUT


def test_minutes_are_typed_seen_and_confirmed_and_a_recording_waits_for_everybody(
    three: tuple[Person, Person, Person],
) -> None:
    host, first, second = three
    matter = host.coming.matter
    host.page.get_by_label("写一行笔录").press_sequentially("双方核对了漏水的位置。", delay=5)
    host.sees("双方核对了漏水的位置。")
    for one in (first, second):
        one.tab("笔录")
        one.sees("双方核对了漏水的位置。")
    host.page.get_by_role("button", name="笔录写完了").click()
    for one, name in ((first, "王秀兰"), (second, "刘大勇")):
        one.page.get_by_role("button", name=f"{name}：没错").click()
        one.page.get_by_role("button", name=f"{name}：整份笔录我看过，确认").click()
        host.page.locator("[data-whole-told]", has_text=f"✓ {name}").wait_for()
        assert not one.seen.overflows()
        assert not barriers(one.page)
    assert [e.by for e in told(matter, "confirm_minutes")] == ["party:p1", "party:p2"]

    host.page.get_by_role("button", name="请大家同意录像").click()
    host.page.get_by_role("button", name="邓大海：同意录像").click()
    first.page.get_by_role("button", name="王秀兰：同意录像").click()
    host.sees("还在等这些人同意：刘大勇")
    expect(host.page.locator("[data-recording]")).to_be_hidden()
    second.page.get_by_role("button", name="刘大勇：同意录像").click()
    second.sees("正在录像")
    host.page.wait_for_timeout(3500)
    host.page.get_by_role("button", name="停止录像").click()
    host.page.get_by_role("button", name="请大家同意录像").wait_for()
    (kept,) = papers_of(matter, compartments=[SEALED])
    assert kept.size > 20_000
    assert not host.seen.overflows()
    assert not barriers(host.page)


def test_a_device_without_anything_is_told_so_and_comes_in_all_the_same(
    come: Come,
) -> None:
    matter = video_meeting().matter
    host = come(matter, "deng")
    host.enter()
    party = come(matter, "p1")
    party.page.evaluate(REFUSE)
    party.page.get_by_role("button", name="再看一次").click()
    party.sees("浏览器不让用摄像头和话筒")
    party.enter()
    host.let_in("王秀兰")
    party.sees(host.page.locator(".face.own [data-names]").inner_text())
    party.wait_for(1)
    assert host.arrived()["open"] == 1
