"""A pytest plugin, loaded before the settings: it gives each test run a home of its own."""

import atexit
import os
import shutil
from contextlib import suppress
from pathlib import Path

from config.database import DatabaseUnavailable, EmbeddedServer

HOMES = Path(__file__).resolve().parent.parent / "var" / "test"


def make_home() -> Path:
    HOMES.mkdir(parents=True, exist_ok=True)
    home = HOMES / str(os.getpid())
    home.mkdir()
    return home


def remove_homes_of_killed_runs() -> None:
    for home in HOMES.glob("*"):
        if not Path("/proc", home.name).exists():
            with suppress(DatabaseUnavailable):  # a program it left behind still runs
                remove(home)


def remove(home: Path) -> None:
    server = EmbeddedServer(home / "postgres", durable=False)
    server.release()
    server.remove()
    shutil.rmtree(home)


# The workers of a parallel run inherit the home, and so the database server, of the first process.
if "HEJIE_TESTING" not in os.environ:
    remove_homes_of_killed_runs()
    os.environ |= {"HEJIE_TESTING": "1", "HEJIE_HOME": str(make_home())}
    atexit.register(remove, Path(os.environ["HEJIE_HOME"]))

# But each keeps its own documents: they lie under their digests, and one would erase the other's.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["HEJIE_DOCUMENTS"] = str(Path(os.environ["HEJIE_HOME"], f"documents-{worker}"))
