"""What a signature on a PDF/A is made of, and the two acts; `pades` does them.

pyHanko takes 20 MB and most of a second to load, so that a process which signs nothing goes
without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509

from hejie.seals.keyring import Key


class CannotSign(RuntimeError):
    """A signature that could not be made now; its text says why."""


@dataclass(frozen=True)
class Place:
    """Where on a page something stands, in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    width: float
    height: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        right, top = self.left + self.width, self.bottom + self.height
        return round(self.left), round(self.bottom), round(right), round(top)


@dataclass(frozen=True)
class LongTerm:
    """What makes a signature last: a time-stamp server, trusted certificates (the server's among
    them) and lists of revoked ones. With `fetches`, fresh lists are asked of the authorities."""

    server: str
    roots: tuple[x509.Certificate, ...] = ()
    crls: tuple[bytes, ...] = ()
    fetches: bool = True


@dataclass(frozen=True, kw_only=True)
class Signing:
    """One signature: whose key, in which field, why; `picture` is a one-page PDF that is shown in
    the field."""

    key: Key
    field: str
    reason: str
    picture: bytes = b""
    long_term: LongTerm | None = None


def add_field(content: bytes, name: str, place: Place | None) -> bytes:
    """Add an empty field for a later signature, so that the ones before cover it; without a
    place it will not be seen."""
    from hejie.seals import pades  # noqa: PLC0415

    return pades.add_field(content, name, place)


def sign(content: bytes, signing: Signing) -> bytes:
    """Sign a PDF; what was there before stays byte for byte. Raises CannotSign."""
    from hejie.seals import pades  # noqa: PLC0415

    return pades.sign(content, signing)
