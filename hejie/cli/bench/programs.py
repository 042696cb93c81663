"""An instance of its own in a folder of its own: its commands, its web server and its worker."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click
from django.conf import settings

from config.database import DatabaseUnavailable, EmbeddedServer
from hejie.cli.instance import environ_of

HEJIE = (sys.executable, "-c", "from hejie.cli.main import main; main()")
WEB_PROCESSES = 2
LONGEST_START = 60
SECONDS_TO_STOP = 20


class Failed(click.ClickException):
    """A program of the instance did not do what it should; the message is what it said."""


class Instance:
    def __init__(self, home: Path) -> None:
        self.home, self.port = home, _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environ = environ_of(
            home, HEJIE_PUBLIC_ADDRESS=self.address, HEJIE_REQUIRE_SECOND_FACTOR="0"
        )
        self.database = EmbeddedServer(home / "postgres")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def tell(self, *arguments: str) -> Any:
        """What a command answers; what it says on the way goes to standard error."""
        done = subprocess.run(
            [*HEJIE, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environ,
            stdout=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise Failed(f"hejie {' '.join(arguments)}: {done.returncode}")
        return json.loads(done.stdout)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """With web server and worker, as they are started anywhere."""
        web = ["serve", "--port", str(self.port), "--workers", str(WEB_PROCESSES)]
        try:
            for name, arguments in {"web": web, "worker": ["work"]}.items():
                self.processes[name] = self._start(arguments)
            self._wait()
            yield
        finally:
            for process in self.processes.values():
                process.terminate()
            for process in self.processes.values():
                _end(process)
            self.processes.clear()

    def _start(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*HEJIE, *arguments],
                cwd=settings.BASE_DIR,
                env=self.environ,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> Path:
        return self.home / "processes.log"

    def _wait(self) -> None:
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            wire = HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                wire.request("GET", "/api/v1/log/checkpoint")
                wire.getresponse().read()
                return
            except OSError:
                time.sleep(0.2)
            finally:
                wire.close()
        raise Failed(self.log.read_text(errors="replace")[-2000:])

    @property
    def roots(self) -> dict[str, int]:
        """The first process of each program, with the database's."""
        told = (self.home / "postgres" / "postmaster.pid").read_text().split()[0]
        return {name: one.pid for name, one in self.processes.items()} | {"database": int(told)}


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def scratch() -> Iterator[Instance]:
    """A new instance, gone afterwards with all that it kept."""
    home = Path(mkdtemp(prefix="hejie-bench-"))
    home.chmod(0o711)  # the embedded server's user passes through
    instance = Instance(home)
    try:
        yield instance
    finally:
        with suppress(DatabaseUnavailable):
            instance.database.remove()
        shutil.rmtree(home, ignore_errors=True)
