"""Find and quote an article of a law, and our own one-sentence summaries; holds no law itself."""

from hejie.kernel.statutes.citations import BadCitation, Citation, article_label, cite
from hejie.kernel.statutes.numerals import from_chinese, to_chinese
from hejie.kernel.statutes.summaries import SUMMARIES, BadSummary, Source, Summary, summaries
from hejie.kernel.statutes.texts import (
    COMES_INTO_FORCE,
    BadStatute,
    Library,
    Statute,
    in_force_from,
    parse,
    read_folder,
)

__all__ = [
    "COMES_INTO_FORCE",
    "SUMMARIES",
    "BadCitation",
    "BadStatute",
    "BadSummary",
    "Citation",
    "Library",
    "Source",
    "Statute",
    "Summary",
    "article_label",
    "cite",
    "from_chinese",
    "in_force_from",
    "parse",
    "read_folder",
    "summaries",
    "to_chinese",
]
