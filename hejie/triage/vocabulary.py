"""The words of the lists that a text has: what it is about, and nothing that is not listed."""

from __future__ import annotations

from typing import Final

from hejie.triage.judgement import JUDGE
from hejie.triage.lexicon import ELLIPSIS
from hejie.triage.reading import read, shorten

_LISTS: Final = (JUDGE.cause, JUDGE.room, JUDGE.door)
# A word with an ellipsis quotes whatever stands in between, which may be a name.
VOCABULARY: Final = frozenset(
    word.written for words in _LISTS for word in words.words if ELLIPSIS not in word.written
)


def words_in(text: str) -> frozenset[str]:
    """Give the listed words that occur in a text. No name, number or address is ever among them,
    because only what stands in the lists is given."""
    reading = read(shorten(text))
    found = {quote for words in _LISTS for each in words.find(reading) for quote in each.quotes}
    return frozenset(found & VOCABULARY)
