"""Tell how far the work behind the pages has come: the log, its readers, jobs, notices."""

from __future__ import annotations

from typing import Any

import click
from django.db.models import Count
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hejie.cli.answers import answer
from hejie.kernel import replica
from hejie.kernel.bulk import BulkRun
from hejie.kernel.documents import Document
from hejie.kernel.events import Bookmark, Checkpoint, Event, Unsequenced
from hejie.kernel.notices import MOST_TRIES, Notice
from hejie.kernel.sequencer import log_size
from hejie.readers import all_readers

BEHIND = 1000
"""Events behind which a reader is not just about to read."""
FAR_BEHIND = 64 * 1024 * 1024
"""Bytes of the database's log behind which a replica is not just about to repeat them."""


@click.command()
def command() -> None:
    """What waits and what fails. Exit code 1 when something is stuck."""
    told = status()
    answer(told)
    if told["stuck"]:
        raise SystemExit(1)


def status() -> dict[str, Any]:
    size = log_size()
    places = dict(Bookmark.objects.values_list("reader", "position"))
    behind = {reader.name: size - places.get(reader.name, 0) for reader in all_readers()}
    jobs = ProcrastinateJob.objects.values_list("status").annotate(n=Count("id"))
    waiting = Notice.objects.filter(status=Notice.WAITING)
    given_up = waiting.filter(tries__gte=MOST_TRIES).count()
    outside, copied = _outside(), _replica()
    stuck = [f"reader {name} is {n} events behind" for name, n in behind.items() if n > BEHIND]
    stuck += [f"{given_up} notices could not be sent"] if given_up else []
    stuck += [f"the sequencer is {outside['seconds']} seconds behind"] if outside["late"] else []
    stuck += [copied["problem"]] if copied and copied["problem"] else []
    return {
        "stuck": stuck,
        "log": {"size": size, **outside},
        "readers_behind": behind,
        "replica": copied,
        "jobs": dict(jobs),
        "notices": {
            "waiting": waiting.count(),
            "trying_again": waiting.filter(tries__gt=0, tries__lt=MOST_TRIES).count(),
            "given_up": given_up,
        },
        "under_way": {run.name: f"{run.done}/{run.total}" for run in BulkRun.objects.all()},
        "files_to_delete": Document.objects.filter(erased_at__isnull=False, size__gt=0).count(),
    }


def _replica() -> dict[str, Any] | None:
    """How far the replica is behind, where there is one."""
    if not replica.is_set():
        return None
    behind = replica.behind()
    problem = "the replica does not answer as one" if behind is None else ""
    if behind and behind > FAR_BEHIND:
        problem = f"the replica is {behind} bytes behind"
    return {"bytes_behind": behind, "problem": problem}


def _outside() -> dict[str, Any]:
    """Events that have no place in the log yet, and for how long the oldest has waited."""
    count, first = Unsequenced.objects.count(), Unsequenced.objects.order_by("id").first()
    latest = Checkpoint.objects.order_by("-size").values_list("at", flat=True).first()
    seconds = 0
    if first is not None:
        event = Event.objects.get(pk=(first.district, first.matter_id, first.seq))
        seconds = max(int((timezone.now() - event.at).total_seconds()), 0)
    return {
        "unsequenced": count,
        "seconds": seconds,
        "late": seconds > 60,
        "checkpoint": latest.isoformat() if latest else None,
    }
