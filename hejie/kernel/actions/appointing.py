"""Who works where: posts asked for by one administrator and approved by another, ended, held in
somebody's place, and accounts added and closed. Each is an act of the district's administration.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction

from hejie.kernel import administration, permissions
from hejie.kernel.actions.errors import Invalid, Refused
from hejie.kernel.administration import APPROVED, DECLINED, PostRequest
from hejie.kernel.jurisdictions import ROLES, Account, Actor, Organ, Post, running
from hejie.kernel.matters import local_day
from hejie.kernel.sentences import gettext_noop

NOT_YOURS = gettext_noop("这个单位不归您管理")
FEWEST_ADMINISTRATORS = 2
"""So that one can ask and the other approve."""


def ask_for_post(
    account: Account,
    *,
    organ: Organ,
    role: str,
    starts: date,
    ends: date | None,
    actor: Actor,
    now: datetime,
) -> PostRequest:
    """Ask for a post for somebody else; it is one when another administrator approves. Raises
    `Refused` or `Invalid`."""
    if role not in ROLES:
        raise Invalid({"role": ["没有这种岗位"]})
    return _ask(account, organ, role, starts, ends, None, actor, now)


def ask_for_stand_in(
    post: Post, account: Account, *, starts: date, ends: date, actor: Actor, now: datetime
) -> PostRequest:
    """Ask that somebody stands in for the holder of a post between two days. Raises `Refused`
    or `Invalid`."""
    if post.stands_for_id:
        raise Invalid({NON_FIELD_ERRORS: ["代理的岗位不能再由别人代理"]})
    if account.pk == post.account_id:
        raise Invalid({"account": ["不能代理自己的岗位"]})
    if post.ends is not None and ends > post.ends:
        raise Invalid({"ends": ["被代理的岗位在这之前就到期了"]})
    return _ask(account, post.organ, post.role, max(starts, post.starts), ends, post, actor, now)


def _ask(
    account: Account,
    organ: Organ,
    role: str,
    starts: date,
    ends: date | None,
    stands_for: Post | None,
    actor: Actor,
    now: datetime,
) -> PostRequest:
    asker = _administrator(actor, organ)
    if account.pk == asker:
        raise Refused("不能为自己申请岗位，请由另一位系统管理员申请")
    if not account.is_active:
        raise Invalid({"account": ["这个账号已经停用"]})
    if starts < local_day(now):
        raise Invalid({"starts": ["只能从今天或者以后的日子起"]})
    if ends is not None and ends < starts:
        raise Invalid({"ends": ["最后一天不能早于第一天"]})
    district = organ.district
    with transaction.atomic():
        administration.hold(district, at=now)
        waiting = PostRequest.objects.filter(account=account, organ=organ, role=role, verdict="")
        if waiting.filter(stands_for=stands_for).exists():
            raise Invalid({NON_FIELD_ERRORS: ["同样的申请已经在等待批准"]})
        asked = PostRequest.objects.create(
            district=district,
            account=account,
            organ=organ,
            role=role,
            starts=starts,
            ends=ends,
            stands_for=stands_for,
            asked_by_id=asker,
            asked_at=now,
        )
        _note(district, "post.ask", actor, now, {"request": asked.pk, **_asked(asked)})
        return asked


def decide_on_post(number: int, *, approve: bool, actor: Actor, now: datetime) -> PostRequest:
    """Approve or decline what another administrator asked for. Raises `Refused` or `Invalid`;
    nothing done where there is no such request."""
    with transaction.atomic():
        district = _district_of(number)
        administration.hold(district, at=now)
        asked = PostRequest.objects.select_related("organ__area", "account").get(pk=number)
        decider = _administrator(actor, asked.organ)
        if asked.verdict:
            raise Refused("这个申请已经有人答复了")
        if decider in {asked.asked_by_id, asked.account_id}:
            raise Refused("申请的人、批准的人和得到岗位的人要是三个不同的人")
        asked.verdict = APPROVED if approve else DECLINED
        asked.decided_by_id, asked.decided_at = decider, now
        asked.save(update_fields=["verdict", "decided_by", "decided_at"])
        if approve:
            granted = administration.told(_grant(asked, now))
            told = {"request": asked.pk, "asked_by": f"account:{asked.asked_by_id}"}
            _note(district, administration.GRANTED, actor, now, told | {"granted": granted})
        else:
            _note(district, "post.decline", actor, now, {"request": asked.pk})
        return asked


def _district_of(number: int) -> str:
    found = PostRequest.objects.filter(pk=number).values_list("district", flat=True).first()
    if found is None:
        raise Refused("没有这个申请")
    return found


def _grant(asked: PostRequest, now: datetime) -> Post:
    """The post that a request becomes; never from a day before it was approved."""
    starts = max(asked.starts, local_day(now))
    if asked.ends is not None and asked.ends < starts:
        raise Refused("申请的日子已经过了，请重新申请")
    if not asked.account.is_active:
        raise Refused("这个账号已经停用")
    try:
        with transaction.atomic():
            return Post.objects.create(
                account=asked.account,
                organ=asked.organ,
                role=asked.role,
                starts=starts,
                ends=asked.ends,
                stands_for_id=asked.stands_for_id,
            )
    except IntegrityError:
        raise Refused("这个人从这一天起已经有同样的岗位") from None


def end_post(post: Post, *, last_day: date, actor: Actor, now: datetime) -> Post:
    """Let a post end with a day, from yesterday on: yesterday ends it at once. Raises `Refused`
    or `Invalid`."""
    _administrator(actor, post.organ)
    today = local_day(now)
    with transaction.atomic():
        administration.hold(post.organ.district, at=now)
        post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if last_day < today - timedelta(days=1):
            raise Invalid({"last_day": ["已经过去的日子不能改；最早到昨天，就是立刻停止"]})
        if last_day < post.starts:
            raise Invalid({"last_day": ["不能早于第一天；今天才开始的，请停用账号来立刻停止"]})
        if post.ends is not None and last_day > post.ends:
            raise Invalid({"last_day": ["延长要重新申请，由另一位系统管理员批准"]})
        post.ends = last_day
        post.save(update_fields=["ends"])
        if post.role == "admin":
            _require_administrators(post.organ.district, last_day + timedelta(days=1))
        told = {"post": post.pk, "ends": last_day.isoformat()}
        _note(post.organ.district, administration.ENDED, actor, now, told)
        return post


def administrators_on(day: date, *, district: str) -> int:
    """How many people may administer a district's accounts on a day."""
    posts = administration.posts_in(district).filter(running(day), role="admin")
    return posts.filter(account__is_active=True).values("account").distinct().count()


def _require_administrators(district: str, day: date) -> None:
    if administrators_on(day, district=district) < FEWEST_ADMINISTRATORS:
        raise Refused("至少要留两位系统管理员：一位申请，一位批准")


def add_account(username: str, name: str, *, district: str, actor: Actor, now: datetime) -> Account:
    """Add an account that has no post and no password yet. Raises `Refused` or `Invalid`."""
    if district not in {post.district for post in permissions.administering(actor)}:
        raise Refused(NOT_YOURS)
    with transaction.atomic():
        administration.hold(district, at=now)
        if Account.objects.filter(username__iexact=username).exists():
            raise Invalid({"username": ["已经有这个登录名"]})
        account = Account.objects.create_user(username, name=name)
        _note(district, administration.ADDED, actor, now, {"account": account.pk})
        return account


def close_account(account: Account, *, actor: Actor, now: datetime) -> None:
    """Let an account sign in no more, at once and everywhere. Raises `Refused`."""
    districts = administered_districts(account, actor)
    if account.pk == actor.account:
        raise Refused("不能停用自己的账号")
    with transaction.atomic():
        for district in districts:
            administration.hold(district, at=now)
        was_administrator = account.posts.filter(running(local_day(now)), role="admin").exists()
        if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
            raise Refused("这个账号已经停用")
        for district in districts:
            if was_administrator:
                _require_administrators(district, local_day(now))
            _note(district, administration.CLOSED, actor, now, {"account": account.pk})


def reopen_account(account: Account, *, actor: Actor, now: datetime) -> None:
    """Let a closed account sign in again: another administrator than closed it. Raises
    `Refused`."""
    districts = administered_districts(account, actor)
    with transaction.atomic():
        for district in districts:
            administration.hold(district, at=now)
        closing = administration.acts_of(districts[0]).filter(
            kind=administration.CLOSED, payload__account=account.pk
        )
        last = closing.last()
        if last is not None and last.by == actor.key:
            raise Refused("停用和恢复要由两位系统管理员办理")
        if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
            raise Refused("这个账号没有停用")
        for district in districts:
            _note(district, administration.REOPENED, actor, now, {"account": account.pk})


def administered_districts(account: Account, actor: Actor) -> list[str]:
    """Districts whose chains tell of an account: where it has posts, or where it was added.
    Raises `Refused` where the person does not administer all of them."""
    posts = account.posts.select_related("organ__area")
    areas = {post.organ.area.path for post in posts}
    administering = permissions.administering(actor)
    if not administering or not all(
        any(area.startswith(post.area_path) for post in administering) for area in areas
    ):
        raise Refused(NOT_YOURS)
    found = {post.organ.district for post in posts} or {administering[0].district}
    return sorted(found)


def _administrator(actor: Actor, organ: Organ) -> int:
    if actor.account is None or not permissions.administers(actor, organ):
        raise Refused(NOT_YOURS)
    return actor.account


def _note(district: str, kind: str, actor: Actor, now: datetime, values: Mapping[str, Any]) -> None:
    administration.append(district, kind, by=actor.key, at=now, values=values)


def _asked(asked: PostRequest) -> dict[str, Any]:
    return {
        "account": asked.account_id,
        "organ": asked.organ_id,
        "role": asked.role,
        "starts": asked.starts.isoformat(),
        "ends": asked.ends.isoformat() if asked.ends else "",
        "stands_for": asked.stands_for_id or 0,
    }
