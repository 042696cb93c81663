"""The worker: follow the log, warn of deadlines, send notices, run queued jobs."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import click
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connections
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from hejie.imports.tasks import tend
from hejie.kernel import idempotency, keys, notices, patience, registry, supervision
from hejie.kernel.actions import RECOUNT, erase_all_due, sweep_files
from hejie.kernel.bulk import step
from hejie.kernel.readers import Reader, follow
from hejie.kernel.sequencer import check as check_log_key
from hejie.kernel.sequencer import sequence
from hejie.live.models import forget
from hejie.readers import all_readers
from hejie.video import models as video

log = logging.getLogger(__name__)

BUSY, IDLE, SELDOM, HOURLY = 0.2, 0.5, 30.0, 3600.0
"""Seconds to wait: after there was something to read, after there was nothing, between looks at
what only time makes due, and between looks for what may be forgotten."""
LONGEST_PAUSE = 60.0
"""Seconds for which work that keeps failing is left alone at most."""
SECONDS_TO_STOP = 2
"""How long a queued job may go on before it is asked to stop, when the worker is."""


@dataclass
class Duty:
    """One piece of work that is done again and again: how often at most, and since when it
    fails. `work` gives how much there was."""

    name: str
    work: Callable[[datetime], int]
    every: float = 0.0
    failures: int = 0
    due: float = 0.0

    def turn(self, *, now: datetime, seconds: float) -> int:
        """Do the work if its time has come by the clock of `seconds`. When it fails, say so
        and leave it alone for a while: the others must not wait."""
        if seconds < self.due:
            return 0
        try:
            done = self.work(now)
        except Exception:
            self.failures += 1
            pause = min(IDLE * 2**self.failures, LONGEST_PAUSE)
            log.exception("%s failed; again in %s seconds", self.name, pause)
            self.due = seconds + pause
            return 0
        self.failures, self.due = 0, seconds + self.every
        return done


def duties() -> list[Duty]:
    """All that the worker does: the log first, then what reads it, then what time brings."""
    return [
        Duty("sequencer", lambda now: sequence(now=now)),
        *(Duty(reader.name, partial(_follow, reader)) for reader in all_readers()),
        Duty("supervision", lambda now: supervision.sweep(now=now), every=SELDOM),
        *(
            Duty(room.key, room.tend, every=SELDOM)
            for room in registry.rooms()
            if room.tend is not None
        ),
        Duty("deadlines", _recount),
        Duty("retention", lambda now: erase_all_due(now=now), every=HOURLY),
        Duty("erased files", lambda _now: sweep_files(), every=SELDOM),
        Duty("imports", lambda now: tend(now=now), every=SELDOM),
        Duty("channels", lambda now: notices.send_waiting(now=now), every=IDLE),
        Duty("live", lambda now: forget(now=now), every=SELDOM),
        Duty("video", lambda now: video.forget(now=now), every=HOURLY),
        Duty("keys", lambda now: idempotency.forget(now=now), every=HOURLY),
        Duty("patience", lambda now: patience.forget(now=now), every=HOURLY),
        Duty("sessions", _forget_sessions, every=HOURLY),
    ]


def _forget_sessions(_now: datetime) -> int:
    SessionStore.clear_expired()
    return 0


def _recount(now: datetime) -> int:
    """One batch, if somebody asked for it."""
    run = step(RECOUNT, now=now)
    return 0 if run is None else 1


def _follow(reader: Reader, now: datetime) -> int:
    return follow(reader, now=now)


@click.command()
@click.option("--once", is_flag=True, help="Do what there is to do now, then stop.")
def command(once: bool) -> None:
    """Work until told to stop. Several workers may run: they take turns."""
    work(once=once)


def work(*, once: bool) -> None:
    keys.check()
    check_log_key()
    if once:
        with ThreadPoolExecutor(1) as thread:  # which has no event loop yet, whoever calls
            thread.submit(asyncio.run, _run_jobs_once()).result()
        ours = duties()
        while _turn(ours):
            pass
    else:
        asyncio.run(_work())


async def _work() -> None:
    """Do the duties in a thread, and run queued jobs, until a signal comes."""
    stopping, stopped = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    turning = loop.run_in_executor(None, _turn_until, stopping, duties())
    jobs = asyncio.create_task(_run_jobs())
    await stopped.wait()
    jobs.cancel()
    await asyncio.gather(turning, jobs, return_exceptions=True)
    await _leave()


def _queue() -> App:
    """The queue with a connection of its own, which a worker can listen on."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    return app.with_connector(connector.get_worker_connector())


async def _run_jobs_once() -> None:
    queue = _queue()
    async with queue.open_async():
        await queue.run_worker_async(wait=False, install_signal_handlers=False)
    await _leave()


async def _leave() -> None:
    """Close what the queue opened through Django, in the thread where it did."""
    await sync_to_async(connections.close_all)()


async def _run_jobs() -> None:
    """Run queued jobs; when the database goes away, try again until it is back."""
    while True:
        try:
            queue = _queue()
            async with queue.open_async():
                await queue.run_worker_async(
                    install_signal_handlers=False, shutdown_graceful_timeout=SECONDS_TO_STOP
                )
        except Exception:
            log.exception("the queue stopped; trying again")
        await asyncio.sleep(IDLE)


def _turn_until(stopping: threading.Event, duties: Sequence[Duty]) -> None:
    while not stopping.is_set():
        done = _turn(duties)
        close_old_connections()
        stopping.wait(BUSY if done else IDLE)
    connections.close_all()


def _turn(duties: Sequence[Duty]) -> int:
    return sum(duty.turn(now=timezone.now(), seconds=time.monotonic()) for duty in duties)
