"""A procedure as a Mermaid state diagram."""

from __future__ import annotations

from collections.abc import Iterator

from hejie.cli.drawings.moves import is_anywhere, moves_of
from hejie.kernel.procedures import START, Procedure

END = "[*]"


def as_mermaid(law: Procedure) -> str:
    return "\n".join(_lines(law)) + "\n"


def _lines(law: Procedure) -> Iterator[str]:
    moves = list(moves_of(law))
    yield "stateDiagram-v2"
    yield f"    %% {law.label}（{law.key} {law.version}）"
    for state, label in law.states.items():
        yield f'    state "{_plain(label)}" as {state}'
    for move in moves:
        source = END if move.source == START else move.source
        yield f"    {source} --> {move.target}: {_plain(move.label)}"
    left = {move.source for move in moves}
    for state in law.states:
        if state not in left:
            yield f"    {state} --> {END}"
    for step in law.steps.values():
        if is_anywhere(step):
            yield f"    %% 不改变状态，随时可办：{_plain(step.label)}"


def _plain(text: str) -> str:
    """Without the marks that Mermaid reads as its own."""
    return text.replace('"', "”").replace(":", "：").replace(";", "；").replace("#", "＃")
