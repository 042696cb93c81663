"""The first administrators of a district, whom nobody can ask for and nobody approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from hejie.kernel import administration
from hejie.kernel.actions.appointing import FEWEST_ADMINISTRATORS, administrators_on
from hejie.kernel.actions.errors import Invalid, Refused
from hejie.kernel.jurisdictions import Account, Organ, Post
from hejie.kernel.matters import local_day

BY = "system"
"""In whose name it is done: whoever has the machine, which only the chain can tell of."""


def begin_administration(
    people: Mapping[str, str], *, organ: Organ, now: datetime
) -> Sequence[Account]:
    """Give a district as many administrators as make two: names by user names that are free.
    Raises `Refused` where there are two, `Invalid` for a user name that is taken."""
    district, today = organ.district, local_day(now)
    with transaction.atomic():
        administration.hold(district, at=now)
        missing = FEWEST_ADMINISTRATORS - administrators_on(today, district=district)
        if missing <= 0:
            raise Refused("已经有两位系统管理员：以后的账号和岗位由他们申请、批准")
        if len(people) != missing:
            raise Refused(
                gettext("现在要开通 %(many)s 位系统管理员，请写 %(many)s 个登录名和姓名")
                % {"many": missing}
            )
        return [_add(one, name, organ, now) for one, name in people.items()]


def _add(username: str, name: str, organ: Organ, now: datetime) -> Account:
    if Account.objects.filter(username__iexact=username).exists():
        raise Invalid({"username": [gettext("已经有登录名“%(name)s”") % {"name": username}]})
    account = Account.objects.create_user(username, name=name)
    _note(organ, administration.ADDED, now, {"account": account.pk})
    post = Post.objects.create(account=account, organ=organ, role="admin", starts=local_day(now))
    _note(organ, administration.GRANTED, now, {"granted": administration.told(post)})
    return account


def _note(organ: Organ, kind: str, now: datetime, values: Mapping[str, object]) -> None:
    administration.append(organ.district, kind, by=BY, at=now, values=values)
