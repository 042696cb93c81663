"""What the screening stories need beside the cast: organs that hold campaigns and findings.

All people are invented.
"""

from __future__ import annotations

from hejie.kernel.jurisdictions import Division, Organ
from hejie.stories.cast import DISTRICT, Member, load_members

HOLDING = ("campaign", "finding")
UNITS = (
    ("zw-wages", "张湾区劳动保障监察大队", "区劳动监察"),
    ("zw-land", "张湾区自然资源和规划所", "区自然资源所"),
)
MEMBERS = (
    Member("he2", "贺准时", (("handler", "zw-wages"), ("director", "zw-wages"))),
    Member("tian2", "田界明", (("handler", "zw-land"), ("director", "zw-land"))),
    Member("shan", "单网格", (("grid_worker", "v-420303001202"),)),
)


def load() -> int:
    """Gives how many organs and accounts are new."""
    return _load_units() + _let_hold() + load_members(MEMBERS)


def _load_units() -> int:
    district = Division.objects.get(code=DISTRICT)
    known = set(Organ.objects.values_list("key", flat=True))
    lacking = [one for one in UNITS if one[0] not in known]
    for key, name, short in lacking:
        Organ.objects.create(
            key=key,
            name=name,
            short_name=short,
            kind="bureau",
            area=district,
            parent_id="zw-centre",
        )
    return len(lacking)


def _let_hold() -> int:
    fresh = []
    for organ in Organ.objects.filter(area__code__startswith=DISTRICT).exclude(kind="court"):
        lacking = [key for key in HOLDING if key not in organ.holds]
        is_door = organ.key.startswith("t-") and "finding" not in organ.doors
        if lacking or is_door:
            organ.holds = [*organ.holds, *lacking]
            organ.doors = [*organ.doors, "finding"] if is_door else organ.doors
            fresh.append(organ)
    Organ.objects.bulk_update(fresh, ["holds", "doors"])
    return len(fresh)
