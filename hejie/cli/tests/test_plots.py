"""What `bench plot` draws stands where the figures say."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from hejie.cli.bench import command
from hejie.cli.bench.plots import APART, BULK, Chart

SVG = "{http://www.w3.org/2000/svg}"
KINDS = {"act": 30.0, "list": 7.0, "search": 60.0}


def size(matters: int, slower: float) -> dict[str, Any]:
    return {
        "filled": {"matters": matters},
        "alone": {kind: {"ms_p50": ms * slower} for kind, ms in KINDS.items()},
        "acts_by_clients": {"1": 20.0, "2": 30.0 / slower, "8": 45.0 / slower},
        "floor": {"clients": 8, "a_second": 280.0 / slower},
        "bulk": {
            "import": {"checked": {"a_second": 400.0}, "opened": {"a_second": 110.0}},
            **{name: {"a_second": 10.0 * n} for n, name in enumerate(BULK, start=1)},
        },
    }


@pytest.fixture
def drawn(tmp_path: Path) -> dict[str, ElementTree.Element]:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps({"sizes": [size(1000, 1.0), size(100_000, 1.3)]}))
    ran = CliRunner().invoke(command, ["plot", str(kept), str(tmp_path)], catch_exceptions=False)
    names = json.loads(ran.stdout)["drawn"]
    return {name: ElementTree.parse(tmp_path / name).getroot() for name in names}


def lines(root: ElementTree.Element) -> list[list[tuple[float, float]]]:
    found = [one.get("points", "").split() for one in root.iter(f"{SVG}polyline")]
    return [[_point(at) for at in points] for points in found]


def _point(text: str) -> tuple[float, float]:
    x, _comma, y = text.partition(",")
    return float(x), float(y)


def texts(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_each_kind_of_request_has_its_line(drawn: dict[str, ElementTree.Element]):
    root = drawn["speed-waiting.svg"]
    assert {*KINDS} <= {*texts(root)}
    for line in lines(root):
        (x1, y1), (x2, y2) = line
        assert x1 < x2  # more matters lie to the right
        assert y1 > y2  # and longer waits above
    assert "act: 30 at 1,000, 39 at 100,000" in root.findtext(f"{SVG}desc", "")


def test_each_size_has_its_line_and_its_floor(drawn: dict[str, ElementTree.Element]):
    root = drawn["speed-acts.svg"]
    assert {"1,000 matters", "100,000 matters", "floor, 100,000"} <= {*texts(root)}
    assert [len(line) for line in lines(root)] == [3, 3, 1, 1]


def test_each_work_in_bulk_has_its_bar(drawn: dict[str, ElementTree.Element]):
    root = drawn["speed-bulk.svg"]
    bars = [float(one.get("height", 0)) for one in root.iter(f"{SVG}rect")][1:]
    assert len(bars) == len(BULK) + 2
    assert bars[0] == max(bars)
    assert "400" in texts(root)


def test_names_of_lines_that_end_together_stand_apart():
    chart = Chart("t", "n", {str(n): [(1, 5.0), (10, 5.0 + n / 100)] for n in range(6)})
    named = list(ElementTree.fromstring(chart.svg()).iter(f"{SVG}text"))
    places = sorted(float(one.get("y", 0)) for one in named if one.get("fill") != "#333")
    assert len(places) == 6
    assert min(b - a for a, b in itertools.pairwise(places)) >= APART - 0.2
