"""The tree: known roots, a plain recursive tree beside it, and no flipped bit passes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hejie.kernel import merkle

LEAVES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 700]


class Shelf:
    """Tiles in memory, growing as a database would keep them."""

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.size = 0

    def read(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")

    def grow(self, leaf_hashes: Sequence[bytes]) -> None:
        for tile in merkle.append(self, self.size, leaf_hashes):
            self.tiles[tile.level, tile.index] = tile.hashes
        self.size += len(leaf_hashes)


def leaf_hashes_of(count: int) -> list[bytes]:
    return [merkle.hash_leaf(number.to_bytes(4, "big")) for number in range(count)]


def shelf_of(leaf_hashes: Sequence[bytes]) -> Shelf:
    shelf = Shelf()
    shelf.grow(leaf_hashes)
    return shelf


def plain_root(leaf_hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaf_hashes:
        return hashlib.sha256().digest()
    if len(leaf_hashes) == 1:
        return leaf_hashes[0]
    k = 1
    while k * 2 < len(leaf_hashes):
        k *= 2
    halves = plain_root(leaf_hashes[:k]) + plain_root(leaf_hashes[k:])
    return hashlib.sha256(b"\x01" + halves).digest()


ALL_HASHES = leaf_hashes_of(max(SIZES))
SHELF = shelf_of(ALL_HASHES)
PLAIN_ROOTS = {size: plain_root(ALL_HASHES[:size]) for size in range(max(SIZES) + 1)}
sizes = st.sampled_from(SIZES) | st.integers(1, max(SIZES))


def flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data, "big") ^ (1 << bit)).to_bytes(len(data), "big")


@pytest.mark.parametrize("size", range(9))
def test_roots_of_the_reference_leaves_are_the_published_ones(size: int) -> None:
    shelf = shelf_of([merkle.hash_leaf(entry) for entry in LEAVES])
    assert merkle.root(shelf, size).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
    ],
)
def test_proofs_of_the_reference_leaves_are_the_published_ones(
    index: int, size: int, proof: list[str]
) -> None:
    shelf = shelf_of([merkle.hash_leaf(entry) for entry in LEAVES])
    assert [step.hex() for step in merkle.inclusion_proof(shelf, index, size)] == proof


def test_every_size_has_the_root_of_the_plain_tree() -> None:
    assert {size: merkle.root(SHELF, size) for size in PLAIN_ROOTS} == PLAIN_ROOTS


def test_a_tree_of_seventy_thousand_has_the_tiles_the_specification_counts() -> None:
    shelf = shelf_of(leaf_hashes_of(70_000))
    widths = {place: len(hashes) // 32 for place, hashes in shelf.tiles.items()}
    full = [place for place, width in widths.items() if width == merkle.TILE_WIDTH]
    partial = {place: width for place, width in widths.items() if width < merkle.TILE_WIDTH}
    assert sorted(full) == [*((0, index) for index in range(273)), (1, 0)]
    assert partial == {(0, 273): 112, (1, 1): 17, (2, 0): 1}
    assert widths == {place: merkle.tile_width(*place, 70_000) for place in widths}
    assert merkle.tile_width(0, 274, 70_000) == 0
    assert merkle.tile_width(3, 0, 70_000) == 0
    assert merkle.root(shelf, 70_000) == plain_root(leaf_hashes_of(70_000))


def test_appending_returns_only_what_changed() -> None:
    changed = merkle.append(SHELF, 255, [ALL_HASHES[255], ALL_HASHES[256]])
    assert [(tile.level, tile.index, len(tile.hashes) // 32) for tile in changed] == [
        (0, 0, 256),
        (0, 1, 1),
        (1, 0, 1),
    ]
    assert merkle.append(SHELF, 700, []) == ()


@given(st.lists(st.integers(0, 300), max_size=5))
@settings(max_examples=25)
def test_growing_in_batches_equals_growing_at_once(batches: list[int]) -> None:
    leaf_hashes = leaf_hashes_of(sum(batches))
    shelf = Shelf()
    for count in batches:
        shelf.grow(leaf_hashes[shelf.size : shelf.size + count])
    assert shelf.tiles == shelf_of(leaf_hashes).tiles


@given(sizes, st.data())
def test_every_inclusion_proof_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(SHELF, index, size)
    assert merkle.leaf_hash_at(SHELF, index) == ALL_HASHES[index]
    assert merkle.verify_inclusion(ALL_HASHES[index], index, size, proof, PLAIN_ROOTS[size])


@given(sizes, st.data())
def test_no_changed_inclusion_proof_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = list(merkle.inclusion_proof(SHELF, index, size))
    parts = [ALL_HASHES[index], PLAIN_ROOTS[size], *proof]
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] = flipped(parts[place], data.draw(st.integers(0, 255)))
    leaf, root, *changed = parts
    assert not merkle.verify_inclusion(leaf, index, size, changed, root)
    if proof:
        whole = (ALL_HASHES[index], index, size)
        assert not merkle.verify_inclusion(*whole, proof[:-1], PLAIN_ROOTS[size])
    assert not merkle.verify_inclusion(
        ALL_HASHES[index], index, size, [*proof, bytes(32)], PLAIN_ROOTS[size]
    )


@given(sizes, st.data())
def test_a_proof_holds_for_no_other_index(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.tuples(st.integers(0, size - 1), st.integers(-2, size + 2)))
    proof = merkle.inclusion_proof(SHELF, index, size)
    holds = merkle.verify_inclusion(ALL_HASHES[index], other, size, proof, PLAIN_ROOTS[size])
    assert holds == (index == other)


@given(st.tuples(st.just(0) | sizes, sizes).map(sorted))
def test_every_consistency_proof_verifies(pair: list[int]) -> None:
    old, new = pair
    proof = merkle.consistency_proof(SHELF, old, new)
    assert merkle.verify_consistency(old, new, PLAIN_ROOTS[old], PLAIN_ROOTS[new], proof)


@given(st.tuples(sizes, sizes).map(sorted), st.data())
def test_no_changed_consistency_proof_verifies(pair: list[int], data: st.DataObject) -> None:
    old, new = pair
    proof = merkle.consistency_proof(SHELF, old, new)
    parts = [PLAIN_ROOTS[old], PLAIN_ROOTS[new], *proof]
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] = flipped(parts[place], data.draw(st.integers(0, 255)))
    old_root, new_root, *changed = parts
    assert not merkle.verify_consistency(old, new, old_root, new_root, changed)
    roots = (PLAIN_ROOTS[old], PLAIN_ROOTS[new])
    assert not merkle.verify_consistency(old, new, *roots, [*proof, bytes(32)])
    if proof:
        assert not merkle.verify_consistency(old, new, *roots, proof[:-1])


@given(sizes, st.data())
def test_a_rewritten_past_is_not_consistent(size: int, data: st.DataObject) -> None:
    leaf_hashes = ALL_HASHES[:size]
    old = data.draw(st.integers(1, size))
    place = data.draw(st.integers(0, old - 1))
    rewritten = shelf_of([*leaf_hashes[:place], bytes(32), *leaf_hashes[place + 1 :]])
    proof = merkle.consistency_proof(rewritten, old, size)
    new_root = merkle.root(rewritten, size)
    assert not merkle.verify_consistency(old, size, PLAIN_ROOTS[old], new_root, proof)


def test_nothing_grows_into_anything_but_only_from_the_empty_root() -> None:
    empty, some = merkle.EMPTY_ROOT, PLAIN_ROOTS[5]
    assert merkle.verify_consistency(0, 0, empty, empty, [])
    assert not merkle.verify_consistency(0, 0, empty, some, [])
    assert not merkle.verify_consistency(0, 5, some, some, [])
    assert not merkle.verify_consistency(0, 5, empty, some, [bytes(32)])
    assert not merkle.verify_consistency(6, 5, PLAIN_ROOTS[6], some, [])


def test_hashes_of_another_length_never_verify() -> None:
    assert not merkle.verify_inclusion(b"", 0, 1, [], b"")
    assert not merkle.verify_consistency(5, 5, b"x", b"x", [])


def test_a_missing_or_short_tile_is_named() -> None:
    shelf = shelf_of(ALL_HASHES)
    del shelf.tiles[0, 1]
    with pytest.raises(merkle.TileMissing, match="tile 0/001"):
        merkle.inclusion_proof(shelf, 300, 700)
    shelf.tiles[0, 2] = shelf.tiles[0, 2][:-1]
    with pytest.raises(merkle.TileMissing, match="tile 0/002"):
        merkle.append(shelf, 700, [bytes(32)])


def test_questions_outside_the_tree_are_refused() -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_proof(SHELF, 700, 700)
    with pytest.raises(ValueError, match="cannot grow"):
        merkle.consistency_proof(SHELF, 5, 4)
    with pytest.raises(ValueError, match="0 leaves"):
        merkle.root(SHELF, -1)
    with pytest.raises(ValueError, match="32 bytes"):
        merkle.append(SHELF, 700, [b"short"])


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ((0, 0, 256), "0/000"),
        ((0, 999, 256), "0/999"),
        ((1, 1000, 256), "1/x001/000"),
        ((0, 1234067, 256), "0/x001/x234/067"),
        ((2, 5, 17), "2/005.p/17"),
    ],
)
def test_tiles_are_named_as_the_specification_names_them(
    place: tuple[int, int, int], path: str
) -> None:
    assert merkle.tile_path(*place) == path
    assert merkle.parse_tile_path(path) == place


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/0",
        "00/000",
        "64/000",
        "0/x000/000",
        "0/001/234",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/999",
        "0/000.p/01",
        "0/000\n",
        "/0/000",
        "0/../000",
        "0/٠٠٠",
    ],
)
def test_other_paths_name_no_tile(path: str) -> None:
    assert merkle.parse_tile_path(path) is None


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_every_tile_name_reads_back(level: int, index: int, width: int) -> None:
    place = (level, index, width)
    assert merkle.parse_tile_path(merkle.tile_path(*place)) == place
