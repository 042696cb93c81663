"""Who is where: divisions, organs, accounts, posts, and the person acting.

A division tree may be of any depth. An organ serves an area (its division and all below it),
and where it has trades, only these. A person acts through posts that begin and end by date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(StrEnum):
    """How far a role sees or acts, seen from the organ in which it is held."""

    AREA = "area"
    ORGAN = "organ"
    TEAM = "team"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Role:
    """A duty that a post gives. `reads`: which matters; `acts`: on which it may take steps;
    `names`: whether parties' names and numbers are shown without masking; `refers`: whether it
    goes on acting on what its organ referred to another."""

    label: Any
    reads: Reach
    acts: Reach
    names: bool = False
    refers: bool = False


ROLES: dict[str, Role] = {
    "clerk": Role(label=_("受理员"), reads=Reach.AREA, acts=Reach.ORGAN, names=True),
    "mediator": Role(label=_("调解员"), reads=Reach.TEAM, acts=Reach.TEAM, names=True),
    "director": Role(label=_("调委会负责人"), reads=Reach.ORGAN, acts=Reach.ORGAN, names=True),
    "liaison": Role(
        label=_("诉调对接"), reads=Reach.ORGAN, acts=Reach.ORGAN, names=True, refers=True
    ),
    "judge": Role(label=_("法官"), reads=Reach.ORGAN, acts=Reach.ORGAN, names=True, refers=True),
    "archivist": Role(label=_("档案员"), reads=Reach.ORGAN, acts=Reach.ORGAN, names=True),
    "handler": Role(label=_("承办人"), reads=Reach.ORGAN, acts=Reach.ORGAN, names=True),
    "grid_worker": Role(label=_("网格员"), reads=Reach.ORGAN, acts=Reach.ORGAN),
    "volunteer": Role(label=_("志愿者"), reads=Reach.TEAM, acts=Reach.TEAM),
    "supervisor": Role(label=_("督办员"), reads=Reach.AREA, acts=Reach.AREA),
    "leader": Role(label=_("区领导"), reads=Reach.AREA, acts=Reach.AREA),
    "auditor": Role(label=_("审计"), reads=Reach.AREA, acts=Reach.NONE),
    "statistician": Role(label=_("统计员"), reads=Reach.NONE, acts=Reach.NONE),
    "admin": Role(label=_("系统管理员"), reads=Reach.NONE, acts=Reach.NONE),
}


class Division(models.Model):
    """One area of the national division tree. `path` is the codes from the root down, each
    followed by a dot, so that "in this area" is one prefix comparison."""

    code = models.CharField(max_length=12, primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=12)
    path = models.CharField(max_length=120)

    class Meta:
        indexes = [
            models.Index(
                fields=["path"], name="division_by_path", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> str:
        """Code of the county-level district that this division is in (or is)."""
        return self.code[:6]


class Boundary(models.Model):
    """Where a division ends, if that is known: a GeoJSON geometry in degrees (WGS 84 or near
    it). Apart from the division, since every page reads divisions and hardly any an outline."""

    division = models.OneToOneField(
        Division, on_delete=models.CASCADE, primary_key=True, related_name="boundary"
    )
    geometry = models.JSONField()


def find_division(code: str) -> Division | None:
    return Division.objects.filter(code=code).first()


def locate(longitude: float, latitude: float) -> Division | None:
    """The deepest division with a known boundary that a point lies in."""
    from shapely.geometry import Point, shape  # type: ignore[import-untyped]  # noqa: PLC0415 - 15 MB

    point = Point(longitude, latitude)
    known = Boundary.objects.select_related("division")
    found = [one.division for one in known if shape(one.geometry).covers(point)]
    return max(found, key=lambda division: len(division.path), default=None)


class Organ(models.Model):
    """A unit that holds matters: a centre, a mediation committee, a court, a bureau."""

    key = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    area = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="organs")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="branches")
    trades = ArrayField(models.CharField(max_length=20), default=list)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    holds = ArrayField(models.CharField(max_length=20), default=list)
    """Procedures whose matters it may hold."""
    doors = ArrayField(models.CharField(max_length=20), default=list)
    """Procedures for which matters from the public come in here first."""

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> str:
        return self.area.district


def competent_organ(place: Division, *, door: str, trade: str = "") -> Organ | None:
    """The organ to which the public's matters of this kind go from a place."""
    return most_competent(Organ.objects.filter(doors__contains=[door]), place, trade)


def most_competent(organs: models.QuerySet[Organ], place: Division, trade: str) -> Organ | None:
    """Of these organs one of the trade first, otherwise the nearest from a place upwards."""
    codes = [code for code in place.path.split(".") if code]
    ranked = sorted(
        (
            organ
            for organ in organs.filter(area_id__in=codes).order_by("key")
            if not organ.trades or trade in organ.trades
        ),
        key=lambda organ: (bool(organ.trades), codes.index(organ.area_id)),
    )
    return ranked[-1] if ranked else None


def able_organ(organs: Iterable[str], procedure: str) -> Organ | None:
    """Of some organs the first that may hold matters of a procedure."""
    able = Organ.objects.filter(key__in=list(organs), holds__contains=[procedure])
    return able.select_related("area").order_by("key").first()


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A member of staff who signs in. Residents have none."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


def names_of(accounts: Collection[str]) -> dict[str, str]:
    """Names of accounts by their number as events carry it."""
    numbers = [number for number in accounts if number.isdecimal()]
    return {str(one.pk): one.name for one in Account.objects.filter(pk__in=numbers)}


class Post(models.Model):
    """A role held by an account in an organ, from one day to another."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20)
    starts = models.DateField()
    ends = models.DateField(null=True)
    stands_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="stand_ins"
    )
    """The post in whose place this one is held (代理), while its holder is away."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organ", "role", "starts"],
                condition=models.Q(stands_for__isnull=True),
                name="one_post_per_start",
            ),
            models.UniqueConstraint(
                fields=["account", "stands_for", "starts"], name="one_stand_in_per_start"
            ),
            models.CheckConstraint(
                condition=models.Q(stands_for__isnull=True) | models.Q(ends__isnull=False),
                name="stand_in_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="post_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}·{self.organ.short_name}·{ROLES[self.role].label}"


@dataclass(frozen=True, kw_only=True)
class PostView:
    """A post as permissions need it, without further queries."""

    organ: str
    organ_name: str
    area_path: str
    district: str
    role: str
    instead: int | None = None
    """The account in whose place the post is held, and its name."""
    instead_name: str = ""

    @property
    def stands_in(self) -> str:
        """Which member of a team this post stands in for, as the database compares it."""
        return f"{self.instead}/{self.organ}/{self.role}" if self.instead else ""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who acts: a member of staff with posts, a party of one matter, or the system.

    `key` is what events carry: `account:12`, `party:<matter>:p1`, `system`.
    """

    key: str
    name: str
    posts: tuple[PostView, ...] = ()
    account: int | None = None
    matter: str = ""
    party: str = ""
    verified_at: datetime | None = None
    """When a party last showed a one-time code."""

    @property
    def is_party(self) -> bool:
        return bool(self.party)

    @property
    def by(self) -> str:
        """The one who acts, as an event within a matter tells it."""
        return f"party:{self.party}" if self.is_party else self.key

    @property
    def is_system(self) -> bool:
        return self.key == "system"

    def posts_with(self, roles: Iterable[str]) -> tuple[PostView, ...]:
        wanted = set(roles)
        return tuple(post for post in self.posts if post.role in wanted)

    def has(self, *roles: str) -> bool:
        return bool(self.posts_with(roles))

    @property
    def accounts(self) -> frozenset[int]:
        """The own account, and those for whom the person stands in on a team."""
        own = {self.account} if self.account else set()
        return frozenset(
            own | {p.instead for p in self.posts if p.instead and ROLES[p.role].acts is Reach.TEAM}
        )


SYSTEM = Actor(key="system", name="系统")
VISITOR = Actor(key="visitor", name="来访群众")
"""Somebody at the public door who is not yet a party of any matter."""


def running(day: date, prefix: str = "") -> models.Q:
    """Whether a post runs on a day."""
    ends = models.Q(**{f"{prefix}ends__isnull": True}) | models.Q(**{f"{prefix}ends__gte": day})
    return ends & models.Q(**{f"{prefix}starts__lte": day})


def actor_for(account: Account, *, on: date) -> Actor:
    """The actor that an account is on a day: with the posts that run on it, those held in the
    place of others while these run themselves. One query."""
    posts = (
        Post.objects.filter(running(on), account=account)
        .filter(models.Q(stands_for__isnull=True) | running(on, "stands_for__"))
        .select_related("organ__area", "stands_for__account")
        .order_by("id")
    )
    return Actor(
        key=f"account:{account.pk}",
        name=account.name,
        account=account.pk,
        posts=tuple(
            PostView(
                organ=post.organ_id,
                organ_name=post.organ.short_name,
                area_path=post.organ.area.path,
                district=post.organ.district,
                role=post.role,
                instead=post.stands_for.account_id if post.stands_for else None,
                instead_name=post.stands_for.account.name if post.stands_for else "",
            )
            for post in posts
        ),
    )
