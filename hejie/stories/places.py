"""Load a district's division tree and boundaries."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from hejie.kernel.jurisdictions import Boundary, Division

DATA = Path(__file__).parent / "data"


def load_divisions(tree: Path = DATA / "zhangwan.csv") -> int:
    """Load `code,parent,name,level` rows, parents first; gives how many are new."""
    paths = dict(Division.objects.values_list("code", "path"))
    fresh = []
    with tree.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = f"{paths.get(row['parent'], '')}{row['code']}."
            if row["code"] not in paths:
                fresh.append(
                    Division(
                        code=row["code"],
                        parent_id=row["parent"] or None,
                        name=row["name"],
                        level=row["level"],
                        path=path,
                    )
                )
            paths[row["code"]] = path
    Division.objects.bulk_create(fresh)
    return len(fresh)


def load_boundaries(collection: Path = DATA / "shiyan.geojson") -> int:
    """Load the geometry of each feature whose `id` is a known division; a neighbour of the
    same parent is added, so that a point beyond the district is told where it lies."""
    features = json.loads(collection.read_text(encoding="utf-8"))["features"]
    parents = dict(Division.objects.values_list("code", "path"))
    for feature in features:
        code = feature["id"]
        parent = code[:4]
        division, _new = Division.objects.update_or_create(
            code=code,
            defaults={
                "name": feature["properties"]["name"],
                "parent_id": parent,
                "level": "county",
                "path": f"{parents[parent]}{code}.",
            },
        )
        Boundary.objects.update_or_create(
            division=division, defaults={"geometry": feature["geometry"]}
        )
    return len(features)
