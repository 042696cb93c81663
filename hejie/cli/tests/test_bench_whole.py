"""The whole measurement, small: everything is started, loaded and told, and nothing fails."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hejie.cli.bench import requests
from hejie.cli.bench.everything import CLIENTS, SHARES
from hejie.cli.bench.programs import HEJIE

MATTERS = 200


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    kept = tmp_path_factory.mktemp("bench") / "kept.json"
    gently = ("nice", "-n", "5")  # other tests beside it have seconds to keep
    command = [*gently, *HEJIE, "bench", "all", str(MATTERS), "--seconds", "1", "--keep", str(kept)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert json.loads(Path(kept).read_text(encoding="utf-8")) == told
    return told


def test_it_tells_of_the_machine_and_of_each_size(told: Any):
    assert told["machine"].keys() >= {"processor", "cores", "memory_mb", "system", "python"}
    assert [size["filled"]["matters"] for size in told["sizes"]] == [MATTERS]
    assert told["growth"] == []


def test_every_kind_of_request_is_answered(told: Any):
    (size,) = told["sizes"]
    assert size["alone"].keys() == size["queries"].keys() == requests.KINDS.keys()
    for one in size["alone"].values():
        assert (one["done"] > 0, one["failed"]) == (True, 0)
        assert 0 < one["ms_p50"] <= one["ms_p95"] <= one["ms_p99"]


def test_acts_are_sent_by_several_and_by_chance(told: Any):
    (size,) = told["sizes"]
    assert [int(clients) for clients in size["acts_by_clients"]] == list(CLIENTS)
    assert size["most"]["failed"] == 0
    assert [one["share"] for one in size["open"]] == list(SHARES)
    assert all((one["failed"], one["dropped"]) == (0, 0) for one in size["open"])
    assert size["floor"]["a_second"] > 0
    assert size["floor"]["failed"] == 0
    assert size["share_of_floor"] > 0


def test_whole_mediations_come_to_the_archive(told: Any):
    lives = told["sizes"][0]["lives"]
    assert (lives["done"] > 0, lives["failed"]) == (True, 0)
    assert lives["acts_each"] >= 12


def test_memory_is_told_of_every_program(told: Any):
    memory = told["sizes"][0]["memory"]
    assert all(memory[name]["processes"] >= 1 for name in ("web", "worker", "database"))


def test_work_in_bulk_has_its_rates(told: Any):
    bulk = told["sizes"][0]["bulk"]
    rates = [*bulk["import"].values(), *(bulk[n] for n in ("deadlines", "keys", "tallies"))]
    rates += [bulk["months"], bulk["verify"], bulk["verify all"]]
    assert all(one["done"] > 0 and one["a_second"] > 0 for one in rates)
    assert bulk["verify"]["told"]["findings"] == bulk["verify all"]["told"]["findings"] == []
    assert told["sizes"][0]["verified"]["findings"] == 0
