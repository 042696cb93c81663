"""The keys of an instance: a folder of `organs/KEY.p12`, `staff/NAME.p12` and trusted `roots/`.

A key is a PKCS#12 file (.p12) or a PEM file (.pem) with the private key, its certificate and the
certificates above it. `crls/` may hold lists of revoked certificates (.crl).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

ORGANS, STAFF, ROOTS, CRLS = "organs", "staff", "roots", "crls"
_FILE_NAME = re.compile(r"[\w@+-][\w.@+-]*")


class Unusable(ValueError):
    """A key or certificate that cannot be used; its text names the file and says why."""


@dataclass(frozen=True)
class Key:
    """A private key with its certificate; `above` are the certificates that lead to a root."""

    secret: Any
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...] = ()

    @property
    def name(self) -> str:
        """What the certificate calls its holder."""
        return name_in(self.certificate.subject)


@dataclass(frozen=True)
class Keyring:
    """`passphrase` opens every key of the folder; empty where they have none."""

    folder: Path
    passphrase: str = ""

    def of_organ(self, key: str) -> Key | None:
        return self._find(ORGANS, key)

    def of_staff(self, username: str) -> Key | None:
        return self._find(STAFF, username)

    def roots(self) -> list[x509.Certificate]:
        """The certificates that this instance trusts. Raises Unusable for a file that is none."""
        found: list[x509.Certificate] = []
        for path in sorted((self.folder / ROOTS).glob("*.pem")):
            found += _readable(path, x509.load_pem_x509_certificates)
        return found

    def crls(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / CRLS).glob("*.crl"))]

    def _find(self, kind: str, name: str) -> Key | None:
        """Raises Unusable for a key that is there but cannot be opened."""
        if not _FILE_NAME.fullmatch(name):
            return None
        for ending, read in ((".p12", _read_pkcs12), (".pem", _read_pem)):
            path = self.folder / kind / f"{name}{ending}"
            if path.exists():
                return _matching(path, _readable(path, read, self.passphrase))
        return None


def require_valid(key: Key, *, now: datetime) -> None:
    """Raise Unusable for a key whose certificate is not valid yet, or no longer."""
    begins, ends = key.certificate.not_valid_before_utc, key.certificate.not_valid_after_utc
    if not begins <= now <= ends:
        raise Unusable(
            f"“{key.name}”的证书有效期是 {begins:%Y-%m-%d} 至 {ends:%Y-%m-%d}，现在不能用"
        )


def name_in(subject: x509.Name) -> str:
    """The common name of a certificate's holder, or all that it says of it."""
    names = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else subject.rfc4514_string()


def _read_pkcs12(content: bytes, passphrase: str) -> Key | None:
    secret, certificate, above = pkcs12.load_key_and_certificates(
        content, passphrase.encode() or None
    )
    return Key(secret, certificate, tuple(above)) if secret and certificate else None


def _read_pem(content: bytes, passphrase: str) -> Key | None:
    locked = b"ENCRYPTED" in content
    secret = load_pem_private_key(content, passphrase.encode() if locked else None)
    own, *above = x509.load_pem_x509_certificates(content)
    return Key(secret, own, tuple(above))


def _readable(path: Path, read: Any, *how: str) -> Any:
    try:
        return read(path.read_bytes(), *how)
    except (ValueError, TypeError, OSError, UnsupportedAlgorithm) as fault:
        raise Unusable(f"{path.name} 打不开：不是证书文件，或者口令不对") from fault


def _matching(path: Path, key: Key | None) -> Key:
    if key is None:
        raise Unusable(f"{path.name} 里没有私钥和证书")
    if key.secret.public_key() != key.certificate.public_key():
        raise Unusable(f"{path.name} 里的私钥和证书不是一对")
    return key


def names_in(folder: Path, kind: str) -> Iterator[str]:
    """The names of all keys of a kind that are there."""
    found = {path.stem for ending in ("p12", "pem") for path in (folder / kind).glob(f"*.{ending}")}
    yield from sorted(found)
