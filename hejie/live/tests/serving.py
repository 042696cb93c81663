"""The web server as it runs in a district, on the database of the test at hand."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

GRANIAN = str(Path(sys.executable).parent / "granian")
SECONDS_TO_START = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def database_address() -> str:
    """The test's database, as another process names it."""
    given = connection.settings_dict
    where = urlencode({"host": given["HOST"], "port": given["PORT"]})
    return f"postgresql://{given['USER']}@/{given['NAME']}?{where}"


@contextmanager
def serving(
    application: str = "config.asgi:application", *, workers: int = 1, **environment: str
) -> Iterator[str]:
    """The address of a web server of its own; `workers` are its processes."""
    port = free_port()
    interface = "wsgi" if ".wsgi:" in application else "asginl"
    command = [GRANIAN, "--interface", interface, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--workers-kill-timeout", "3"]
    command += ["--log-level", "warning", application]
    named = {"DATABASE_URL": database_address(), "HEJIE_SECRET_KEY": settings.SECRET_KEY}
    told = [f"{name}={value}" for name, value in {**named, **environment}.items()]
    web = subprocess.Popen(["env", *told, *command], cwd=settings.BASE_DIR)
    try:
        _wait(port, web)
        yield f"http://127.0.0.1:{port}"
    finally:
        web.terminate()
        try:
            web.wait(10)
        except subprocess.TimeoutExpired:
            web.kill()
            web.wait()


def _wait(port: int, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and web.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the web server did not start")
