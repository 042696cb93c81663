"""Find and quote an article of a law, and our own one-sentence summaries; holds no law itself."""

from hejie.kernel.statutes.citations import BadCitation, Citation, article_label, cite
from hejie.kernel.statutes.numerals import from_chinese, to_chinese
from hejie.kernel.statutes.summaries import SUMMARIES, BadSummary, Source, Summary, summaries
from hejie.kernel.statutes.texts import BadStatute, Library, Statute, parse, read_folder

__all__ = [
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
    "parse",
    "read_folder",
    "summaries",
    "to_chinese",
]
