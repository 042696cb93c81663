"""What triage makes of the labelled questions, and how fast."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

import click

from hejie.cli.answers import answer
from hejie.triage import triage
from hejie.triage.evaluation import Question, questions, report


@click.command("triage")
@click.argument("rounds", type=click.IntRange(1, 100), default=3)
def judge(rounds: int) -> None:
    """Cross-validate triage on the labelled questions; see docs/triage.md for what that means."""
    asked = questions()
    answer({**report(asked), "ms_a_text": spent_judging(asked, rounds)})


def spent_judging(asked: Sequence[Question], rounds: int) -> dict[str, float]:
    spent = []
    for question in list(asked) * rounds:
        begun = time.perf_counter()
        triage(question.text)
        spent.append((time.perf_counter() - begun) * 1000)
    p95 = sorted(spent)[int(len(spent) * 0.95)]
    return {"p50": round(statistics.median(spent), 2), "p95": round(p95, 2)}
