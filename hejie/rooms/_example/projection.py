"""Fail on purpose, so that tests can see that a step is taken whole or not at all."""

from __future__ import annotations

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter


class Stumbled(RuntimeError):
    """What the room raises in the middle of the step `stumble`."""


def project(matter: Matter, event: Event) -> None:
    if event.step == "stumble":
        raise Stumbled(matter.reference)
