"""The floor: how fast the database alone writes what one act writes, replayed by pgbench."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from config.database import BINARIES, DATABASE, PORT, ROLE, EmbeddedServer
from hejie.cli.bench.programs import Failed

TOLD = {
    "a_second": re.compile(r"tps = ([\d.]+)"),
    "ms_mean": re.compile(r"latency average = ([\d.]+) ms"),
    "failed": re.compile(r"number of failed transactions: (\d+)"),
}


def floor(database: EmbeddedServer, scripts: Path, *, clients: int, seconds: int) -> dict[str, Any]:
    """Each client sends the whole SQL of an act again and again. What it writes belongs to no
    chain: afterwards the instance is good for nothing else."""
    command = [str(BINARIES / "pgbench"), "--no-vacuum", "--client", str(clients)]
    command += ["--jobs", str(min(clients, 2)), "--time", str(seconds)]
    for script in sorted(scripts.glob("*.sql")):
        command += ["--file", str(script)]
    where = {"host": str(database.socket_folder), "port": str(PORT), "username": ROLE}
    command += [part for name, value in where.items() for part in (f"--{name}", value)]
    done = subprocess.run([*command, DATABASE], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"pgbench: {done.stderr[-2000:]}")
    found = {name: told.search(done.stdout) for name, told in TOLD.items()}
    return {"clients": clients} | {name: float(one[1]) for name, one in found.items() if one}
