"""Somebody in a meeting, and what of the others really arrives in their browser."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, cast

from playwright.sync_api import Page, expect

from hejie.journeys.tests.browsing import Browsing
from hejie.video.tests.meeting import Coming

SEEN_LINES = """(() => {
  const Real = window.RTCPeerConnection;
  window.lines = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...given) { super(...given); window.lines.push(this); }
  };
})();"""
"""Keeps hold of the connections that the page makes, so that a test can ask what came in."""

ARRIVED = """async () => {
  const sum = { packets: 0, bytes: 0, frames: 0, open: 0 };
  for (const line of window.lines) {
    if (line.connectionState === "connected") sum.open += 1;
    for (const one of (await line.getStats()).values()) {
      if (one.type !== "inbound-rtp") continue;
      if (one.kind === "audio") sum.packets += one.packetsReceived;
      else { sum.frames += one.framesDecoded || 0; }
      sum.bytes += one.bytesReceived;
    }
  }
  return sum;
}"""

NOTES = """async (pitches) => {
  const heard = new Set();
  const sound = new AudioContext();
  for (const video of document.querySelectorAll(".face:not(.own) video")) {
    if (!video.srcObject || !video.srcObject.getAudioTracks().length) continue;
    const meter = sound.createAnalyser();
    meter.fftSize = 8192;
    sound.createMediaStreamSource(video.srcObject).connect(meter);
    const bins = new Float32Array(meter.frequencyBinCount);
    for (let n = 0; n < 20; n += 1) {
      await new Promise((done) => setTimeout(done, 100));
      meter.getFloatFrequencyData(bins);
      const peak = bins.indexOf(Math.max(...bins));
      const pitch = (peak * sound.sampleRate) / meter.fftSize;
      const near = bins[peak] > -70 ? pitches.filter((p) => Math.abs(p - pitch) < 60) : [];
      near.forEach((p) => heard.add(p));
    }
  }
  await sound.close();
  return [...heard].sort((a, b) => a - b);
}"""


@dataclass
class Person:
    who: str
    coming: Coming
    seen: Browsing

    @property
    def page(self) -> Page:
        return self.seen.page

    def enter(self) -> None:
        name = "主持视频会" if self.who == "deng" else "进入等候室"
        self.page.get_by_role("button", name=name).click()

    def let_in(self, name: str) -> None:
        """As the host: let in who waits under this name."""
        names = self.page.locator("[data-names]", has_text=name)
        comer = self.page.locator("[data-waiting] > li").filter(has=names)
        comer.get_by_role("button", name="请进来").click()

    def arrived(self) -> dict[str, int]:
        return cast("dict[str, int]", self.page.evaluate(ARRIVED))

    def hears(self, pitches: list[int]) -> list[int]:
        """Which of these notes come out of the loudspeaker in two seconds."""
        return cast("list[int]", self.page.evaluate(NOTES, pitches))

    def comes_to_hear(self, pitches: list[int], *, of: list[int], seconds: float = 30) -> None:
        """Within these seconds each of these notes, and at no time another of them all."""
        until = time.monotonic() + seconds
        heard = self.hears(of)
        while heard != sorted(pitches) and time.monotonic() < until:
            assert set(heard) <= {*pitches}
            heard = self.hears(of)
        assert heard == sorted(pitches)

    def wait_for(self, lines: int, seconds: float = 60, own: int = 0) -> None:
        """Until this many others are connected, seen and heard; `own` lines only send."""
        until = time.monotonic() + seconds
        told: dict[str, Any] = {}
        while time.monotonic() < until:
            told = self.arrived()
            shown = self.page.evaluate(MOVING)
            if told["open"] == lines + own and shown == lines:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.who}: {told}, {self.seen.text}")

    def sees(self, words: str) -> None:
        found = self.page.get_by_text(words).filter(visible=True).first
        expect(found).to_be_visible()

    def tab(self, name: str) -> None:
        """On a telephone: one part of the room at a time."""
        self.page.locator(".tabs").get_by_role("button", name=name).click()


MOVING = """() => [...document.querySelectorAll(".face:not(.own) video")]
  .filter((video) => video.videoWidth && video.currentTime > 0).length"""
