"""The cast: organs of Zhangwan and the people who work there, the same in all stories.

All people are invented. Their password is for demonstrations only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from hejie.kernel.jurisdictions import Account, Division, Organ, Post

DISTRICT = "420303"
PASSWORD = "hejie-demo"  # noqa: S105  (printed by `make demo` for whoever tries it)
SINCE = date(2024, 1, 1)


@dataclass(frozen=True)
class Member:
    """`posts`: (role, organ key) pairs."""

    username: str
    name: str
    posts: tuple[tuple[str, str], ...]


TRADE_ROOMS = {
    "zw-property": ("property", "房产物业调解室", ()),
    "zw-medical": ("medical", "医患民生调解室", ("mediation",)),
    "zw-labour": ("labour", "劳动争议调解室", ("mediation",)),
    "zw-family": ("family", "婚姻家庭调解室", ()),
    "zw-environment": ("environment", "生态环保调解室", ()),
}
TRADE_POSTS = tuple(TRADE_ROOMS)

CAST = (
    Member(
        "lin",
        "林晓梅",
        (("clerk", "zw-centre"), *(("clerk", room) for room in TRADE_POSTS)),
    ),
    Member("meng", "孟宪华", tuple(("director", room) for room in ("zw-centre", *TRADE_POSTS))),
    Member("zhou", "周正", (("supervisor", "zw-centre"),)),
    Member("wu", "吴振邦", (("leader", "zw-centre"),)),
    Member("qian", "钱静", tuple(("archivist", room) for room in ("zw-centre", *TRADE_POSTS))),
    Member("fang", "方志远", (("mediator", "zw-property"), ("mediator", "zw-environment"))),
    Member("he", "何丽华", (("mediator", "zw-family"),)),
    Member("xu", "许明德", (("mediator", "zw-medical"),)),
    Member("tang", "唐国强", (("mediator", "zw-labour"),)),
    Member("peng", "彭亮", (("mediator", "zw-labour"), ("mediator", "zw-centre"))),
    Member("qin", "秦雨桐", (("liaison", "zw-court"),)),
    Member("fangming", "方明", (("judge", "zw-court"),)),
    Member("luo", "罗敏", (("clerk", "t-420303001"),)),
    Member("xie", "谢长青", (("director", "t-420303001"),)),
    Member("deng", "邓大海", (("mediator", "t-420303001"),)),
    Member("zeng", "曾玉兰", (("mediator", "t-420303001"),)),
    Member("jiang", "蒋文", (("clerk", "t-420303003"),)),
    Member("hao", "郝建设", (("director", "t-420303003"),)),
    Member("yu", "余秀珍", (("mediator", "t-420303003"),)),
    Member("cai", "蔡文军", (("clerk", "t-420303100"), ("director", "t-420303100"))),
    Member("shi", "石大勇", (("mediator", "t-420303100"),)),
    Member("xiang", "向红", (("clerk", "t-420303004"),)),
    Member("lu", "卢志刚", (("director", "t-420303004"),)),
    Member("ruan", "阮小慧", (("mediator", "t-420303004"),)),
    Member("du", "杜长林", (("clerk", "t-420303101"), ("director", "t-420303101"))),
    Member("min", "闵秋菊", (("mediator", "t-420303101"),)),
    Member(
        "fu",
        "付德才",
        (
            ("clerk", "v-420303001202"),
            ("director", "v-420303001202"),
            ("mediator", "v-420303001202"),
        ),
    ),
    Member(
        "gong",
        "龚有田",
        (
            ("clerk", "v-420303100202"),
            ("director", "v-420303100202"),
            ("mediator", "v-420303100202"),
        ),
    ),
    Member("shen", "沈审言", (("auditor", "zw-centre"),)),
    Member("tong", "童统", (("statistician", "zw-centre"),)),
    Member("guan", "管理员", (("admin", "zw-centre"),)),
    Member("ning", "宁安", (("admin", "zw-centre"),)),
)


def load_organs() -> int:
    """The district's organs: the centre, five specialist rooms, the court, a centre in each
    town, a committee in each village. Gives how many are new."""
    district = Division.objects.get(code=DISTRICT)
    organs = [
        Organ(
            key="zw-centre",
            name="张湾区社会治安综合治理中心",
            short_name="区综治中心",
            kind="centre",
            area=district,
            holds=["mediation"],
            doors=["mediation"],
            address="湖北省十堰市张湾区",
        ),
        Organ(
            key="zw-court",
            name="十堰市张湾区人民法院",
            short_name="区法院",
            kind="court",
            area=district,
        ),
    ]
    for key, (trade, name, doors) in TRADE_ROOMS.items():
        organs.append(
            Organ(
                key=key,
                name=f"张湾区{name}",
                short_name=name,
                kind="committee",
                area=district,
                parent_id="zw-centre",
                trades=[trade],
                holds=["mediation"],
                doors=list(doors),
                address="区综治中心二楼",
            )
        )
    organs += [_town_centre(town) for town in Division.objects.filter(parent=district)]
    villages = Division.objects.filter(level="village", path__startswith=district.path)
    organs += [_village_committee(village) for village in villages.select_related("parent")]
    known = set(Organ.objects.values_list("key", flat=True))
    fresh = [organ for organ in organs if organ.key not in known]
    Organ.objects.bulk_create(fresh)
    return len(fresh)


def _town_centre(town: Division) -> Organ:
    return Organ(
        key=f"t-{town.code}",
        name=f"{town.name}综治中心（人民调解委员会）",
        short_name=f"{town.name}综治中心",
        kind="centre",
        area=town,
        parent_id="zw-centre",
        holds=["mediation"],
        doors=["mediation"],
        address=f"张湾区{town.name}",
    )


def _village_committee(village: Division) -> Organ:
    place = village.name.removesuffix("居民委员会").removesuffix("委会").removesuffix("居委会")
    return Organ(
        key=f"v-{village.code}",
        name=f"{place}人民调解委员会",
        short_name=f"{place}调委会",
        kind="committee",
        area=village,
        parent_id=f"t-{village.parent_id}",
        holds=["mediation"],
        address=f"{village.parent}{place}",
    )


def load_cast() -> int:
    """The staff, with their posts; gives how many accounts are new."""
    return load_members(CAST)


def load_members(members: Iterable[Member]) -> int:
    """Members of a cast, with their posts; gives how many accounts are new."""
    known = set(Account.objects.values_list("username", flat=True))
    fresh = [member for member in members if member.username not in known]
    secret = make_password(PASSWORD) if fresh else ""
    Account.objects.bulk_create(
        Account(username=member.username, name=member.name, password=secret) for member in fresh
    )
    accounts = Account.objects.in_bulk([m.username for m in fresh], field_name="username")
    Post.objects.bulk_create(
        Post(account=accounts[member.username], organ_id=organ, role=role, starts=SINCE)
        for member in fresh
        for role, organ in member.posts
    )
    return len(fresh)
