"""Any moment of an instance: copies of its database, and each piece of its log since the first.

In the folder that HEJIE_ARCHIVE names: `base/` with copies, `wal/` with the log as the server
archives it, `documents/` with every paper's bytes, which never change. Keys are not in it. Only
for the embedded server; another has an archive of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from config.database import BASES, WAL, DatabaseUnavailable, EmbeddedServer
from hejie.backups import (
    DOCUMENTS,
    Told,
    Unusable,
    bring_documents,
    copy_out,
    copy_secrets,
    key_names,
    names,
    put_secrets,
    require_apart,
    require_empty,
    require_new,
    secrets_of,
    write_whole,
)
from hejie.kernel import keys
from hejie.kernel.sequencer import log_size

TOLD = "told.json"
"""Written last: a copy that has it is whole."""


def take_base(*, keys_folder: Path | None, tell: Told) -> dict[str, Any]:
    """Copy database and documents into the archive, and the keys into a new folder elsewhere;
    gives what is told of the copy."""
    archive, server = _archive()
    require_apart(keys_folder, archive)
    require_new(keys_folder)
    tell("documents")
    documents = keep_documents()
    tell("database")
    begun, size = timezone.now(), log_size()
    target = archive / BASES / f"{begun:%Y%m%dT%H%M%SZ}"
    try:
        server.base_backup(target)
    except DatabaseUnavailable as fault:
        shutil.rmtree(target, ignore_errors=True)
        raise Unusable(str(fault)) from fault
    told = {
        "begun_at": begun.isoformat(),
        "from": timezone.now().isoformat(),
        "log_size": size,
        "keys": key_names(),
    }
    write_whole(target / TOLD, json.dumps(told, indent=1) + "\n")
    if keys_folder is not None:
        copy_secrets(keys_folder)
    return {"base": target.name, "new_documents": documents, **told}


def keep_documents() -> int:
    """Copy the documents that the archive does not have; gives how many were new."""
    archive, _server = _archive()
    new = 0
    for name in names(storages["documents"]):
        target = archive / DOCUMENTS / name
        if not target.exists():
            copy_out(name, target)
            new += 1
    return new


def state() -> dict[str, Any]:
    """How far the archive reaches back, and whether the server goes on filling it."""
    archive, _server = _archive()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('archive_mode')")
        running = cursor.fetchone()[0] == "on"
        cursor.execute(
            "SELECT last_archived_time, failed_count, last_failed_time > coalesce("
            "last_archived_time, '-infinity') FROM pg_stat_archiver"
        )
        last, failures, failing = cursor.fetchone()
    bases = sorted(_bases(archive))
    return {
        "archive": str(archive),
        "running": running,
        "from": bases[0][0].isoformat() if bases else None,
        "last_archived": last and last.isoformat(),
        "failures": failures,
        "failing": bool(failing),
        "bases": [path.name for _moment, path in bases],
    }


def restore_until(
    archive: Path, until: datetime, *, keys_folder: Path | None, tell: Told
) -> dict[str, Any]:
    """Bring an archive into an instance that is empty, as it was at a moment; gives what is told
    of the copy it began with. Raises `Unusable` before anything is changed."""
    server = settings.EMBEDDED_DATABASE
    if server is None:
        raise Unusable(
            "只有自带的数据库能这样恢复；DATABASE_URL 的服务器请用它自己的归档。"
            " Only the embedded database is restored so: use your server's own archive."
        )
    earlier = [(moment, path) for moment, path in _bases(archive) if moment <= until]
    if not earlier:
        raise Unusable(
            f"归档里没有 {until.isoformat()} 以前的底本。 No copy in the archive is that old."
        )
    _moment, base = max(earlier)
    told: dict[str, Any] = json.loads((base / TOLD).read_text())
    require_empty()
    secrets = secrets_of(keys_folder, told)
    connection.close()
    tell("database")
    try:
        server.recover(base, archive / WAL, until=until)
    except DatabaseUnavailable as fault:
        raise Unusable(_why(str(fault), until)) from fault
    put_secrets(secrets)
    bring_documents(archive / DOCUMENTS, _files_of(archive / DOCUMENTS), tell=tell)
    keys.ring.cache_clear()
    return told


def _why(log: str, until: datetime) -> str:
    if "before configured recovery target was reached" not in log:
        return log
    reached = [line for line in log.splitlines() if "last completed transaction" in line]
    last = reached[-1].rpartition("log time ")[2] if reached else "-"
    return (
        f"归档到不了 {until.isoformat()}，里面最后一笔在 {last}。"
        f" The archive ends before that moment; its last transaction was at {last}."
    )


def _archive() -> tuple[Path, EmbeddedServer]:
    if settings.EMBEDDED_DATABASE is None or settings.ARCHIVE is None:
        raise Unusable(
            "没有设归档的位置（HEJIE_ARCHIVE），或者用的是另外的数据库服务器。"
            " Set HEJIE_ARCHIVE; another server than the embedded one has its own archive."
        )
    return settings.ARCHIVE, settings.EMBEDDED_DATABASE


def _bases(archive: Path) -> Iterator[tuple[datetime, Path]]:
    """The archive's whole copies, each with the first moment that it can be brought to."""
    for told in sorted((archive / BASES).glob(f"*/{TOLD}")):
        yield datetime.fromisoformat(json.loads(told.read_text())["from"]), told.parent


def _files_of(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield str(path.relative_to(folder))
