"""The instance behind the commands that need one."""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

import django
from django.conf import settings

NOT_SHARED = (
    "HEJIE_ARCHIVE",
    "DATABASE_URL",
    "HEJIE_REPLICA_URL",
    "HEJIE_DOCUMENTS",
    "HEJIE_KEY_FOLDER",
    "HEJIE_LOG_KEY",
    "HEJIE_NOTICE_CHANNELS",
    "HEJIE_RECORDS_KEYS",
    "HEJIE_SEALED_KEYS",
    "HEJIE_ACCUSATION_KEYS",
    "HEJIE_SEALS",
    "HEJIE_TIME_STAMP_SERVER",
)
"""Settings that would lead a scratch instance to what the machine's own one keeps."""


def name_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def connect() -> None:
    """Load the applications; the embedded database starts at the first query."""
    name_settings()
    django.setup()


def connect_scratch() -> None:
    """Load the applications with an embedded database and a folder of documents of their own,
    both removed when the process ends. Nothing of the machine's own instance is touched."""
    home = Path(mkdtemp(prefix="hejie-scratch-"))
    home.chmod(0o711)  # the embedded server's user passes through
    for name in NOT_SHARED:
        os.environ.pop(name, None)
    os.environ["HEJIE_HOME"] = str(home)
    atexit.register(_remove, home)
    connect()


def environ_of(home: Path, **more: str) -> dict[str, str]:
    """What programs of an instance of its own in a folder are started with."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_SHARED}
    return {**kept, "HEJIE_HOME": str(home), **more}


def _remove(home: Path) -> None:
    try:
        server = settings.EMBEDDED_DATABASE
        if server is not None:
            server.release()
            server.remove()
    finally:
        shutil.rmtree(home)
