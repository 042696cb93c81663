"""Witness another's log: see that it only grew since last time, and cosign its checkpoint."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hejie.cli.answers import BadInput, answer
from hejie.kernel import merkle

SECONDS = 20
LARGEST = 1_000_000
KEY, SEEN, EVIDENCE = "witness-key", "seen.note", "fork"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", required=True, help="Whose key signs, such as court.example/witness.")
@click.option("--log", "address", help="The instance's API: https://host/api/v1.")
@click.option("--log-key", "log_key", help="The log's verifier key, as its receipts print it.")
@click.option("--keep", is_flag=True, help="Do not send the cosignature to the instance.")
def command(folder: Path, name: str, address: str | None, log_key: str | None, keep: bool) -> None:
    """Look once at a log from FOLDER, where the witness's key and what it saw last are kept.
    Without --log, only make the key and print what the instance has to know of it. Run it by a
    timer. Exit code 1 when the log is not the one that was seen before: then nothing is signed,
    and both checkpoints are kept in FOLDER as evidence."""
    private = _key(folder)
    try:
        key = merkle.WitnessKey(name, private.public_key())
        log = merkle.NoteKey.parse(log_key) if log_key else None
    except (merkle.NoteRefused, ValueError) as refused:
        raise BadInput(f"--name 或者 --log-key 不对：{refused}") from refused
    if address is None or log is None:
        answer({"witness": str(key)})
        return
    seen_path = folder / f"{log.key_id.hex()}-{SEEN}"
    before = seen_path.read_text() if seen_path.exists() else ""
    seen = merkle.open_checkpoint(before, log) if before else None
    note = _get(f"{address}/log/checkpoint")
    try:
        found = merkle.require_growth(seen, note, log, _proof(address, seen, note))
    except (merkle.Forked, merkle.NoteRefused) as fault:
        told: dict[str, Any] = {"ok": False, "witness": str(key), "finding": str(fault)}
        if isinstance(fault, merkle.Forked):
            told["evidence"] = [str(path) for path in _evidence(folder, before, note)]
        answer(told)
        raise SystemExit(1) from fault
    line = merkle.cosign(note, name, private, time=int(time.time()))
    _write(seen_path, note)
    told = {"ok": True, "witness": str(key), "size": found.size, "seen": seen.size if seen else 0}
    if not keep:
        _post(f"{address}/log/cosignatures", f"{merkle.text_of(note)}\n{line}")
    answer({**told, "sent": not keep, "cosignature": line.rstrip("\n")})


def _proof(address: str, seen: merkle.Checkpoint | None, note: str) -> list[bytes]:
    """What the log offers to show that it only grew; nothing where nothing is to be shown."""
    found = merkle.parse_checkpoint(merkle.text_of(note))
    if seen is None or not 0 < seen.size < found.size:
        return []
    asked = urllib.parse.urlencode({"old": seen.size, "new": found.size})
    told = json.loads(_get(f"{address}/log/consistency?{asked}"))
    return [bytes.fromhex(node) for node in told["proof"]]


def _get(address: str) -> str:
    return _ask(urllib.request.Request(_http(address)))  # noqa: S310 - http and https only


def _post(address: str, text: str) -> str:
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    request = urllib.request.Request(_http(address), text.encode(), headers)  # noqa: S310
    return _ask(request)


def _http(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise BadInput(f"“{address}”不是网址，要以 https:// 或者 http:// 开头")
    return address


def _ask(request: urllib.request.Request) -> str:
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as told:  # noqa: S310
            return str(told.read(LARGEST).decode())
    except urllib.error.HTTPError as refused:
        text = refused.read(2000).decode(errors="replace")
        raise click.ClickException(f"{request.full_url}: {refused.code} {text}") from refused
    except (OSError, ValueError) as fault:
        raise click.ClickException(f"{request.full_url}: {fault}") from fault


def _key(folder: Path) -> Ed25519PrivateKey:
    """The witness's key, made once."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / KEY
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    made = Ed25519PrivateKey.generate()
    raw = made.private_bytes(
        serialization.Encoding.Raw,
        serialization.PrivateFormat.Raw,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(raw)
    return made


def _evidence(folder: Path, before: str, note: str) -> list[Path]:
    at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    paths = [folder / f"{EVIDENCE}-{at}-{name}.note" for name in ("seen", "found")]
    for path, text in zip(paths, (before, note), strict=True):
        _write(path, text)
    return paths


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
