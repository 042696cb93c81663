"""A whole instance in one folder, and back: the database, the documents, and the keys apart.

The documents are copied after the database: a paper's bytes are kept before the event that
tells of it is committed, and never changed, so every paper that the dump names is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import connection
from psycopg.conninfo import make_conninfo

from config.database import BINARIES
from hejie.kernel import keys
from hejie.kernel.sequencer import log_size

FORMAT = 1
MANIFEST, DUMP, LISTING, DOCUMENTS = "manifest.json", "database.dump", "documents.txt", "documents"
CHUNK = 1024 * 1024
SEALS = "seals"
Told = Callable[[str], None]


class Unusable(Exception):
    """A backup cannot be made or used as asked; the sentence says why. Nothing was changed."""


@dataclass(frozen=True)
class Secret:
    """One file without which a backup cannot be read or continued."""

    name: str
    path: Path


def secrets_of_instance() -> list[Secret]:
    """The files to be kept apart; rings that the environment gives are the operator's."""
    rings = [Secret(name, keys.file_of(name)) for name in keys.RINGS if not keys.is_given(name)]
    others = [
        Secret("log-key", settings.LOG_KEY),
        Secret("secret", Path(settings.HEJIE_HOME) / "secret"),
    ]
    seals = [
        Secret(f"{SEALS}/{path.relative_to(settings.SEALS)}", path)
        for path in sorted(Path(settings.SEALS).rglob("*"))
        if path.is_file()
    ]
    return [one for one in (*rings, *others, *seals) if one.path.exists()]


# Out


def back_up(folder: Path, *, keys_folder: Path | None, now: datetime, tell: Told) -> dict[str, Any]:
    """Write the instance into a new folder, whole or not at all; gives the manifest."""
    require_new(folder, keys_folder)
    require_apart(keys_folder, folder)
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        manifest = _write(draft, now=now, tell=tell)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if keys_folder is not None:
        copy_secrets(keys_folder)
    return manifest


def require_new(*folders: Path | None) -> None:
    for folder in folders:
        if folder is not None and folder.exists():
            raise Unusable(f"“{folder}”已经有了，请写一个新的位置。 {folder} exists already.")


def require_apart(keys_folder: Path | None, folder: Path) -> None:
    """Refuse to put keys beside what they open."""
    if keys_folder is not None and folder.resolve() in {
        keys_folder.resolve(),
        *keys_folder.resolve().parents,
    }:
        raise Unusable(
            "密钥要和备份分开放：换一个不在备份里面的位置。 Keep the keys outside the backup."
        )


def _write(draft: Path, *, now: datetime, tell: Told) -> dict[str, Any]:
    tell("database")
    events = log_size()
    _run("pg_dump", "--format=custom", "--no-owner", "--file", str(draft / DUMP))
    lines = []
    for number, name in enumerate(names(storages["documents"]), start=1):
        copy_out(name, draft / DOCUMENTS / name)
        lines.append(f"{_digest(draft / DOCUMENTS / name)}  {name}\n")
        if number % 500 == 0:
            tell(f"documents {number}")
    (draft / LISTING).write_text("".join(lines))
    manifest = {
        "format": FORMAT,
        "hejie": version("hejie"),
        "made_at": now.isoformat(),
        "log_size": events,
        "documents": len(lines),
        "keys": key_names(),
        "digests": {name: _digest(draft / name) for name in (DUMP, LISTING)},
    }
    (draft / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return manifest


def key_names() -> dict[str, list[str]]:
    """Which keys each ring has, by their names: what has to be at hand to read a copy."""
    return {name: [key.name.hex() for key in keys.ring(name).keys] for name in keys.RINGS}


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of a storage, by its name there."""
    if folder == "" and not _has_files(storage):
        return
    folders, files = storage.listdir(folder)
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(storage, f"{folder}/{name}" if folder else name)


def _has_files(storage: Storage) -> bool:
    try:
        storage.listdir("")
    except FileNotFoundError:
        return False
    return True


def copy_out(name: str, target: Path) -> None:
    """Copy a document into a folder, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with storages["documents"].open(name) as kept, _whole(target) as copy:
        shutil.copyfileobj(kept, copy, CHUNK)


def write_whole(target: Path, text: str) -> None:
    with _whole(target) as file:
        file.write(text.encode())


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when all of it is on the disk."""
    part = target.with_name(f".{target.name}.part")
    with part.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def copy_secrets(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    for secret in secrets_of_instance():
        target = folder / secret.name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.touch(mode=0o600)
        target.write_bytes(secret.path.read_bytes())


# Back


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is as it was written; raises `Unusable`."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        digests = dict(manifest["digests"])
    except (OSError, ValueError, KeyError, TypeError) as missing:
        raise Unusable(f"“{folder}”不是一份完整的备份。 {folder} is no whole backup.") from missing
    if manifest.get("format") != FORMAT:
        raise Unusable(
            f"这份备份的格式是 {manifest.get('format')}，这个版本只认 {FORMAT}。"
            f" The backup has another format than this version reads."
        )
    for name in (DUMP, LISTING):
        _require_digest(folder / name, digests.get(name, ""))
    for digest, name in listed(folder):
        _require_digest(folder / DOCUMENTS / name, digest)
    return manifest


def listed(folder: Path) -> Iterator[tuple[str, str]]:
    """Digest and name of each document of a backup."""
    for line in (folder / LISTING).read_text().splitlines():
        digest, _gap, name = line.partition("  ")
        if not name or Path(name).is_absolute() or ".." in Path(name).parts:
            raise Unusable(f"备份的文件清单里有一行读不懂：“{line[:80]}”。 A line is unreadable.")
        yield digest, name


def _require_digest(path: Path, digest: str) -> None:
    if not path.is_file() or _digest(path) != digest:
        raise Unusable(f"备份里的“{path.name}”缺失或者被改动过。 {path} is missing or altered.")


def restore(folder: Path, *, keys_folder: Path | None, tell: Told) -> dict[str, Any]:
    """Bring a backup into an instance that is empty; gives the manifest. Raises `Unusable`
    before anything is changed."""
    manifest = read_manifest(folder)
    require_empty()
    put_secrets(secrets_of(keys_folder, manifest))
    tell("database")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    options = ("--no-owner", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *options, str(folder / DUMP))
    bring_documents(folder / DOCUMENTS, (name for _digest, name in listed(folder)), tell=tell)
    keys.ring.cache_clear()
    return manifest


def bring_documents(folder: Path, found: Iterable[str], *, tell: Told) -> None:
    """Bring documents into the instance, those that it has already excepted."""
    for number, name in enumerate(found, start=1):
        if not storages["documents"].exists(name):
            with (folder / name).open("rb") as copy:
                storages["documents"].save(name, File(copy))
        if number % 500 == 0:
            tell(f"documents {number}")


def require_empty() -> None:
    tables = connection.introspection.table_names()
    if "kernel_matter" not in tables:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM kernel_matter)")
        if cursor.fetchone()[0]:
            raise Unusable(
                "这里已经有事项，不能覆盖：请在空的实例里恢复。"
                " This instance has matters: restore into an empty one."
            )


def secrets_of(keys_folder: Path | None, manifest: dict[str, Any]) -> dict[Path, bytes]:
    """The keys that were kept apart, each with its place here. Raises `Unusable` when one that
    the copy needs is neither among them nor here already."""
    places = {name: keys.file_of(name) for name in keys.RINGS}
    places |= {"log-key": settings.LOG_KEY, "secret": Path(settings.HEJIE_HOME) / "secret"}
    brought = dict(_brought(keys_folder, places))
    for name in keys.RINGS:
        text = settings.KEYS_GIVEN.get(name) or brought.get(name, b"").decode()
        text = text or (places[name].read_text() if places[name].exists() else "")
        held = {line.split()[0] for line in text.splitlines() if line.strip()}
        if missing := set(manifest["keys"].get(name, ())) - held:
            raise Unusable(
                f"缺少密钥“{name}”（{'、'.join(sorted(missing))}），备份里的资料解不开："
                f"请用 --keys 指明密钥的位置。 Keys of {name} are missing: give --keys."
            )
    return {places[name]: content for name, content in brought.items()}


def put_secrets(secrets: dict[Path, bytes]) -> None:
    """Put the keys in their places."""
    for path, content in secrets.items():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)


def _brought(keys_folder: Path | None, places: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Files of the folder that have a place here; those of seals keep their own places."""
    if keys_folder is not None:
        for found in sorted((keys_folder / SEALS).rglob("*")):
            if found.is_file():
                name = str(found.relative_to(keys_folder))
                places[name] = Path(settings.SEALS) / found.relative_to(keys_folder / SEALS)
    for name in places:
        path = keys_folder / name if keys_folder is not None else None
        if path is not None and path.is_file():
            yield name, path.read_bytes()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the instance's database."""
    found = _program(program)
    conninfo = make_conninfo(**_address())
    finished = subprocess.run(
        [found, *arguments, "--dbname", conninfo], capture_output=True, text=True, check=False
    )
    if finished.returncode != 0:
        raise Unusable(f"{program}: {finished.stderr.strip()[-1000:]}")


def _program(name: str) -> str:
    if settings.EMBEDDED_DATABASE is not None:
        return str(BINARIES / name)
    found = shutil.which(name)
    if found is None:
        raise Unusable(
            f"这台机器上没有 {name}：请装 postgresql-client，版本不低于服务器。"
            f" {name} is missing: install postgresql-client, not older than the server."
        )
    return found


def _address() -> dict[str, Any]:
    told = connection.settings_dict
    known = {
        "host": told["HOST"],
        "port": told["PORT"],
        "user": told["USER"],
        "password": told["PASSWORD"],
        "dbname": told["NAME"],
    }
    options = {k: v for k, v in told["OPTIONS"].items() if k.startswith("ssl")}
    return {name: str(value) for name, value in (known | options).items() if value}
