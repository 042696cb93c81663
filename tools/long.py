"""Print the ten longest modules and functions: read at each release, never a failure."""

import ast
from collections.abc import Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
LEFT_OUT = {"migrations", "tests", "stories"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def modules() -> Iterator[Path]:
    for part in ("config", "hejie", "tools"):
        for path in (BASE / part).rglob("*.py"):
            if not LEFT_OUT & set(path.parts):
                yield path


def functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTIONS) and node.end_lineno is not None:
            place = f"{path.relative_to(BASE)}:{node.lineno} {node.name}"
            yield node.end_lineno - node.lineno + 1, place


def show(title: str, sizes: list[tuple[int, str]]) -> None:
    print(title)
    for lines, place in sorted(sizes, reverse=True)[:10]:
        print(f"{lines:6} {place}")


paths = list(modules())
lengths = [
    (len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(BASE)))
    for path in paths
]
show("Modules", lengths)
show("Functions", [size for path in paths for size in functions(path)])
