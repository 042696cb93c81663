"""Examine a file of unknown origin in a process of its own, within limits of time and memory.

The process gets the file, trusted certificates and the time on its standard input, and writes
what it found as JSON; it opens no file and asks nobody.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hejie.seals.examining import Fault, Found, Later, Profile, Report, examine

LARGEST = 20 * 1024 * 1024
"""Bytes; a paper of ours has a tenth of it."""
SECONDS = 20
_MEMORY = 1024 * 1024 * 1024


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
            [sys.executable, "-m", "hejie.seals.apart"],
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


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _main() -> None:
    _limit()
    head, _newline, content = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(head)
    report = examine(
        content,
        roots=[x509.load_pem_x509_certificate(one.encode()) for one in told["roots"]],
        crls=[b64decode(one) for one in told["crls"]],
        now=datetime.fromisoformat(told["now"]),
    )
    found = {"fault": report.fault, "signatures": [asdict(one) for one in report.signatures]}
    json.dump(found, sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    _main()
