"""Break an instance of its own while people work in it, and see that nothing is lost or doubled.

Web server, workers and database are killed at random moments under load; a disk fills up; slow
clients hold a thousand connections. Prints its figures as one JSON value.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import programs

from hejie.cli.instance import environ_of

PROGRAMS = Path(sys.executable).parent
HEJIE = str(PROGRAMS / "hejie")
PREPARE = """
import django; django.setup()
from hejie.kernel import registry
from hejie.stories import cast, places
places.load_divisions(); cast.load_organs(); cast.load_cast()
for room in registry.rooms():
    if room.stage is not None:
        room.stage()
"""
COUNT = """
import django, json, sys; django.setup()
from collections import Counter
from hejie.kernel.documents import Words
texts = Counter(row.text for row in Words.objects.filter(name__in=["text", "facts_told"]))
told = json.load(sys.stdin)
print(json.dumps({
    "lost": [one for one in told["acknowledged"] if texts[one] == 0],
    "doubled": [one for one, n in texts.items() if n > 1],
    "kept": sum(texts.values()),
}))
"""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Instance:
    """Web server, two workers and the embedded database, each started again when it ends, as
    a service manager would."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.environ = environ_of(
            home,
            HEJIE_THREADS="4",
            DJANGO_SETTINGS_MODULE="config.settings",
            HEJIE_PUBLIC_ADDRESS=f"http://127.0.0.1:{port}",
        )
        self.commands = {
            "web": [HEJIE, "serve", "--port", str(port)],
            "worker": [HEJIE, "work"],
            "second worker": [HEJIE, "work"],
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: Counter[str] = Counter()
        self.over = threading.Event()
        self.log = (home / "processes.log").open("ab")

    def run(self, *command: str, given: str = "") -> str:
        return programs.run(command, self.environ, given=given)

    def prepare(self) -> str:
        """Tables and people; gives a clerk's token."""
        self.run(sys.executable, "manage.py", "migrate", "--verbosity", "0")
        self.run(sys.executable, "-c", PREPARE)
        return json.loads(self.run(HEJIE, "token", "luo"))["token"]

    def start(self, name: str) -> None:
        self.starts[name] += 1
        self.processes[name] = programs.start(self.commands[name], self.environ, self.log)

    def keep_running(self) -> None:
        while not self.over.wait(0.2):
            for name, process in self.processes.items():
                if process.poll() is not None and not self.over.is_set():
                    self.start(name)

    @contextmanager
    def running(self) -> Iterator[None]:
        self.over.clear()
        for name in self.commands:
            self.start(name)
        keeper = threading.Thread(target=self.keep_running)
        keeper.start()
        try:
            yield
        finally:
            self.over.set()
            keeper.join()
            for process in self.processes.values():
                process.terminate()
            for process in self.processes.values():
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    kill_all(family(process.pid))

    def last_words(self) -> str:
        logs = (self.home / "processes.log", self.home / "postgres" / "server.log")
        return "\n".join(log.read_text(errors="replace")[-3000:] for log in logs)

    @property
    def postmaster(self) -> int:
        try:
            return int((self.home / "postgres" / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def kill(self, what: str, draw: random.Random) -> bool:
        """Kill -9 one of our own; gives whether there was something to kill."""
        if what == "database":
            return kill_all([self.postmaster] if self.postmaster else [])
        if what == "database session":
            return kill_all(draw.sample(found, 1) if (found := children(self.postmaster)) else [])
        if what == "web worker":
            found = children(self.processes["web"].pid)
            return kill_all(draw.sample(found, 1) if found else [])
        return kill_all(family(self.processes[what].pid))


def children(number: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{number}/task").iterdir())
        return [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []


def family(number: int) -> list[int]:
    return [number, *(one for child in children(number) for one in family(child))]


def kill_all(numbers: list[int]) -> bool:
    done = False
    for number in numbers:
        try:
            os.kill(number, signal.SIGKILL)
            done = True
        except ProcessLookupError:
            pass
    return done


class People:
    """Clerks who open matters and write into them, each act sent again with the same key until
    it is acknowledged."""

    def __init__(self, port: int, token: str, many: int) -> None:
        self.address, self.token = f"http://127.0.0.1:{port}/api/v1", token
        self.acknowledged: list[str] = []
        self.tries: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(n,)) for n in range(many)]

    @contextmanager
    def working(self) -> Iterator[None]:
        for thread in self.threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in self.threads:
                thread.join()

    def work(self, number: int) -> None:
        draw, reference, left = random.Random(number), "", 0
        while not self.over.is_set():
            text, key = f"act {uuid4().hex}", uuid4().hex
            if left == 0:
                told = self.until_acknowledged("/matters", opening(text), key, text)
                reference, left = told.get("reference", ""), draw.randrange(5, 25)
            elif reference:
                path = f"/matters/{reference}/actions/remark"
                self.until_acknowledged(path, {"facts": {"text": text}}, key, text)
            left = max(left - 1, 0) if reference else 0

    def until_acknowledged(
        self, path: str, body: dict[str, Any], key: str, text: str
    ) -> dict[str, Any]:
        begun = time.monotonic()
        while True:
            status, told = self.send(path, body, key)
            self.tries[str(status)] += 1
            if status in {200, 201}:
                self.seconds.append(time.monotonic() - begun)
                self.acknowledged.append(text)
                return told
            if 400 <= status < 500:
                raise SystemExit(f"{path}: {status} {told}")
            if self.over.is_set() and time.monotonic() - begun > 60:
                return {}
            time.sleep(0.05)

    def send(self, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, {"text": refused.read().decode(errors="replace")}
        except (OSError, ValueError, EOFError):
            return 0, {}
        except HTTPException:
            return 0, {}


def opening(text: str) -> dict[str, Any]:
    person = {"kind": "person", "phone": "13807280001"}
    return {
        "procedure": "mediation",
        "place": "420303001001",
        "facts": {
            "facts_told": text,
            "category": "MD03",
            "source": "applied",
            "channel": "window",
        },
        "parties": [
            {**person, "role": "applicant", "name": "王秀兰"},
            {**person, "role": "respondent", "name": "刘大勇"},
        ],
    }


def check(instance: Instance, people: People) -> dict[str, Any]:
    """What became of every acknowledged act, and whether everything verifies."""
    given = json.dumps({"acknowledged": people.acknowledged})
    told = json.loads(instance.run(sys.executable, "-c", COUNT, given=given))
    instance.run(HEJIE, "work", "--once")
    begun = time.monotonic()
    verified = json.loads(instance.run(HEJIE, "verify", "--all"))
    seconds = time.monotonic() - begun
    return {
        "acknowledged": len(people.acknowledged),
        "lost": len(told["lost"]),
        "doubled": len(told["doubled"]),
        "answers": dict(people.tries),
        "slowest_seconds": round(max(people.seconds, default=0), 1),
        "verify_all": {
            "ok": verified["ok"],
            "events": verified["events"],
            "log": verified["log"]["size"],
            "seconds": round(seconds, 1),
            "events_a_second": round(verified["events"] / seconds),
        },
    }


# The faults

TARGETS = {
    "web": 1,
    "web worker": 3,
    "worker": 2,
    "second worker": 2,
    "database": 2,
    "database session": 5,
}
"""What is killed, and how often: what takes long to come back less often."""
LONGEST_WAIT = 120.0


def kills(
    instance: Instance,
    token: str,
    many: int,
    people: int,
    seed: int,
    targets: list[str],
    minutes: int,
) -> dict[str, Any]:
    draw, crowd = random.Random(seed), People(instance.port, token, people)
    done: Counter[str] = Counter()
    begun = time.monotonic()
    end = begun + minutes * 60
    with instance.running(), crowd.working():
        while sum(done.values()) < many and time.monotonic() < end:
            before, waited = len(crowd.acknowledged), time.monotonic()
            while len(crowd.acknowledged) == before:  # work is going on again
                if time.monotonic() - waited > LONGEST_WAIT:
                    say(instance.last_words())
                    raise SystemExit(f"nothing was acknowledged for {LONGEST_WAIT} seconds")
                time.sleep(0.02)
            time.sleep(draw.uniform(0, 0.6))
            what = draw.choices(targets, [TARGETS[one] for one in targets])[0]
            done[what] += instance.kill(what, draw)
            if sum(done.values()) % 10 == 0:
                say(f"{sum(done.values())} / {many} killed, {len(crowd.acknowledged)} acts")
    told = check(instance, crowd)
    seconds = round(time.monotonic() - begun, 1)
    return {"killed": sum(done.values()), "by_what": dict(done), "seconds": seconds, **told}


def disk_full(instance: Instance, token: str) -> dict[str, Any]:
    """Everything on a small disk of memory that fills up and is emptied again."""
    crowd = People(instance.port, token, 2)
    ballast = instance.home / "ballast"
    with instance.running(), crowd.working():
        wait_for(lambda: len(crowd.acknowledged) > 10)
        with ballast.open("wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 20))
                    file.flush()
            except OSError:
                pass
        say("the disk is full")
        time.sleep(8)
        full = len(crowd.acknowledged)
        ballast.unlink()
        say("there is room again")
        wait_for(lambda: len(crowd.acknowledged) > full + 10)
    return {"acknowledged_before_there_was_room": full, **check(instance, crowd)}


def wait_for(holds: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"nothing happened for {seconds} seconds")
        time.sleep(0.05)


def slow_clients(instance: Instance, many: int) -> dict[str, Any]:
    """Half send their request's head a byte at a time, half its body, none ever ends."""
    with instance.running():
        wait_for(lambda: bool(ask(instance.port)))
        alone = [ask(instance.port) for _ in range(40)]
        held = []
        for number in range(many):
            client = socket.create_connection(("127.0.0.1", instance.port), timeout=10)
            head = "POST /check/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            body = "Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"
            client.sendall((head + (body if number % 2 else "")).encode())
            held.append(client)
        beside, closed, begun = [], 0, time.monotonic()
        while time.monotonic() - begun < 30:
            for number, client in enumerate(held):
                with suppress(OSError):
                    client.sendall(b"x" if number % 2 else b"X-Slow: y\r\n")
            beside += [ask(instance.port) for _ in range(10)]
            time.sleep(1)
        for client in held:
            client.setblocking(False)
            try:
                closed += client.recv(1 << 16) == b"" or True
            except OSError:
                closed += 0
            client.close()
    return {
        "slow_clients": many,
        "hung_up_on": closed,
        "others_ms_alone": quantiles(alone),
        "others_ms_beside": quantiles(beside),
        "others_unanswered": sum(one == 0 for one in beside),
    }


def ask(port: int) -> float:
    """Milliseconds of a page; 0 when it is not answered."""
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/numbers/", timeout=10) as page:
            page.read()
    except (OSError, ValueError):
        return 0
    return (time.perf_counter() - begun) * 1000


def quantiles(taken: list[float]) -> dict[str, float]:
    answered = sorted(one for one in taken if one)
    if not answered:
        return {}
    last = answered[max(int(len(answered) * 0.95) - 1, 0)]
    return {"p50": round(statistics.median(answered), 1), "p95": round(last, 1)}


def _mount(command: list[str]) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """A disk of memory, where we may mount one."""
    place = Path(mkdtemp(prefix="hejie-small-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0711", "tmpfs", str(place)]
    mounted = os.geteuid() == 0 and not _mount(command)
    try:
        yield place if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=False)
        place.rmdir()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh(home: Path | None = None) -> Iterator[tuple[Instance, str]]:
    made = home or Path(mkdtemp(prefix="hejie-faults-"))
    made.chmod(0o711)
    instance = Instance(made, free_port())
    try:
        yield instance, instance.prepare()
    finally:
        instance.log.close()
        if home is None:
            shutil.rmtree(made, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--slow", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=["kills", "disk", "slow"], default="")
    parser.add_argument("--minutes", type=int, default=60, help="for the kills, at most")
    parser.add_argument("--target", action="append", choices=TARGETS)
    given = parser.parse_args()
    _least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
    told: dict[str, Any] = {}
    if given.only in {"", "slow"}:
        with fresh() as (instance, _token):
            told["slow"] = slow_clients(instance, given.slow)
    if given.only in {"", "disk"}:
        with small_disk(400) as place:
            if place is None:
                told["disk"] = "skipped: only root can mount a small disk to fill"
            else:
                with fresh(place) as (instance, token):
                    told["disk"] = disk_full(instance, token)
    if given.only in {"", "kills"}:
        with fresh() as (instance, token):
            told["kills"] = kills(
                instance,
                token,
                given.kills,
                given.people,
                given.seed,
                given.target or list(TARGETS),
                given.minutes,
            )
    print(json.dumps(told, ensure_ascii=False))
    ok = all(
        one.get("lost", 0) == one.get("doubled", 0) == 0 and one.get("verify_all", {"ok": 1})["ok"]
        for one in told.values()
        if isinstance(one, dict)
    )
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
