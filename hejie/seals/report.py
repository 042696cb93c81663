"""What can be found of a PDF that somebody brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SECONDS = 20
"""Within which an examination ends, of wall and of processor time."""


class Fault(StrEnum):
    """Why a file could not be examined at all."""

    EMPTY = "empty"
    NO_PDF = "no_pdf"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY = "too_many"
    TOO_BIG = "too_big"
    TOO_LONG = "too_long"


class Profile(StrEnum):
    """How long a signature can be checked (ETSI EN 319 142): as long as its certificate lives
    (B), proved to have been there at a time (T), with all that a check needs (LT), kept (LTA)."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"


class Later(StrEnum):
    """What was done to the file after a signature."""

    NOTHING = "nothing"
    SIGNED = "signed"
    """Only further signatures, or what keeps them checkable."""
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One signature. `at` is what the signer's clock said, `stamped` what a trusted time-stamp
    server said. `sound`: what was signed is unchanged and was signed with this certificate.
    `trusted`: the certificate leads to a root that this instance trusts."""

    name: str
    issuer: str
    reason: str
    at: datetime | None
    stamped: datetime | None
    sound: bool
    trusted: bool
    expired: bool
    revoked: bool
    demonstration: bool
    later: Later
    profile: Profile

    @property
    def holds(self) -> bool:
        return self.sound and self.trusted and self.later is not Later.CHANGED


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that was found; with a `fault` there is nothing else to say."""

    fault: Fault | None = None
    signatures: tuple[Found, ...] = ()

    @property
    def holds(self) -> bool:
        return bool(self.signatures) and all(one.holds for one in self.signatures)
