"""The one way in which a package or a receipt is turned down."""

from __future__ import annotations

from enum import StrEnum

from hejie.kernel.sentences import Complaint


class Fault(StrEnum):
    """What is wrong with it, as a code that scripts can tell apart."""

    TRUNCATED = "truncated"
    ALTERED = "altered"
    UNKNOWN_SENDER = "unknown_sender"
    TOO_LARGE = "too_large"
    UNSAFE_NAME = "unsafe_name"
    DUPLICATE = "duplicate"
    MALFORMED = "malformed"
    FOREIGN = "foreign"
    REUSED = "reused"


class Refused(Complaint):
    """A package that is not taken; the sentence says why, the fault says it to a script."""

    def __init__(self, fault: Fault, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.fault = fault
