"""Run and start programs of an instance, each with the surroundings that it is given."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

BASE = Path(__file__).resolve().parent.parent


def run(command: Sequence[str], environ: Mapping[str, str], *, given: str = "") -> str:
    """What a program answers. One that fails ends this one, with what it said."""
    done = subprocess.run(
        command, cwd=BASE, env=environ, input=given, text=True, capture_output=True, check=False
    )
    if done.returncode:
        told = done.stderr[-2000:] + done.stdout[-1000:]
        raise SystemExit(f"{command[:2]} ended with {done.returncode}: {told}")
    return done.stdout


def start(
    command: Sequence[str], environ: Mapping[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    """A program that goes on, apart from the terminal's signals."""
    return subprocess.Popen(
        command, cwd=BASE, env=environ, start_new_session=True, stdout=log, stderr=log
    )
