"""The nouns' models, for Django; nothing else."""

from hejie.kernel.calendars import CalendarDay, CalendarNotice, CalendarYear, LocalValue
from hejie.kernel.clocks import Clock
from hejie.kernel.codes import OneTimeCode
from hejie.kernel.documents import Document, Words
from hejie.kernel.events import (
    Bookmark,
    Checkpoint,
    Event,
    LogEntry,
    LogTile,
    Unsequenced,
)
from hejie.kernel.idempotency import IdempotencyKey
from hejie.kernel.jurisdictions import Account, Division, Organ, Post
from hejie.kernel.keys import KeyMark
from hejie.kernel.matters import Involvement, Matter, Member, NumberCounter
from hejie.kernel.notices import Notice
from hejie.kernel.openings import Opening
from hejie.kernel.parties import Party
from hejie.kernel.search import SearchEntry
from hejie.kernel.statute_texts import Article, Statute
from hejie.kernel.supervision import Warning
from hejie.kernel.tallies import DayTally, Tally
from hejie.kernel.tokens import Token

__all__ = [
    "Account",
    "Article",
    "Bookmark",
    "CalendarDay",
    "CalendarNotice",
    "CalendarYear",
    "Checkpoint",
    "Clock",
    "DayTally",
    "Division",
    "Document",
    "Event",
    "IdempotencyKey",
    "Involvement",
    "KeyMark",
    "LocalValue",
    "LogEntry",
    "LogTile",
    "Matter",
    "Member",
    "Notice",
    "NumberCounter",
    "OneTimeCode",
    "Opening",
    "Organ",
    "Party",
    "Post",
    "SearchEntry",
    "Statute",
    "Tally",
    "Token",
    "Unsequenced",
    "Warning",
    "Words",
]
