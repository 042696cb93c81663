"""Put a PAdES signature into a PDF/A: baseline B-B, or B-LTA where a time-stamp server is set."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cryptography import x509
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as _certificate
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from hejie.seals.keyring import Key

SECONDS_FOR_A_TIME_STAMP = 10


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

    def context(self) -> ValidationContext:
        return ValidationContext(
            trust_roots=[_certificate(one) for one in self.roots],
            crls=list(self.crls),
            allow_fetching=self.fetches,
            revocation_mode="soft-fail",
        )


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
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    spec = SigFieldSpec(name, on_page=place.page, box=place.box) if place else SigFieldSpec(name)
    append_signature_field(writer, spec)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def sign(content: bytes, signing: Signing) -> bytes:
    """Sign a PDF; what was there before stays byte for byte. Raises CannotSign."""
    meta = PdfSignatureMetadata(
        field_name=signing.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=signing.reason,
        name=signing.key.name,
        embed_validation_info=signing.long_term is not None,
        use_pades_lta=signing.long_term is not None,
        validation_context=signing.long_term.context() if signing.long_term else None,
    )
    signer = PdfSigner(
        meta,
        signing.key.signer(),
        timestamper=_time_stamper(signing.long_term),
        stamp_style=_shown(signing.picture) if signing.picture else None,
    )
    written = io.BytesIO()
    try:
        # The library runs an event loop of its own, of which a thread has no more than one.
        with ThreadPoolExecutor(1) as apart:
            writer = IncrementalPdfFileWriter(io.BytesIO(content))
            apart.submit(signer.sign_pdf, writer, output=written).result()
    except (TimestampRequestError, OSError) as fault:
        raise CannotSign("时间戳服务器没有给出时间戳，请稍后再试") from fault
    except (SigningError, PathError, PdfError, ValueError) as fault:
        raise CannotSign(f"“{signing.key.name}”的证书不能用来签章：{fault}") from fault
    return written.getvalue()


def _time_stamper(long_term: LongTerm | None) -> RequestsHTTPTimeStamper | None:
    if long_term is None:
        return None
    return RequestsHTTPTimeStamper(long_term.server, timeout=SECONDS_FOR_A_TIME_STAMP)


def _shown(picture: bytes) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID)
    return StaticStampStyle(background=_Picture(picture), background_layout=whole, border_width=0)


class _Picture(PdfContent):
    """The first page of a PDF, drawn where the signature is shown."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Seal"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Seal Do"
