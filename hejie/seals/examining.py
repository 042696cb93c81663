"""What holds of a PDF that somebody brings: its signatures, who made them, what came after.

Run as a program it is the process that `apart` starts.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from cryptography import x509
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as _as_asn1
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from hejie.seals.authority import is_demonstration
from hejie.seals.keyring import name_in
from hejie.seals.report import SECONDS, Fault, Found, Later, Profile, Report

_MEMORY = 1024 * 1024 * 1024
MOST_SIGNATURES = 40
"""More than any paper has; a file with more was made to keep us busy."""

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def examine(
    content: bytes,
    *,
    roots: Iterable[x509.Certificate],
    crls: Iterable[bytes] = (),
    now: datetime,
) -> Report:
    """Examine a file of any kind; asks nobody and never raises for what the file holds."""
    if fault := _first_sight(content):
        return Report(fault=fault)
    trusted, lists = [_as_asn1(one) for one in roots], list(crls)
    try:
        reader = PdfFileReader(io.BytesIO(content))
        if reader.encrypted:
            return Report(fault=Fault.ENCRYPTED)
        embedded = reader.embedded_regular_signatures
        if len(embedded) > MOST_SIGNATURES:
            return Report(fault=Fault.TOO_MANY)
        judge = _Judge(reader, trusted, lists, now)
        return Report(signatures=tuple(judge.judged(one) for one in embedded))
    except (PdfError, *_BAD_CONTENT):
        return Report(fault=Fault.BROKEN)


_BAD_CONTENT = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    NotImplementedError,
    OverflowError,
    SignatureValidationError,
)
"""What a file that is made up can make a reader of files raise."""


def _first_sight(content: bytes) -> Fault | None:
    if not content:
        return Fault.EMPTY
    return None if b"%PDF-" in content[:1024] else Fault.NO_PDF


class _Judge:
    """Judges the signatures of one file by the same roots and lists at one moment."""

    def __init__(
        self, reader: PdfFileReader, roots: list[Certificate], crls: list[bytes], now: datetime
    ) -> None:
        self._reader, self._roots, self._crls, self._now = reader, roots, crls, now
        self._kept: list[Certificate] = []
        self._has_store = "/DSS" in reader.root
        if self._has_store:
            store = DocumentSecurityStore.read_dss(reader)
            self._kept = list(store.load_certs())
            self._crls = [*crls, *(one.get_object().data for one in store.crls)]
        self._last = max(
            (one.signed_revision for one in reader.embedded_regular_signatures), default=-1
        )
        self._kept_until = max(
            (one.signed_revision for one in reader.embedded_timestamp_signatures), default=-1
        )

    def judged(self, signature: EmbeddedPdfSignature) -> Found:
        certificate = signature.signer_cert
        cryptographic = x509.load_der_x509_certificate(certificate.dump())
        try:
            status = validate_pdf_signature(signature, self._at(self._now))
            stamp = status.timestamp_validity
            stamped = stamp.timestamp if stamp and stamp.valid and stamp.trusted else None
            if stamped and not status.trusted:
                status = validate_pdf_signature(signature, self._at(stamped))
        except (SignatureValidationError, *_BAD_CONTENT):
            status, stamped = None, None
        return Found(
            name=name_in(cryptographic.subject),
            issuer=name_in(cryptographic.issuer),
            reason=str(signature.sig_object.get("/Reason", ""))[:200],
            at=signature.self_reported_timestamp,
            stamped=stamped,
            sound=bool(status and status.intact and status.valid),
            trusted=bool(status and status.trusted),
            expired=cryptographic.not_valid_after_utc < (stamped or self._now),
            revoked=bool(status and status.revoked),
            demonstration=is_demonstration(cryptographic),
            later=_later(status, is_last=signature.signed_revision == self._last),
            profile=self._profile(signature, stamped is not None),
        )

    def _at(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots,
            other_certs=self._kept,
            crls=self._crls,
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )

    def _profile(self, signature: EmbeddedPdfSignature, stamped: bool) -> Profile:
        if not stamped:
            return Profile.B
        if not self._has_store:
            return Profile.T
        return Profile.LTA if self._kept_until > signature.signed_revision else Profile.LT


def _later(status: Any, *, is_last: bool) -> Later:
    """Behind a signature there may be others, and behind the last of them what keeps it checkable.
    A field that nobody signed could cover what the page says, so it counts as a change."""
    if status is None or not status.docmdp_ok or status.coverage is None:
        return Later.CHANGED
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Later.NOTHING
    allowed = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}
    if not is_last:
        allowed.add(ModificationLevel.FORM_FILLING)
    fits = status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    return Later.SIGNED if fits and status.modification_level in allowed else Later.CHANGED


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _main() -> None:
    _limit()
    head, _newline, content = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(head)
    report = examine(
        content,
        roots=[x509.load_pem_x509_certificate(one.encode()) for one in told["roots"]],
        crls=[b64decode(one) for one in told["crls"]],
        now=datetime.fromisoformat(told["now"]),
    )
    found = {"fault": report.fault, "signatures": [asdict(one) for one in report.signatures]}
    json.dump(found, sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    _main()
