"""The nouns' models, for Django; nothing else."""

from hejie.kernel.administration import Administration, AdministrativeAct, PostRequest
from hejie.kernel.bulk import BulkRun
from hejie.kernel.calendars import CalendarNotice, LocalValue
from hejie.kernel.clocks import Clock, ClockOutcome
from hejie.kernel.codes import OneTimeCode
from hejie.kernel.documents import Document, Words
from hejie.kernel.events import (
    Bookmark,
    Checkpoint,
    Cosignature,
    Event,
    LogEntry,
    LogTile,
    Unsequenced,
)
from hejie.kernel.idempotency import IdempotencyKey
from hejie.kernel.jurisdictions import Account, Boundary, Division, Organ, Post
from hejie.kernel.keys import KeyMark
from hejie.kernel.matters import Involvement, Matter, Member, NumberCounter
from hejie.kernel.notices import Notice
from hejie.kernel.openings import Opening
from hejie.kernel.parties import Party
from hejie.kernel.patience import Patience
from hejie.kernel.search import SearchEntry
from hejie.kernel.statute_texts import Article, Statute
from hejie.kernel.supervision import Warning
from hejie.kernel.tallies import DayTally, MonthTally, Tally
from hejie.kernel.tokens import Token

__all__ = [
    "Account",
    "Administration",
    "AdministrativeAct",
    "Article",
    "Bookmark",
    "Boundary",
    "BulkRun",
    "CalendarNotice",
    "Checkpoint",
    "Clock",
    "ClockOutcome",
    "Cosignature",
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
    "MonthTally",
    "Notice",
    "NumberCounter",
    "OneTimeCode",
    "Opening",
    "Organ",
    "Party",
    "Patience",
    "Post",
    "PostRequest",
    "SearchEntry",
    "Statute",
    "Tally",
    "Token",
    "Unsequenced",
    "Warning",
    "Words",
]
