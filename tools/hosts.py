"""Two hosts on one machine: work at both, cut the way between them, and see what becomes of it.

Host A has the database and a web server, host B a web server, the worker and a replica. Each is a
network namespace of Linux, so only root can run it. Prints its figures as one JSON value; exit code
1 when an acknowledged act was lost or done twice, somebody waited too long, or a chain does not
verify.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

from faults import COUNT, HEJIE, PREPARE, People, opening, say, wait_for
from namespaces import BETWEEN, TO_A, TO_B, WEB, Host, database, ip, networks, replica, share
from programs import BASE

from hejie.cli.instance import environ_of

LONGEST_ANSWER = 12.0
"""Seconds within which everybody is answered, also while the way is cut."""
READY = """
import django, json; django.setup()
from hejie.kernel.jurisdictions import Account
from hejie.live import tickets
from hejie.rooms.cockpit.streams import ticket_of
print(json.dumps(tickets.write(ticket_of("420303", Account.objects.get(username="zhou").pk))))
"""
TABLE = """
import django, json; django.setup()
from django.utils import timezone
from hejie.cli.actors import actor_named
from hejie.imports.steering import start
from hejie.imports.tasks import enqueue
text = "序号,事情经过,纠纷类型,纠纷发生地,申请人姓名,申请人电话,被申请人姓名\\n"
text += "1,楼上漏水，协商没有结果,邻里,花果街道二堰铺社区,王秀兰,13807280001,刘大勇\\n"
now = timezone.now()
one = start(actor_named("lin", now=now), what="mediation", name="t.csv",
            content=text.encode(), now=now)
enqueue(one.pk)
"""
CHECKED = """
import django, json; django.setup()
from hejie.imports.models import Import
print(json.dumps(Import.objects.get().status))
"""


class Clerks(People):
    """People at one of the hosts, who note how long each single answer took."""

    def __init__(self, host: Host, token: str, many: int) -> None:
        super().__init__(0, token, many)
        self.address = f"{host.place}/api/v1"
        self.slowest = 0.0

    def send(self, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        begun = time.monotonic()
        try:
            return super().send(path, body, key)
        finally:
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def told(self) -> dict[str, Any]:
        return {
            "acknowledged": len(self.acknowledged),
            "answers": dict(self.tries),
            "slowest_answer_seconds": round(self.slowest, 1),
        }


class Listener:
    """An open page: what its stream was told."""

    def __init__(self, host: Host, ticket: str) -> None:
        self.heard: Counter[str] = Counter()
        self.line = HTTPConnection(host.address, WEB, timeout=30)
        self.line.request("GET", f"/live/?ticket={ticket}")
        self.answer = self.line.getresponse()
        if self.answer.status != 200:
            raise SystemExit(f"no stream at {host.place}: {self.answer.status}")
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        with suppress(OSError, HTTPException, ValueError):
            for line in self.answer:
                if line.startswith(b"event: "):
                    self.heard[line[7:].strip().decode()] += 1


class Visitor:
    """Somebody who looks at the public figures all the while."""

    def __init__(self, host: Host) -> None:
        self.host, self.answers, self.slowest = host, Counter[str](), 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look)

    @contextmanager
    def looking(self) -> Iterator[None]:
        self.thread.start()
        try:
            yield
        finally:
            self.over.set()
            self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(0.3):
            begun = time.monotonic()
            try:
                with urllib.request.urlopen(f"{self.host.place}/figures/", timeout=20) as page:
                    self.answers[str(page.status)] += 1
            except OSError as fault:
                self.answers[str(getattr(fault, "code", 0))] += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def told(self) -> dict[str, Any]:
        return {"answers": dict(self.answers), "slowest_answer_seconds": round(self.slowest, 1)}


def once(host: Host, token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    status, told = Clerks(host, token, 0).send(path, body, uuid4().hex)
    if status not in {200, 201}:
        raise SystemExit(f"{host.place}{path}: {status} {told}")
    return told


def together(a: Host, b: Host, token: str) -> dict[str, Any]:
    """A matter opened at one host and acted on at the other; pages of both hear of it."""
    ticket = a.tell(READY)
    pages = [Listener(a, ticket), Listener(b, ticket)]
    reference = once(a, token, "/matters", opening(f"act {uuid4().hex}"))["reference"]
    path = f"/matters/{reference}/actions/remark"
    once(b, token, path, {"facts": {"text": f"act {uuid4().hex}"}})
    wait_for(lambda: all(page.heard["changed"] for page in pages), 20)
    return {"acted_at_both_on": reference, "heard_at_both": True}


def job(a: Host) -> dict[str, Any]:
    """What is asked for at A the worker does, which is at B."""
    a.tell(TABLE)
    wait_for(lambda: a.tell(CHECKED) == "checked", 20)
    return {"import": "checked"}


def cut(a: Host, b: Host, token: str, *, many: int, times: int, seconds: float) -> dict[str, Any]:
    """Clerks at both hosts, while the way between is cut again and again."""
    crowds = [Clerks(a, token, many), Clerks(b, token, many)]
    apart, visitor = {"at_a": 0, "at_b": 0}, Visitor(a)
    with crowds[0].working(), crowds[1].working(), visitor.looking():
        for number in range(times):
            before = [len(crowd.acknowledged) for crowd in crowds]
            wait_for(lambda before=before: all(map(_went_on, crowds, before)), 60)
            ip("-n", a.name, "link", "set", "other", "down")
            time.sleep(1.0)  # what was on its way when it was cut has ended
            alone = [len(crowd.acknowledged) for crowd in crowds]
            time.sleep(seconds)
            for name, crowd, had in zip(apart, crowds, alone, strict=True):
                apart[name] += len(crowd.acknowledged) - had
            ip("-n", a.name, "link", "set", "other", "up")
            say(f"cut {number + 1} of {times}: {apart}")
        before = [len(crowd.acknowledged) for crowd in crowds]
        wait_for(lambda: all(map(_went_on, crowds, before)), 60)
        wait_for(lambda: a.said("the replica is used again"), 30)
    acknowledged = [text for crowd in crowds for text in crowd.acknowledged]
    return {
        "cuts": times,
        "seconds_cut": times * (seconds + 1),
        "acknowledged_while_cut": apart,
        "a": crowds[0].told(),
        "b": crowds[1].told(),
        "figures_at_a": visitor.told(),
        "texts": acknowledged,
    }


def _went_on(crowd: Clerks, before: int) -> bool:
    return len(crowd.acknowledged) > before + 10


def check(b: Host, texts: list[str]) -> dict[str, Any]:
    """What became of every acknowledged act, and whether all verifies, seen from B."""
    told = b.tell(COUNT, given=json.dumps({"acknowledged": texts}))
    wait_for(lambda: json.loads(b.run(HEJIE, "status"))["log"]["unsequenced"] == 0, 30)
    verified = json.loads(b.run(HEJIE, "verify", "--all"))
    wait_for(lambda: not json.loads(b.run(HEJIE, "status"))["replica"]["bytes_behind"], 30)
    return {
        "lost": len(told["lost"]),
        "doubled": len(told["doubled"]),
        "verify_all": {"ok": verified["ok"], "events": verified["events"]},
    }


def hosts(folder: Path, *, many: int, times: int, seconds: float) -> dict[str, Any]:
    password = secrets.token_hex(16)
    environ = {
        **environ_of(folder),
        "DATABASE_URL": f"postgresql://hejie:{password}@{BETWEEN}.1/hejie",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HEJIE_DOCUMENTS": str(folder / "documents"),
        "HEJIE_HOSTS": f"{TO_A}.2,{TO_B}.2",
        "HEJIE_THREADS": "4",
        "PYTHONPATH": str(BASE),
    }
    a, b = Host("a", f"{TO_A}.2", folder, environ), Host("b", f"{TO_B}.2", folder, environ)
    with ExitStack() as ended:
        ended.enter_context(networks(a, b))
        ended.enter_context(database(a, password))
        a.run(sys.executable, "manage.py", "migrate", "--verbosity", "0")
        a.run(sys.executable, "-c", PREPARE)
        token = json.loads(a.run(HEJIE, "token", "luo"))["token"]
        a.run(HEJIE, "work", "--once")
        ended.enter_context(replica(b, password))
        for host in (a, b):
            host.environ["HEJIE_REPLICA_URL"] = f"postgresql://hejie:{password}@{BETWEEN}.2/hejie"
        share(a.home, b.home)
        for host in (a, b):
            ended.callback(host.stop)
            host.start("web", HEJIE, "serve", "--host", host.address, "--port", f"{WEB}")
        b.start("worker", HEJIE, "work")
        try:
            wait_for(lambda: a.answers() and b.answers(), 60)
            told = {"together": together(a, b, token), "job": job(a)}
            told["cut"] = cut(a, b, token, many=many, times=times, seconds=seconds)
            told["together_again"] = together(a, b, token)
            told |= check(b, told["cut"].pop("texts"))
        except SystemExit:
            for host in (a, b):
                say(f"{host.name}: {host.log.read_text(errors='replace')[-3000:]}")
            raise
        return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2, help="at each host")
    parser.add_argument("--cuts", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each cut")
    given = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("make hosts: only root may make network namespaces")
    # Whatever proxy this machine has, the hosts are reached without it.
    urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
    folder = Path(mkdtemp(prefix="hejie-hosts-"))
    folder.chmod(0o711)
    begun = time.monotonic()
    try:
        told = hosts(folder, many=given.people, times=given.cuts, seconds=given.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told["seconds"] = round(time.monotonic() - begun, 1)
    print(json.dumps(told, ensure_ascii=False))
    waited = (told["cut"][who]["slowest_answer_seconds"] for who in ("a", "b", "figures_at_a"))
    ok = told["lost"] == told["doubled"] == 0 and told["verify_all"]["ok"]
    sys.exit(0 if ok and max(waited) <= LONGEST_ANSWER else 1)


if __name__ == "__main__":
    main()
