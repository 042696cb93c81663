"""Two hosts as network namespaces: their networks, PostgreSQL on one and a replica on the other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import programs
import psycopg

from config.database import BINARIES, PORT, SERVICE_USER, EmbeddedServer

WEB = 8000
TO_A, TO_B, BETWEEN = "10.213.1", "10.213.2", "10.213.3"
"""Networks: from the people to each host, and between the two."""
SHARED = ("secret", "log-key", "keys")
"""What the second host is given of the first one's `HEJIE_HOME`."""


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Host:
    """One network namespace with programs in it and a `HEJIE_HOME` of its own."""

    def __init__(self, name: str, address: str, folder: Path, environ: dict[str, str]) -> None:
        self.name, self.address = f"hejie-{name}-{os.getpid()}", address
        self.home = folder / name
        self.environ = {**environ, "HEJIE_HOME": str(self.home)}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.log = folder / f"{name}.log"
        self.home.mkdir()

    @property
    def place(self) -> str:
        return f"http://{self.address}:{WEB}"

    def inside(self, *command: str) -> list[str]:
        return ["ip", "netns", "exec", self.name, *command]

    def run(self, *command: str, given: str = "") -> str:
        return programs.run(self.inside(*command), self.environ, given=given)

    def tell(self, program: str, given: str = "") -> Any:
        return json.loads(self.run(sys.executable, "-c", program, given=given) or "null")

    def start(self, name: str, *command: str) -> None:
        with self.log.open("ab") as log:
            self.processes[name] = programs.start(self.inside(*command), self.environ, log)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def said(self, text: str) -> bool:
        """Whether one of its programs wrote this into its log."""
        return text in self.log.read_text(errors="replace")

    def answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.place}/numbers/", timeout=10):
            return True
        return False


@contextmanager
def networks(a: Host, b: Host) -> Iterator[None]:
    """The two hosts, joined with each other and each with the people outside."""
    own = f"{os.getpid():x}"
    try:
        for host in (a, b):
            ip("netns", "add", host.name)
            ip("-n", host.name, "link", "set", "lo", "up")
        for host, network, outside in ((a, TO_A, f"hja{own}"), (b, TO_B, f"hjb{own}")):
            ip("link", "add", outside, "type", "veth", "peer", "name", "people", "netns", host.name)
            ip("address", "add", f"{network}.1/24", "dev", outside)
            ip("-n", host.name, "address", "add", f"{network}.2/24", "dev", "people")
            ip("link", "set", outside, "up")
            ip("-n", host.name, "link", "set", "people", "up")
        ip(
            *("-n", a.name, "link", "add", "other", "type", "veth"),
            *("peer", "name", "other", "netns", b.name),
        )
        for host, last in ((a, 1), (b, 2)):
            ip("-n", host.name, "address", "add", f"{BETWEEN}.{last}/24", "dev", "other")
            ip("-n", host.name, "link", "set", "other", "up")
        yield
    finally:
        for host in (a, b):
            with suppress(subprocess.CalledProcessError):
                ip("netns", "delete", host.name)


AS_SERVER = ("setpriv", f"--reuid={SERVICE_USER}", f"--regid={SERVICE_USER}", "--clear-groups")
RULES = f"""
local all all peer map=hejie
host hejie hejie {BETWEEN}.0/24 scram-sha-256
host replication copies {BETWEEN}.0/24 scram-sha-256
"""


@contextmanager
def database(host: Host, password: str) -> Iterator[None]:
    """PostgreSQL on a host, which lets the other host in by a password."""
    folder = host.home / "postgres"
    server = EmbeddedServer(folder)
    server.ensure_running()
    with psycopg.connect(server.conninfo(role="postgres", database="postgres")) as line:
        line.execute(f"ALTER ROLE hejie PASSWORD '{password}'")
        line.execute(f"CREATE ROLE copies LOGIN REPLICATION PASSWORD '{password}'")
    server.release()
    with listening(host, folder, f"{BETWEEN}.1"):
        yield


@contextmanager
def replica(host: Host, password: str) -> Iterator[None]:
    """A streaming replica of the other host's database."""
    folder = host.home / "replica"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, SERVICE_USER, SERVICE_USER)
    first = f"host={BETWEEN}.1 user=copies password={password} connect_timeout=3"
    first += " keepalives_idle=3 keepalives_interval=1 keepalives_count=2"
    options = ("-R", "-X", "stream", "-c", "fast", "-C", "-S", "copy_b", "-D", str(folder))
    host.run(*AS_SERVER, str(BINARIES / "pg_basebackup"), "-d", first, *options)
    with suppress(FileNotFoundError):
        (folder / f".s.PGSQL.{PORT}.lock").unlink()  # of the first server's socket
    with listening(host, folder, f"{BETWEEN}.2"):
        yield


@contextmanager
def listening(host: Host, folder: Path, address: str) -> Iterator[None]:
    (folder / "pg_hba.conf").write_text(RULES)
    told = f"-p {PORT} -k {folder} -c listen_addresses={address}"
    log = str(folder / "server.log")
    control = (*AS_SERVER, str(BINARIES / "pg_ctl"), "-D", str(folder), "-w", "-l", log)
    host.run(*control, "-o", told, "start")
    try:
        yield
    finally:
        host.run(*control, "-m", "fast", "stop")


def share(one: Path, other: Path) -> None:
    for name in SHARED:
        if (one / name).is_dir():
            shutil.copytree(one / name, other / name)
        else:
            shutil.copy2(one / name, other / name)
