"""What a procedure says, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from hejie.kernel.procedures import Problem


def say(problem: Problem) -> str:
    """The sentence, with the article it rests on."""
    sentence = gettext(problem.sentence)
    if problem.told:
        sentence %= {name: _word(told) for name, told in problem.told.items()}
    if not problem.basis:
        return sentence
    return gettext("%(sentence)s（%(basis)s）") % {"sentence": sentence, "basis": problem.basis}


def listed(labels: Iterable[str]) -> str:
    """Labels of the law, one after the other."""
    return gettext("、").join(gettext(label) for label in labels)


def _word(told: object) -> object:
    if isinstance(told, datetime):
        return f"{timezone.localtime(told):%Y-%m-%d %H:%M}"
    if isinstance(told, tuple):
        return listed(told)
    return gettext(told) if isinstance(told, str) else told
