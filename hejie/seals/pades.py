"""Put a PAdES signature into a PDF/A: baseline B-B, or B-LTA where a time-stamp server is set."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as _certificate
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1 as _secret
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from hejie.seals.keyring import Key
from hejie.seals.signing import CannotSign, LongTerm, Place, Signing

SECONDS_FOR_A_TIME_STAMP = 10


def add_field(content: bytes, name: str, place: Place | None) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    spec = SigFieldSpec(name, on_page=place.page, box=place.box) if place else SigFieldSpec(name)
    append_signature_field(writer, spec)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def sign(content: bytes, signing: Signing) -> bytes:
    meta = PdfSignatureMetadata(
        field_name=signing.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=signing.reason,
        name=signing.key.name,
        embed_validation_info=signing.long_term is not None,
        use_pades_lta=signing.long_term is not None,
        validation_context=_context(signing.long_term),
    )
    signer = PdfSigner(
        meta,
        _signer(signing.key),
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


def _signer(key: Key) -> SimpleSigner:
    chain = SimpleCertificateStore.from_certs([_certificate(one) for one in key.above])
    return SimpleSigner(
        signing_cert=_certificate(key.certificate),
        signing_key=_secret(key.secret),
        cert_registry=chain,
    )


def _context(long_term: LongTerm | None) -> ValidationContext | None:
    if long_term is None:
        return None
    return ValidationContext(
        trust_roots=[_certificate(one) for one in long_term.roots],
        crls=list(long_term.crls),
        allow_fetching=long_term.fetches,
        revocation_mode="soft-fail",
    )


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
