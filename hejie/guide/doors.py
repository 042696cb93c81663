"""The doors that guides lead to: what happens there, by when, for how much, by which article."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hejie.kernel.deadlines import DeadlineRule
from hejie.kernel.statutes import Citation, cite
from hejie.law.catalogue import find_rule
from hejie.triage import doors


@dataclass(frozen=True, kw_only=True)
class Door:
    """`door` is the key that triage has for it; `clocks` are codes of the law's catalogue."""

    key: str
    door: str
    label: str
    says: tuple[str, ...]
    basis: str = ""
    cost: str = ""
    cost_basis: str = ""
    clocks: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[DeadlineRule, ...]:
        """The clocks as they run now; those that nobody has checked yet are left out."""
        return tuple(rule for code in self.clocks if (rule := find_rule(code)).enabled)

    @property
    def citations(self) -> tuple[Citation, ...]:
        bases = (self.basis, self.cost_basis)
        return tuple(one for basis in bases if basis for one in cite(basis))


def load(path: Path) -> Mapping[str, Door]:
    """Read the doors of a file, or raise LookupError, TypeError or ValueError at what is wrong."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({key: _door(key, entry) for key, entry in written.items()})


def _door(key: str, entry: Mapping[str, object]) -> Door:
    lists = {name: tuple(map(str, _list(entry, name))) for name in ("says", "clocks")}
    words = {name: str(value) for name, value in entry.items() if name not in lists}
    door = Door(key=key, **lists, **words)  # type: ignore[arg-type]
    if door.door not in doors.DOORS:
        raise LookupError(f"{key}：没有“{door.door}”这个门")
    if bool(door.cost) != bool(door.cost_basis):
        raise ValueError(f"{key}：写了收费就要写依据")
    return door


def _list(entry: Mapping[str, object], name: str) -> list[object]:
    value = entry.get(name, [])
    if not isinstance(value, list):
        raise TypeError(f"{name} 应当是一个列表")
    return value


DOORS: Final = load(Path(__file__).with_name("doors.toml"))
