"""Fill an empty instance with the demonstration: the district, its cast, and every story."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from django.conf import settings
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.cli.seals import make_demonstration_keys
from hejie.kernel import registry, supervision
from hejie.kernel.jurisdictions import ROLES, Post
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.kernel.sequencer import log_size
from hejie.kernel.statute_texts import keep
from hejie.kernel.statutes import BadStatute, read_folder
from hejie.readers import all_readers
from hejie.stories import cast, places
from hejie.stories.shelf import stories
from hejie.stories.telling import play_all, weeks_until


@click.command()
def command() -> None:
    """Seed an empty instance; one that has matters already is left as it is."""
    if not settings.DEMO:
        raise BadInput(
            "演示数据只能装入演示环境：请设 HEJIE_DEMO=1。"
            " Set HEJIE_DEMO=1: only a demonstration is seeded."
        )
    if settings.NOTICE_CHANNELS:
        raise BadInput(
            "设了通知通道，演示里的通知会真的发出去：请先去掉 HEJIE_NOTICE_CHANNELS。"
            " Unset HEJIE_NOTICE_CHANNELS: the stories' notices would go out."
        )
    fresh = not Matter.objects.exists()
    seeded = _seed() if fresh else 0
    make_demonstration_keys()
    answer({"seeded": seeded, "accounts": demonstration_accounts()})


def _seed() -> int:
    now = timezone.now()
    places.load_divisions()
    places.load_boundaries()
    cast.load_organs()
    cast.load_cast()
    make_demonstration_keys()
    for room in registry.rooms():
        if room.stage is not None:
            room.stage()
    told = play_all([shelved.story for shelved in stories()], later=weeks_until(now))
    catch_up(all_readers(), now=now)
    supervision.sweep(now=now)
    click.echo(f"{len(told)} stories, {log_size()} events", err=True)
    click.echo(_import_statutes(now), err=True)
    return Matter.objects.count()


def _import_statutes(now: datetime) -> str:
    """Import full texts of laws where there are any; gives what to say of it."""
    folder = next((one for one in settings.STATUTE_FOLDERS if one.is_dir()), None)
    if folder is None:
        return "没有法律全文，只有摘要。 No full texts of laws here: summaries are shown."
    try:
        kept = keep(read_folder(folder), now=now)
    except BadStatute as fault:
        return str(fault)
    return f"{len(kept.added)} laws imported from {folder}"


def demonstration_accounts() -> list[dict[str, Any]]:
    """Members of all casts who have an account here: name, password, and what they are."""
    posts = Post.objects.filter(starts=cast.SINCE, stands_for=None).select_related("account")
    first = {post.account: post for post in posts.order_by("account_id", "-id")}
    return [
        {
            "username": account.username,
            "password": cast.PASSWORD,
            "label": f"{account.name} · {ROLES[post.role].label}",
        }
        for account, post in first.items()
    ]
