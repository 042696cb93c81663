"""The round red seal of an organ, drawn: what a reader sees where a cryptographic seal stands."""

from datetime import date
from pathlib import Path

from hejie.papers.fonts import Typefaces
from hejie.papers.typesetting import render

_TEMPLATE = Path(__file__).with_name("round_seal.typ")


def round_seal(name: str, *, below: str, day: date, fonts: Typefaces | None = None) -> bytes:
    """Draw the seal of an organ on a transparent page of its own; `below` says what it is."""
    return render(_TEMPLATE, {"name": name, "below": below, "date": day}, fonts=fonts)
