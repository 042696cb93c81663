"""A certificate authority for demonstrations: its root, and keys that say 演示 in their names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from hejie.seals.keyring import CRLS, ORGANS, ROOTS, STAFF

MARK = "（演示）"
"""Ends the name of every holder of a certificate made here, so that no reader can miss it."""
ORGANISATION = "和解演示证书，不具法律效力"
AUTHORITY = "authority.pem"
_FILE = "demonstration"
_ISSUER = f"和解根证书{MARK}"
_LASTS = timedelta(days=3650)
_LONGEST_NAME = 64  # bytes; what fits into a certificate's common name


def make_keys(
    folder: Path, *, organs: Mapping[str, str], staff: Mapping[str, str], now: datetime
) -> int:
    """Make a key for each organ and member of staff (key or username → name) that has none yet,
    and the authority itself the first time; gives how many were made. Files are for their owner
    alone, except what everybody may see."""
    _make_folders(folder)
    wanted = [
        (folder / kind / f"{key}.pem", name)
        for kind, names in ((ORGANS, organs), (STAFF, staff))
        for key, name in names.items()
        if not any((folder / kind / f"{key}{ending}").exists() for ending in (".pem", ".p12"))
    ]
    if wanted or not (folder / AUTHORITY).exists():
        root, root_key = _authority(folder, now)
        for path, name in wanted:
            _make_key(path, name, root, root_key, now)
    return len(wanted)


def is_demonstration(certificate: x509.Certificate) -> bool:
    """Whether a certificate was made for a demonstration, here or at another instance."""
    return ORGANISATION in certificate.issuer.rfc4514_string()


def _make_folders(folder: Path) -> None:
    for place in (folder, *(folder / name for name in (ORGANS, STAFF, ROOTS, CRLS))):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)


def _authority(folder: Path, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path = folder / AUTHORITY
    if path.exists():
        content = path.read_bytes()
        key = load_pem_private_key(content, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(content), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(_ISSUER)
    usage = _usage(key_cert_sign=True, crl_sign=True)
    certificate = (
        _begun(name, name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(path, _pem(certificate, key))
    _write(folder / ROOTS / f"{_FILE}.pem", certificate.public_bytes(Encoding.PEM))
    _write(folder / CRLS / f"{_FILE}.crl", _nothing_revoked(certificate, key, now))
    return certificate, key


def _make_key(
    path: Path,
    name: str,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _begun(_named(name + MARK), root.subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    _write(path, _pem(certificate, key))


def _named(name: str) -> x509.Name:
    room = _LONGEST_NAME - len(f"…{MARK}".encode())
    fits = len(name.encode()) <= _LONGEST_NAME
    short = name if fits else name.encode()[:room].decode(errors="ignore") + f"…{MARK}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, short),
        ]
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(**used: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in names.split()})


def _nothing_revoked(
    certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: datetime
) -> bytes:
    revoked = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(certificate.subject)
        .last_update(now - timedelta(days=1))
        .next_update(now + _LASTS)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return revoked.public_bytes(Encoding.DER)


def _pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)


def _write(path: Path, content: bytes) -> None:
    """Write a file that nobody but its owner can read, at no moment."""
    place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "wb") as file:
        file.write(content)
