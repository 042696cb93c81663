"""The web server: the application is loaded once, and its processes share what they only read."""

from __future__ import annotations

import gc
import importlib

import click
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from hejie.cli.static_files import require_static
from hejie.kernel import search

APPLICATION = "config.asgi:application"
SECONDS_TO_STOP = 3
"""How long a process may go on with what it does: open streams never end by themselves."""

RESPAWN_AFTER = 0.5
"""Seconds until a process that died is replaced."""
CONNECTIONS = 4096
"""That wait or are served at once, shared among the processes: slow ones keep nobody out."""
HEAD_IN = 15_000
"""Milliseconds in which the head of a request must be here."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def command(host: str, port: int, workers: int) -> None:
    """Serve pages, API and streams until told to stop; a process that dies is replaced."""
    serve(host=host, port=port, workers=workers)


def serve(*, host: str, port: int, workers: int) -> None:
    """Load the application, then fork: a new process answers at once and costs little memory."""
    require_static()
    importlib.import_module(APPLICATION.partition(":")[0])
    search.split("和解")  # reads the dictionary of words, 33 MB that no process writes to
    connections.close_all()  # those of the start-up checks; each process opens its own
    gc.freeze()
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        workers_kill_timeout=SECONDS_TO_STOP,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_AFTER,
        backlog=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_IN),
        log_level=LogLevels.warning,
    ).serve()
