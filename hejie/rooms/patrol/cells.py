"""Grid cells: found by a point, and made for a demonstration from the real boundary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hejie.kernel.jurisdictions import Boundary, Division
from hejie.rooms.patrol.models import GridCell

ROUNDS = 8
"""How often points are moved to the middle of their cells: after these, cells are alike."""
DIGITS = 5
SEAM = 0.0003
"""Degrees by which cells are widened so that those of a town join."""
Point = tuple[float, float]


def find_cell(lon: float, lat: float) -> GridCell | None:
    """The cell in which a point lies. One query by the cells' boxes."""
    from shapely.geometry import Point as Spot  # type: ignore[import-untyped]  # noqa: PLC0415 - 15 MB
    from shapely.geometry import shape  # noqa: PLC0415

    near = GridCell.objects.filter(west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat)
    spot = Spot(lon, lat)
    for cell in near.order_by("code"):
        if shape(cell.geometry).covers(spot):
            return cell
    return None


def make_demonstration_cells(district: str) -> int:
    """As many cells of like size as the district has villages, within its real boundary, those
    of one town side by side; gives how many are new. They are marked for what they are."""
    boundary = Boundary.objects.filter(division=district).first()
    if boundary is None or GridCell.objects.filter(division__code__startswith=district).exists():
        return 0
    from shapely.geometry import mapping, shape  # noqa: PLC0415 - 15 MB

    villages = list(
        Division.objects.filter(level="village", code__startswith=district).order_by("code")
    )
    whole = shape(boundary.geometry)
    cells = _cells(whole, len(villages))
    middles = {cell.centroid.coords[0]: cell for cell in cells}
    placed = zip(villages, _in_groups(list(middles), _sizes(villages)), strict=True)
    made = [_cell(village, middles[middle], mapping) for village, middle in placed]
    return len(GridCell.objects.bulk_create(made))


def towns(district: str) -> dict[str, Any]:
    """The towns as their cells together make them up, as GeoJSON."""
    from shapely import union_all  # type: ignore[import-untyped]  # noqa: PLC0415 - 15 MB
    from shapely.geometry import mapping, shape  # noqa: PLC0415

    cells = GridCell.objects.filter(division__code__startswith=district)
    parts: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for cell in cells.select_related("division__parent").order_by("code"):
        if (town := cell.division.parent) is not None:
            names[town.code] = town.name
            parts.setdefault(town.code, []).append(shape(cell.geometry).buffer(SEAM))
    features = [
        {
            "type": "Feature",
            "id": code,
            "geometry": _rounded(mapping(union_all(found).simplify(SEAM))),
            "properties": {"name": names[code], "code": code},
        }
        for code, found in parts.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _cell(village: Division, cell: Any, mapping: Any) -> GridCell:
    west, south, east, north = cell.bounds
    return GridCell(
        code=f"{village.code}-01",
        division=village,
        name=f"{village.name}第一网格",
        geometry=_rounded(mapping(cell)),
        west=west,
        south=south,
        east=east,
        north=north,
        demonstration=True,
    )


def _sizes(villages: Sequence[Division]) -> list[int]:
    """How many villages each town has, in the villages' order."""
    towns: dict[str | None, int] = {}
    for village in villages:
        towns[village.parent_id] = towns.get(village.parent_id, 0) + 1
    return list(towns.values())


def _cells(whole: Any, count: int) -> list[Any]:
    """Voronoi cells of points that were moved to the middle of their cells a few times."""
    from shapely import MultiPoint, voronoi_polygons  # noqa: PLC0415 - 15 MB

    points = list(_spread(whole, count))
    for _round in range(ROUNDS):
        drawn = voronoi_polygons(MultiPoint(points), extend_to=whole)
        cells = [part for one in drawn.geoms if not (part := one.intersection(whole)).is_empty]
        points = [_middle(part) for part in cells]
    return cells


def _middle(part: Any) -> Point:
    middle = part.centroid
    inside = middle if part.covers(middle) else part.representative_point()
    x, y = inside.coords[0]
    return x, y


def _spread(whole: Any, count: int) -> Iterator[Point]:
    """Points of a Halton sequence that lie within: the same each time, and nowhere dense."""
    from shapely.geometry import Point as Spot  # noqa: PLC0415 - 15 MB

    west, south, east, north = whole.bounds
    number = given = 0
    while given < count:
        number += 1
        x = west + (east - west) * _halton(number, 2)
        y = south + (north - south) * _halton(number, 3)
        if whole.covers(Spot(x, y)):
            given += 1
            yield x, y


def _halton(number: int, base: int) -> float:
    part, result = 1.0, 0.0
    while number:
        part /= base
        number, digit = divmod(number, base)
        result += part * digit
    return result


def _in_groups(points: list[Point], sizes: Sequence[int]) -> Iterator[Point]:
    """Points in an order in which those of one group lie side by side: halved along the longer
    side until one group is left."""
    if len(sizes) == 1:
        yield from sorted(points)
        return
    spans = [max(axis) - min(axis) for axis in zip(*points, strict=True)]
    along = 0 if spans[0] >= spans[1] else 1
    points = sorted(points, key=lambda point: (point[along], point))
    half = len(sizes) // 2
    cut = sum(sizes[:half])
    yield from _in_groups(points[:cut], sizes[:half])
    yield from _in_groups(points[cut:], sizes[half:])


def _rounded(geometry: Any) -> Any:
    if isinstance(geometry, dict):
        return {name: _rounded(value) for name, value in geometry.items()}
    if isinstance(geometry, list | tuple):
        return [_rounded(one) for one in geometry]
    return round(geometry, DIGITS) if isinstance(geometry, float) else geometry
