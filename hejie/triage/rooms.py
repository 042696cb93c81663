"""The specialist rooms, as triage knows them: how they lean and which disputes are theirs.

Layers forbid to import `hejie.law.causes`, which owns labels and codes; a test holds both together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Room:
    """`lean` adds to mediation: who writes of work or a hospital mostly has a quarrel with one.

    The first of `causes` is the usual one.
    """

    label: str
    lean: int
    causes: tuple[str, ...]


ROOMS: Final = {
    "property": Room("房产物业", 1, ("MD04", "MD03", "MD05", "MD15", "MD16")),
    "medical": Room("医患民生", 3, ("MD13", "MD12", "MD19", "MD20")),
    "labour": Room("劳动争议", 3, ("MD08", "MD09")),
    "family": Room("婚姻家庭", 1, ("MD01", "MD02")),
    "environment": Room("生态环保", 4, ("MD17",)),
    "general": Room("综合", -1, ("MD22", "MD06", "MD07", "MD10", "MD11", "MD14", "MD18", "MD21")),
}

# What the kinds of the decided room are ahead of the others.
LEAD: Final = 4
