"""Imports in the background: the worker runs them, and takes up those that were left alone."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from hejie.imports.running import work
from hejie.imports.steering import forget, left_alone


@app.task(name="imports.run", pass_context=True)
def run(context: JobContext, *, key: str) -> None:
    """Bring one import forward until it is done, stopped, or the worker leaves."""
    work(UUID(key), clock=timezone.now, leaving=context.should_abort)


def enqueue(key: UUID) -> None:
    """Have the worker take an import up; once is enough, however often it is asked."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        run.configure(queueing_lock=f"import-{key}").defer(key=str(key))


def tend(*, now: datetime) -> int:
    """Take up imports that a worker left in the middle, and forget old files; gives how many."""
    waiting = list(left_alone(now=now))
    for one in waiting:
        enqueue(one.pk)
    return len(waiting) + forget(now=now)
