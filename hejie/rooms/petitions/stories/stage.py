"""What the petition stories need beside the cast: the bureau, units, authority and governments.

All people are invented.
"""

from __future__ import annotations

from typing import Any

from hejie.kernel.jurisdictions import Division, Organ
from hejie.stories.cast import Member, load_members

HELD = ["petition"]
DISTRICT, CITY = "420303", "4203"

ORGANS: tuple[tuple[Any, ...], ...] = (
    # key, name, short name, kind, area, parent, holds, doors
    ("sy-government", "十堰市人民政府", "市政府", "government", CITY, None, HELD, []),
    (
        "zw-government",
        "张湾区人民政府",
        "区政府",
        "government",
        DISTRICT,
        "sy-government",
        HELD,
        [],
    ),
    (
        "zw-petitions",
        "张湾区信访局",
        "区信访局",
        "petitions",
        DISTRICT,
        "zw-government",
        ["petition", "accusation"],
        ["petition"],
    ),
    (
        "zw-discipline",
        "中共张湾区纪律检查委员会、张湾区监察委员会",
        "区纪委监委",
        "discipline",
        DISTRICT,
        None,
        ["petition", "accusation"],
        ["accusation"],
    ),
    (
        "zw-housing",
        "张湾区住房和城乡建设局",
        "区住建局",
        "bureau",
        DISTRICT,
        "zw-government",
        HELD,
        [],
    ),
    (
        "zw-labour-bureau",
        "张湾区人力资源和社会保障局",
        "区人社局",
        "bureau",
        DISTRICT,
        "zw-government",
        HELD,
        [],
    ),
    (
        "zw-urban",
        "张湾区城市管理执法局",
        "区城管局",
        "bureau",
        DISTRICT,
        "zw-government",
        HELD,
        [],
    ),
    (
        "s-420303001",
        "张湾区花果街道办事处",
        "花果街道办",
        "government",
        "420303001",
        "zw-government",
        HELD,
        [],
    ),
)

MEMBERS = (
    Member("jin", "金惠民", (("handler", "zw-petitions"), ("clerk", "zw-petitions"))),
    Member("geng", "耿直", (("director", "zw-petitions"), ("supervisor", "zw-petitions"))),
    Member("ji", "纪正清", (("handler", "zw-discipline"), ("director", "zw-discipline"))),
    Member("zhu", "朱安居", (("handler", "zw-housing"),)),
    Member("wan", "万广厦", (("director", "zw-housing"),)),
    Member("lao", "劳有为", (("handler", "zw-labour-bureau"),)),
    Member("ren", "任社平", (("director", "zw-labour-bureau"),)),
    Member("cheng", "程街新", (("handler", "zw-urban"), ("director", "zw-urban"))),
    Member("huang", "黄花果", (("clerk", "s-420303001"), ("handler", "s-420303001"))),
    Member("guo", "郭主任", (("director", "s-420303001"),)),
    Member("fuqu", "符区平", (("handler", "zw-government"), ("director", "zw-government"))),
    Member("shiyan", "石堰", (("handler", "sy-government"), ("director", "sy-government"))),
)


def load() -> int:
    """Gives how many organs and accounts are new."""
    return _load_organs() + load_members(MEMBERS)


def _load_organs() -> int:
    known = set(Organ.objects.values_list("key", flat=True))
    fresh = [one for one in ORGANS if one[0] not in known]
    for key, name, short, kind, area, parent, holds, doors in fresh:
        Organ.objects.create(
            key=key,
            name=name,
            short_name=short,
            kind=kind,
            area=Division.objects.get(code=area),
            parent_id=parent,
            holds=list(holds),
            doors=list(doors),
        )
    return len(fresh)
