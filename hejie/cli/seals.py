"""Which keys seal and sign papers here, and until when; a demonstration can make its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from django.conf import settings
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.kernel.jurisdictions import Account, Organ
from hejie.seals.authority import is_demonstration, make_keys
from hejie.seals.keyring import (
    ORGANS,
    STAFF,
    Key,
    Keyring,
    Unusable,
    name_in,
    names_in,
    require_valid,
)


@click.command()
@click.option("--demo", is_flag=True, help="Make a key marked 演示 for all who have none.")
def command(demo: bool) -> None:
    """List the keys of the folder HEJIE_SEALS. Exit code 1 when one of them cannot be used."""
    if demo and not settings.DEMO:
        raise BadInput(
            "演示印章只能装入演示环境：请设 HEJIE_DEMO=1。"
            " Set HEJIE_DEMO=1: such keys are worth nothing."
        )
    made = make_demonstration_keys() if demo else 0
    ring = Keyring(settings.SEALS, settings.SEAL_PASSPHRASE)
    try:
        roots = [
            {"certificate": name_in(one.subject), "until": _until(one.not_valid_after_utc)}
            for one in ring.roots()
        ]
    except Unusable as fault:
        raise BadInput(str(fault)) from fault
    organs = [_told(name, ring.of_organ) for name in names_in(ring.folder, ORGANS)]
    staff = [_told(name, ring.of_staff) for name in names_in(ring.folder, STAFF)]
    answer(
        {
            "made": made,
            "organs": organs,
            "staff": staff,
            "roots": roots,
            "time_stamp_server": settings.TIME_STAMP_SERVER,
        }
    )
    if any("problem" in one for one in (*organs, *staff)):
        raise SystemExit(1)


def make_demonstration_keys() -> int:
    """A key for every organ and member of staff that has none; gives how many were made."""
    return make_keys(
        settings.SEALS,
        organs=dict(Organ.objects.values_list("key", "name")),
        staff=dict(Account.objects.values_list("username", "name")),
        now=timezone.now(),
    )


def _told(name: str, find: Callable[[str], Key | None]) -> dict[str, Any]:
    try:
        key = find(name)
        if key is None:
            return {"key": name, "problem": "文件名里有不能用的字"}
        require_valid(key, now=timezone.now())
    except Unusable as fault:
        return {"key": name, "problem": str(fault)}
    return {
        "key": name,
        "certificate": key.name,
        "until": _until(key.certificate.not_valid_after_utc),
        "demonstration": is_demonstration(key.certificate),
    }


def _until(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
