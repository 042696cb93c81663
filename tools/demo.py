"""Run the demonstration: database, web server and worker, from one terminal until Ctrl-C."""

import argparse
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from config.database import DatabaseUnavailable
from hejie.cli.instance import name_settings

BASE = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
HEJIE = str(PROGRAMS / "hejie")
# Granian reads no setting of ours, so what it is told stands here.
WEB = [str(PROGRAMS / "granian"), "--interface", "asginl", "--host", "127.0.0.1"]
WEB += ["--workers", "2", "--log-level", "warning"]
WEB += ["--workers-kill-timeout", "3"]  # open streams never end by themselves
SECONDS_TO_STOP = 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def has_command(name: str) -> bool:
    return (BASE / "hejie" / "cli" / f"{name}.py").exists()


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


def prepare() -> list[dict[str, str]]:
    """Bring the tables up to date, seed what is empty, and return the demo accounts."""
    if settings.EMBEDDED_DATABASE:
        settings.EMBEDDED_DATABASE.ensure_running()
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=BASE, check=True)
    if not has_command("seed"):
        return []
    seed = subprocess.run([HEJIE, "seed"], cwd=BASE, check=True, stdout=subprocess.PIPE)
    accounts: list[dict[str, str]] = json.loads(seed.stdout)["accounts"]
    return accounts


@contextmanager
def running(*commands: list[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start the programs, and stop all of them at the end, also when one would not start."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        # A session each: Ctrl-C reaches this program alone, which then stops them in order.
        processes.extend(
            subprocess.Popen(command, cwd=BASE, start_new_session=True) for command in commands
        )
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_answers(port: int, web: subprocess.Popen[bytes]) -> None:
    while web.poll() is None:
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
    name_settings()
    require_free(arguments.port)
    try:
        if arguments.fresh:
            start_anew()
        accounts = prepare()
    except DatabaseUnavailable as error:
        sys.exit(error.message)
    web = [*WEB, "--port", str(arguments.port), "config.asgi:application"]
    worker = [HEJIE, "work"]
    with running(web, *([worker] if has_command("work") else [])) as processes:
        wait_until_answers(arguments.port, processes[0])
        announce(arguments.port, accounts)
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        ended = next(process for process in processes if process.poll() is not None)
        sys.exit(f"{ended.args!r} ended with {ended.returncode}.")


try:
    main()
except KeyboardInterrupt:
    print("\n已停止。 Stopped.", file=sys.stderr)
