"""Who was given which post by whom: one hash chain of administrative acts per district.

It holds no case and no words about people: numbers of accounts, organs, roles and dates. Its
acts stand in the one public log beside the events of matters; the database refuses to change
them. Imported for writing by `actions` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from hejie.kernel import chain
from hejie.kernel.events import ADMINISTRATION, Unsequenced, instant
from hejie.kernel.jurisdictions import Account, Organ, Post

BEGIN = "administration.begin"
"""The first act: which posts and closed accounts it found."""
GRANTED, ENDED = "post.grant", "post.end"
CLOSED, REOPENED, ADDED = "account.close", "account.reopen", "account.add"
APPROVED, DECLINED = "approved", "declined"


class Administration(models.Model):
    """The head of one district's chain; its row is held while an act is appended."""

    district = models.CharField(max_length=6, primary_key=True)
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)


class AdministrativeAct(models.Model):
    pk = models.CompositePrimaryKey("district", "seq")
    district = models.CharField(max_length=6)
    seq = models.IntegerField()
    kind = models.CharField(max_length=40)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["district", "seq"]

    def __str__(self) -> str:
        return f"{self.district} {self.seq} {self.kind}"

    def record(self) -> dict[str, Any]:
        """What is hashed, field by field; a third party rebuilds exactly this."""
        return {
            "district": self.district,
            "chain": "administration",
            "seq": self.seq,
            "kind": self.kind,
            "by": self.by,
            "at": instant(self.at),
            "payload": self.payload,
        }


class PostRequest(models.Model):
    """A post that one administrator asks for and another has to approve before it is one."""

    district = models.CharField(max_length=6)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    starts = models.DateField()
    ends = models.DateField(null=True)
    stands_for = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("account")), name="nobody_asks_for_oneself"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | (
                    ~models.Q(decided_by=models.F("asked_by"))
                    & ~models.Q(decided_by=models.F("account"))
                ),
                name="two_administrators_for_a_post",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="asked_post_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.organ_id} {self.role}"


def append(
    district: str, kind: str, *, by: str, at: datetime, values: Mapping[str, Any]
) -> AdministrativeAct:
    """Write one act at the end of a district's chain, inside the caller's transaction."""
    head = hold(district, at=at)
    return _append(head, kind, by, at, values)


def hold(district: str, *, at: datetime) -> Administration:
    """The head of a district's chain, held until the transaction ends; a new chain begins with
    what it found. To be held before the rows are changed that an act tells of."""
    Administration.objects.get_or_create(district=district)
    head = Administration.objects.select_for_update().get(district=district)
    if head.head_seq == 0:
        _append(head, BEGIN, "system", at, _found(district))
    return head


def _append(
    head: Administration, kind: str, by: str, at: datetime, values: Mapping[str, Any]
) -> AdministrativeAct:
    prev = bytes(head.head_hash) or chain.ORIGIN
    act = AdministrativeAct(
        district=head.district,
        seq=head.head_seq + 1,
        kind=kind,
        by=by,
        at=at,
        payload=dict(values),
        prev=prev,
    )
    act.hash = chain.link(prev, act.record())
    act.save(force_insert=True)
    head.head_seq, head.head_hash = act.seq, act.hash
    head.save()
    Unsequenced.objects.create(district=act.district, matter_id=ADMINISTRATION, seq=act.seq)
    return act


def posts_in(district: str) -> models.QuerySet[Post]:
    return Post.objects.filter(organ__area__code__startswith=district)


def told(post: Post) -> dict[str, Any]:
    """A post as acts tell it."""
    return {
        "post": post.pk,
        "account": post.account_id,
        "organ": post.organ_id,
        "role": post.role,
        "starts": post.starts.isoformat(),
        "ends": post.ends.isoformat() if post.ends else "",
        "stands_for": post.stands_for_id or 0,
    }


def _found(district: str) -> dict[str, Any]:
    posts = posts_in(district).order_by("pk")
    closed = Account.objects.filter(is_active=False, posts__in=posts).distinct()
    return {
        "posts": [told(post) for post in posts],
        "closed": sorted(closed.values_list("pk", flat=True)),
    }


def acts_of(district: str) -> models.QuerySet[AdministrativeAct]:
    return AdministrativeAct.objects.filter(district=district).order_by("seq")


def verify_administration() -> Iterator[str]:
    """Check every district's chain, and that posts and closed accounts are those that follow
    from its acts; what does not hold is told in sentences."""
    heads = {head.district: head for head in Administration.objects.all()}
    acts = AdministrativeAct.objects.values_list("district", flat=True).distinct()
    for district in sorted(heads.keys() | set(acts)):
        head = heads.get(district)
        yield from _verify(district, bytes(head.head_hash) if head else b"")


def _verify(district: str, head: bytes) -> Iterator[str]:
    acts = list(acts_of(district))
    links = ((act.record(), bytes(act.hash)) for act in acts)
    broken = chain.verify_chain(links, head=head or chain.ORIGIN)
    if [act.seq for act in acts] != list(range(1, len(acts) + 1)):
        yield f"{district} 的管理记录编号不连续"
    if broken is not None:
        yield f"{district} 的管理记录第 {broken.position + 1} 条与其哈希不符"
    if not acts or broken is not None:
        return
    posts, closed = _replayed(acts)
    kept = {post.pk: told(post) for post in posts_in(district)}
    for number in sorted(posts.keys() | kept.keys()):
        if posts.get(number) != kept.get(number):
            yield f"{district} 的岗位 {number} 与管理记录不符"
    rows = Account.objects.filter(pk__in=closed).values_list("pk", "is_active")
    for number, active in rows:
        if closed[number] == active:
            yield f"{district} 的账号 {number} 是否停用与管理记录不符"


def _replayed(
    acts: list[AdministrativeAct],
) -> tuple[dict[int, dict[str, Any]], dict[int, bool]]:
    """Posts, and which accounts are closed, as the acts leave them."""
    posts: dict[int, dict[str, Any]] = {}
    closed: dict[int, bool] = {}
    for act in acts:
        values = act.payload
        match act.kind:
            case "administration.begin":
                posts = {one["post"]: one for one in values["posts"]}
                known = {one["account"] for one in values["posts"]}
                closed = {number: number in values["closed"] for number in known}
            case "post.grant":
                granted = values["granted"]
                posts[granted["post"]] = granted
            case "post.end":
                posts[values["post"]] = posts.get(values["post"], {}) | {"ends": values["ends"]}
            case "account.add" | "account.reopen" | "account.close":
                closed[values["account"]] = act.kind == CLOSED
    return posts, closed
