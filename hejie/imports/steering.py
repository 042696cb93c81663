"""Start an import, choose what becomes of it, stop it, let it go on, forget its file."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, Q, QuerySet
from django.utils.translation import gettext as _

from hejie.imports.models import Import, Row, Source
from hejie.imports.ways import ENQUIRIES, find_way
from hejie.kernel.actions import Refused
from hejie.kernel.jurisdictions import Actor

MOST_AT_ONE_BLOW = 500
"""Rows that may be opened all or none: others who register wait that long, some seven seconds."""
BEAT = timedelta(minutes=2)
"""How long one who works on an import is waited for."""
KEPT = timedelta(days=30)
"""How long the file of an import that ended is kept, so that broken rows can be mended."""


def start(actor: Actor, *, what: str, name: str, content: bytes, now: datetime) -> Import:
    """Take a file in, to be checked. The same file of the same person is the import that it
    is already, unless that one could not be read. Raises `Refused` for what may not be imported."""
    way = find_way(what, actor, now=now)
    if way is None or actor.account is None:
        raise Refused(_("您的岗位不能导入这一种"))
    digest = hashlib.sha256(content).hexdigest()
    own = Import.objects.filter(account=actor.account, what=what, digest=digest)
    known = own.filter(source__isnull=False).exclude(status=Import.UNREADABLE).first()
    if known is not None:
        return known
    with transaction.atomic():
        made = Import.objects.create(
            district=actor.posts[0].district,
            account_id=actor.account,
            what=what,
            name=name[-120:],
            digest=digest,
            made_at=now,
        )
        Source.objects.create(of=made, content=content)
    return made


def choose(one: Import, *, whole: bool) -> None:
    """Decide that what was checked is opened: all rows or none, or the good ones. Raises
    `Refused` with the reason why all or none is not possible."""
    counts = counts_of(one)
    if whole and one.what == ENQUIRIES:
        raise Refused(_("来信一封一封收下，每一封都有着落，不分“全部或者都不”"))
    if whole and counts[Row.BROKEN]:
        told = _("有 %(n)s 行要改，不能全部登记；请改好再传，或者只登记好的")
        raise Refused(told % {"n": counts[Row.BROKEN]})
    if whole and counts[Row.GOOD] > MOST_AT_ONE_BLOW:
        raise Refused(
            _("要么全部、要么都不登记，一次最多 %(n)s 行；请分成几个文件，或者只登记好的")
            % {"n": MOST_AT_ONE_BLOW}
        )
    Import.objects.filter(pk=one.pk, status=Import.CHECKED).update(
        status=Import.OPENING, whole=whole, problem="", stopping=False
    )


def stop(one: Import) -> None:
    """Ask whoever works on an import to stop after the batch in hand."""
    Import.objects.filter(pk=one.pk, status__in=[Import.CHECKING, Import.OPENING]).update(
        stopping=True
    )


def resume(one: Import) -> None:
    """Let an import that was stopped go on where it was."""
    done = one.total is not None and one.checked >= one.total
    Import.objects.filter(pk=one.pk, status=Import.STOPPED).update(
        status=Import.OPENING if done else Import.CHECKING, stopping=False
    )


def recheck(one: Import) -> None:
    """Look again at the rows that were broken: what they lacked may be there by now."""
    broken = Row.objects.filter(of=one, outcome=Row.BROKEN)
    ended = Import.objects.filter(pk=one.pk, status__in=[Import.CHECKED, Import.DONE])
    with transaction.atomic():
        again = ended.filter(Exists(broken))
        if again.update(status=Import.CHECKING, problem="", ended_at=None):
            broken.delete()


def discard(one: Import) -> None:
    """Delete the file and what was found in it; rows that were opened stay on record."""
    with transaction.atomic():
        Source.objects.filter(of=one).delete()
        Row.objects.filter(of=one).exclude(outcome=Row.OPENED).delete()
        if not Row.objects.filter(of=one).exists():
            one.delete()


def counts_of(one: Import) -> Counter[str]:
    """How many rows have each outcome."""
    rows = Row.objects.filter(of=one).values("outcome").annotate(n=Count("number"))
    return Counter({row["outcome"]: row["n"] for row in rows})


def left_alone(*, now: datetime) -> QuerySet[Import]:
    """Imports that should be going on and that nobody works on."""
    waiting = Import.objects.filter(status__in=[Import.CHECKING, Import.OPENING])
    return waiting.filter(Q(beat_at__isnull=True) | Q(beat_at__lt=now - BEAT))


def forget(*, now: datetime) -> int:
    """Delete the files of imports that ended a month ago; gives how many."""
    old = Source.objects.filter(of__made_at__lt=now - KEPT).exclude(
        of__status__in=[Import.CHECKING, Import.OPENING]
    )
    return old.filter(Q(of__ended_at__isnull=True) | Q(of__ended_at__lt=now - KEPT)).delete()[0]
