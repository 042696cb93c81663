"""What the reception stories need beside the cast: leaders of three levels, organs that publish.

All people are invented.
"""

from __future__ import annotations

from hejie.kernel.jurisdictions import Organ
from hejie.stories.cast import Member, load_members

ORGANS = ("zw-centre", "t-420303001", "v-420303001202")
"""The district's centre, a town's centre, a village's committee: all publish and book."""
PROCEDURES = ("reception", "reception_day")
LEADERS = (
    Member("quzhang", "韦区长", (("leader", "zw-centre"),)),
    Member("shuji", "舒书记", (("leader", "t-420303001"),)),
    Member("cunzhang", "田村长", (("leader", "v-420303001202"),)),
)


def load() -> int:
    """Gives how many organs and accounts are new."""
    fresh = 0
    for organ in Organ.objects.filter(key__in=ORGANS):
        lacking = [key for key in PROCEDURES if key not in organ.holds]
        if lacking:
            organ.holds = [*organ.holds, *lacking]
            organ.save()
            fresh += 1
    return fresh + load_members(LEADERS)
