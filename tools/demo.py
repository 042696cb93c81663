"""Run the demonstration: database, web server and worker, from one terminal until Ctrl-C."""

import argparse
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config.database import DatabaseUnavailable
from hejie.cli import instance

instance.connect()

from hejie.cli.seed import demonstration_accounts  # noqa: E402 - only now are they loaded
from hejie.cli.serve import serve  # noqa: E402
from hejie.cli.work import work  # noqa: E402
from hejie.kernel.matters import Matter  # noqa: E402

BASE = Path(__file__).resolve().parent.parent
FORKS = get_context("fork")
HEJIE = str(Path(sys.executable).parent / "hejie")
SECONDS_TO_STOP = 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start_anew() -> None:
    """Forget the database, the documents, and the keys of what ends with them."""
    if settings.EMBEDDED_DATABASE is None:
        sys.exit("FRESH=1 empties the embedded database only; DATABASE_URL names another.")
    settings.EMBEDDED_DATABASE.remove()
    shutil.rmtree(settings.HEJIE_HOME / "documents", ignore_errors=True)
    shutil.rmtree(settings.KEY_FOLDER, ignore_errors=True)
    settings.LOG_KEY.unlink(missing_ok=True)


def require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}); try: make demo PORT=8001")


def prepare() -> None:
    """Bring the tables up to date and seed what is empty, in processes of their own: what that
    takes in memory ends with them."""
    if is_behind():
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=BASE, check=True)
    if not Matter.objects.exists():
        subprocess.run([HEJIE, "seed"], cwd=BASE, check=True, stdout=subprocess.DEVNULL)


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def running(*programs: Callable[[], object]) -> Iterator[list[ForkProcess]]:
    """Start the programs, and stop all of them at the end, also when one would not start. They
    are forks of this process, which has loaded all that they need."""
    connections.close_all()
    gc.freeze()
    processes = [FORKS.Process(target=alone, args=(program,)) for program in programs]
    try:
        for process in processes:
            process.start()
        yield processes
    finally:
        started = [process for process in processes if process.pid is not None]
        for process in started:
            process.terminate()
        for process in started:
            process.join(SECONDS_TO_STOP)
            process.kill()


def alone(program: Callable[[], object]) -> None:
    """Run in a session of its own: Ctrl-C reaches the parent alone, which stops all in order."""
    os.setsid()
    for name in SIGNALS:
        signal.signal(name, signal.SIG_DFL)
    program()


def wait_until_answers(port: int, web: ForkProcess) -> None:
    while web.is_alive():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def announce(port: int, accounts: list[dict[str, str]]) -> None:
    address = f"http://127.0.0.1:{port}"
    print(f"\n和解 Hejie  {address}/\n  工作台 desk   {address}/desk/")
    for account in accounts:
        print(f"    {account['username']:<16} {account['password']:<16} {account['label']}")
    print(f"  接口 API      {address}/api/v1/docs\nCtrl-C 停止 stops everything.", flush=True)


def stop(*_: object) -> None:
    for name in SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="begin with an empty database")
    arguments = parser.parse_args()
    for name in SIGNALS:
        signal.signal(name, stop)
    require_free(arguments.port)
    try:
        if arguments.fresh:
            start_anew()
        if settings.EMBEDDED_DATABASE:
            settings.EMBEDDED_DATABASE.ensure_running()
        prepare()
    except DatabaseUnavailable as error:
        sys.exit(error.message)
    accounts = demonstration_accounts()
    web = partial(serve, host="127.0.0.1", port=arguments.port, workers=2)
    with running(web, partial(work, once=False)) as processes:
        wait_until_answers(arguments.port, processes[0])
        announce(arguments.port, accounts)
        while all(process.is_alive() for process in processes):
            time.sleep(0.5)
        sys.exit("One of the programs has ended; its last words stand above.")


try:
    main()
except KeyboardInterrupt:
    print("\n已停止。 Stopped.", file=sys.stderr)
