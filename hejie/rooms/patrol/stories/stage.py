"""What the patrol stories need beside the cast: grid workers, units, duties, cells.

All people are invented; the cells are computed from the district's real boundary.
"""

from __future__ import annotations

from datetime import date

from hejie.kernel.jurisdictions import Division, Organ
from hejie.rooms.patrol.cells import make_demonstration_cells
from hejie.rooms.patrol.duties import in_force, set_duty
from hejie.stories.cast import DISTRICT, Member, load_members

SINCE = date(2024, 1, 1)
UNITS = (
    ("zw-lights", "张湾区市政公用事业中心", "区市政中心", "bureau"),
    ("zw-sanitation", "张湾区环境卫生中心", "区环卫中心", "bureau"),
    ("zw-roads", "张湾区公路养护中心", "区公路中心", "bureau"),
    ("zw-emergency", "张湾区应急管理局", "区应急局", "bureau"),
    ("zw-fire", "张湾区消防救援大队", "区消防大队", "bureau"),
    ("zw-gas", "张湾燃气有限公司", "张湾燃气", "company"),
)
DUTIES = {
    "EV01": ("zw-lights", ()),
    "EV02": ("zw-roads", ("zw-lights",)),
    "EV03": ("zw-sanitation", ()),
    "EV05": ("zw-fire", ("zw-emergency",)),
    "EV06": ("zw-gas", ("zw-fire", "zw-emergency")),
    "EV08": ("zw-emergency", ()),
}
HOLDING = ("event", "shift")
MEMBERS = (
    Member("mai", "麦田", (("grid_worker", "v-420303001202"),)),
    Member("miao", "苗青", (("grid_worker", "v-420303001001"),)),
    Member("yan", "严小溪", (("volunteer", "v-420303001202"),)),
    Member("kang", "康明灯", (("handler", "zw-lights"), ("director", "zw-lights"))),
    Member("qi", "戚安然", (("handler", "zw-gas"), ("director", "zw-gas"))),
    Member("bao", "鲍路平", (("handler", "zw-roads"), ("director", "zw-roads"))),
    Member("sha", "沙净", (("handler", "zw-sanitation"),)),
)


def load() -> int:
    """Gives how many organs, accounts, duties and cells are new."""
    fresh = _load_units() + _let_hold() + load_members(MEMBERS)
    return fresh + _load_duties() + make_demonstration_cells(DISTRICT)


def _load_units() -> int:
    district = Division.objects.get(code=DISTRICT)
    known = set(Organ.objects.values_list("key", flat=True))
    lacking = [one for one in UNITS if one[0] not in known]
    for key, name, short, kind in lacking:
        Organ.objects.create(
            key=key, name=name, short_name=short, kind=kind, area=district, parent_id="zw-centre"
        )
    return len(lacking)


def _let_hold() -> int:
    """Centres, committees in villages and units hold events; towns' centres are their door."""
    fresh = []
    for organ in Organ.objects.filter(area__code__startswith=DISTRICT).exclude(kind="court"):
        lacking = [key for key in HOLDING if key not in organ.holds]
        is_door = organ.key.startswith("t-") and "event" not in organ.doors
        if lacking or is_door:
            organ.holds = [*organ.holds, *lacking]
            organ.doors = [*organ.doors, "event"] if is_door else organ.doors
            fresh.append(organ)
    Organ.objects.bulk_update(fresh, ["holds", "doors"])
    return len(fresh)


def _load_duties() -> int:
    if in_force(DISTRICT):
        return 0
    district = Division.objects.get(code=DISTRICT)
    for category, (lead, helpers) in DUTIES.items():
        set_duty(district, category, lead, helpers, by=None, on=SINCE)
    return len(DUTIES)
