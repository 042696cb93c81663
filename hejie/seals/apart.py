"""Examine a file of unknown origin in a process of its own, within limits of time and memory.

The process gets the file, trusted certificates and the time on its standard input, and writes
what it found as JSON; it opens no file and asks nobody.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hejie.seals.report import SECONDS, Fault, Found, Later, Profile, Report

LARGEST = 20 * 1024 * 1024
"""Bytes; a paper of ours has a tenth of it."""


def examine_apart(
    content: bytes,
    *,
    roots: Iterable[x509.Certificate],
    crls: Iterable[bytes] = (),
    now: datetime,
    seconds: float = SECONDS,
) -> Report:
    """What `examine` finds; a file that is too big, or takes too long, is a fault of its own."""
    if len(content) > LARGEST:
        return Report(fault=Fault.TOO_BIG)
    told = {
        "roots": [one.public_bytes(Encoding.PEM).decode() for one in roots],
        "crls": [b64encode(one).decode() for one in crls],
        "now": now.isoformat(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hejie.seals.examining"],
            input=json.dumps(told).encode() + b"\n" + content,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return Report(fault=Fault.TOO_LONG)
    if done.returncode != 0:  # out of memory or of processor time
        return Report(fault=Fault.TOO_LONG)
    return _read(json.loads(done.stdout))


def _read(told: dict[str, Any]) -> Report:
    return Report(
        fault=Fault(told["fault"]) if told["fault"] else None,
        signatures=tuple(
            Found(
                **{
                    **one,
                    "at": _moment(one["at"]),
                    "stamped": _moment(one["stamped"]),
                    "later": Later(one["later"]),
                    "profile": Profile(one["profile"]),
                }
            )
            for one in told["signatures"]
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
