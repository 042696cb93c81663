"""Set what a guide says into papers: the bundle of an end, and a letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hejie.guide.doors import Door
from hejie.guide.letters import Letter
from hejie.guide.walking import Walk
from hejie.kernel import statutes
from hejie.kernel.statutes import Citation
from hejie.papers.typesetting import render
from hejie.triage.doors import URGENT

FOLDER = Path(__file__).with_name("sheets")
SUMMARIES = statutes.summaries()


def letter(text: Letter, words: Mapping[str, str], *, day: date) -> bytes:
    """A letter, filled as far as words were given."""
    data = {"date": day, "title": text.title, "lines": list(text.filled(words))}
    return render(FOLDER / "letter.typ", data)


def bundle(walked: Walk, *, day: date) -> bytes:
    """Where one stands, the doors, what to bring, the letter to fill in, the articles."""
    end = walked.end
    assert end is not None
    data = {
        "date": day,
        "kind": walked.tree.title,
        "title": end.title,
        "urgent": URGENT if end.urgent else "",
        "told": [f"{step.question.asks}{step.answer.says}" for step in walked.steps],
        "stands": [{"says": one.says, "basis": one.basis} for one in end.stands],
        "doors": [_door(one) for one in end.doors],
        "papers": list(end.papers),
        "letter": end.letter.title if end.letter else "",
        "lines": list(end.letter.filled({})) if end.letter else [],
        "articles": [
            {"name": str(one), "summary": SUMMARIES[Citation(one.law, one.article)].sentence}
            for one in end.citations
        ],
    }
    return render(FOLDER / "bundle.typ", data)


def _door(door: Door) -> dict[str, object]:
    return {
        "label": door.label,
        "says": list(door.says),
        "basis": door.basis,
        "cost": door.cost,
        "clocks": [
            f"{rule.label}：{rule.start_event}，从次日起{rule.duration}"
            + (f"（{rule.note}）" if rule.note else "")
            for rule in door.rules
        ],
    }
