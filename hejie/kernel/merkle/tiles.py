"""Keep a Merkle tree as the tiles of C2SP tlog-tiles and draw roots and proofs from them.

A tile of level L holds up to 256 hashes of 32 bytes, each the root of a complete subtree of
256**L leaves. Tiles only ever grow to the right, so that proofs for an older size are drawn
from the same tiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from hejie.kernel.merkle.proofs import EMPTY_ROOT, HASH_BYTES, hash_node

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
HIGHEST_LEVEL = 63

_PATH = re.compile(
    r"(?P<level>0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


class Tiles(Protocol):
    """Where tiles are kept."""

    def read(self, level: int, index: int) -> bytes:
        """Return the hashes of one tile as far as it is filled, or b"" where there is none."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile as it is now filled, to be kept in place of what was at its level and index."""

    level: int
    index: int
    hashes: bytes


class TileMissing(LookupError):
    """A tile is not there or holds fewer hashes than the size of the tree promises."""


def append(tiles: Tiles, size: int, leaf_hashes: Sequence[bytes]) -> tuple[Tile, ...]:
    """Grow the tree from ``size`` leaves; return every tile that is new or has become wider."""
    _require_hashes(leaf_hashes)
    changed: list[Tile] = []
    level, arriving = 0, list(leaf_hashes)
    while arriving:
        grown = tuple(_grown(tiles, level, size >> (TILE_HEIGHT * level), arriving))
        changed.extend(grown)
        arriving = [_fold(_split(tile.hashes)) for tile in grown if _is_full(tile)]
        level += 1
    return tuple(changed)


def root(tiles: Tiles, size: int) -> bytes:
    """Return the root of the first ``size`` leaves, or raise TileMissing."""
    if size < 0:
        raise ValueError("a tree has no fewer than 0 leaves")
    return _range_root(_Nodes(tiles), 0, size)


def leaf_hash_at(tiles: Tiles, index: int) -> bytes:
    """Return the leaf hash number ``index``, from zero, or raise TileMissing."""
    return _Nodes(tiles).node(0, index)


def inclusion_proof(tiles: Tiles, index: int, size: int) -> tuple[bytes, ...]:
    """Prove leaf number ``index``, from zero, to be among the first ``size`` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return tuple(_inclusion(_Nodes(tiles), index, 0, size))


def consistency_proof(tiles: Tiles, old_size: int, new_size: int) -> tuple[bytes, ...]:
    """Prove that the tree of new_size only adds to the tree of old_size."""
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {old_size} cannot grow into one of {new_size}")
    if old_size == 0:
        return ()
    return tuple(_consistency(_Nodes(tiles), old_size, 0, new_size, known=True))


def tile_width(level: int, index: int, size: int) -> int:
    """Return how many hashes a tile has in a tree of ``size`` leaves; 0 if it has no such tile."""
    return max(0, min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - index * TILE_WIDTH))


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Name a tile below ``tile/``: ``0/x001/234``, ``1/000.p/17``."""
    digits = f"{index:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([str(level), *(f"x{group}" for group in groups[:-1]), groups[-1]])
    return name if width == TILE_WIDTH else f"{name}.p/{width}"


def parse_tile_path(path: str) -> tuple[int, int, int] | None:
    """Read what tile_path wrote into level, index and width; None for anything else."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    level, width = int(found["level"]), int(found["width"] or TILE_WIDTH)
    index = int(found["index"].replace("x", "").replace("/", ""))
    is_canonical = level <= HIGHEST_LEVEL and tile_path(level, index, width) == path
    return (level, index, width) if is_canonical and width <= TILE_WIDTH else None


class _Nodes:
    """Complete subtrees by height and index, each tile read once."""

    def __init__(self, tiles: Tiles) -> None:
        self._tiles = tiles
        self._read: dict[tuple[int, int], bytes] = {}

    def node(self, height: int, index: int) -> bytes:
        level, rest = divmod(height, TILE_HEIGHT)
        tile_index, first = divmod(index << rest, TILE_WIDTH)
        count = 1 << rest
        hashes = self._hashes(level, tile_index)[first * HASH_BYTES : (first + count) * HASH_BYTES]
        if len(hashes) != count * HASH_BYTES:
            raise TileMissing(f"tile {tile_path(level, tile_index)} lacks hash {first + count - 1}")
        return _fold(_split(hashes))

    def _hashes(self, level: int, index: int) -> bytes:
        if (level, index) not in self._read:
            self._read[level, index] = self._tiles.read(level, index)
        return self._read[level, index]


def _grown(tiles: Tiles, level: int, count: int, arriving: Sequence[bytes]) -> Iterator[Tile]:
    index, filled = divmod(count, TILE_WIDTH)
    kept = tiles.read(level, index)[: filled * HASH_BYTES] if filled else b""
    if len(kept) != filled * HASH_BYTES:
        raise TileMissing(f"tile {tile_path(level, index)} lacks hash {filled - 1}")
    hashes = kept + b"".join(arriving)
    full = TILE_WIDTH * HASH_BYTES
    for step, start in enumerate(range(0, len(hashes), full)):
        yield Tile(level, index + step, hashes[start : start + full])


def _is_full(tile: Tile) -> bool:
    return len(tile.hashes) == TILE_WIDTH * HASH_BYTES


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def _fold(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [hash_node(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _range_root(nodes: _Nodes, start: int, end: int) -> bytes:
    """Hash leaves [start, end); start is a multiple of every complete subtree in the range."""
    peaks: list[bytes] = []
    while start < end:
        height = (end - start).bit_length() - 1
        peaks.append(nodes.node(height, start >> height))
        start += 1 << height
    if not peaks:
        return EMPTY_ROOT
    current = peaks.pop()
    while peaks:
        current = hash_node(peaks.pop(), current)
    return current


def _left_size(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _inclusion(nodes: _Nodes, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _left_size(end - start)
    if index < middle:
        return [*_inclusion(nodes, index, start, middle), _range_root(nodes, middle, end)]
    return [*_inclusion(nodes, index, middle, end), _range_root(nodes, start, middle)]


def _consistency(nodes: _Nodes, old_end: int, start: int, end: int, *, known: bool) -> list[bytes]:
    """RFC 6962 SUBPROOF; ``known`` while the old tree's root is the subtree at hand."""
    if old_end == end:
        return [] if known else [_range_root(nodes, start, end)]
    middle = start + _left_size(end - start)
    if old_end <= middle:
        left = _consistency(nodes, old_end, start, middle, known=known)
        return [*left, _range_root(nodes, middle, end)]
    right = _consistency(nodes, old_end, middle, end, known=False)
    return [*right, _range_root(nodes, start, middle)]


def _require_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(leaf_hash) != HASH_BYTES for leaf_hash in hashes):
        raise ValueError(f"a leaf hash is {HASH_BYTES} bytes")
