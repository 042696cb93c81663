"""What the backlog stories need beside the cast: a second leader. All people are invented."""

from __future__ import annotations

from hejie.stories.cast import Member, load_members

LEADERS = (Member("fenguan", "聂副区长", (("leader", "zw-centre"),)),)


def load() -> int:
    """Gives how many accounts are new."""
    return load_members(LEADERS)
