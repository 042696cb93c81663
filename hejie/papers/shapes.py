"""Things a paper shows that are neither words nor numbers: signatures and QR codes."""

import io
from dataclasses import dataclass
from datetime import datetime

import segno


@dataclass(frozen=True)
class QrCode:
    """A text, mostly an address, printed as a QR code."""

    text: str

    def svg(self) -> bytes:
        """Draw the code; the same text always gives the same drawing."""
        drawing = io.BytesIO()
        segno.make_qr(self.text, error="m").save(
            drawing, kind="svg", border=2, xmldecl=False, nl=False, omitsize=True
        )
        return drawing.getvalue()


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A place to sign: drawn when an image (PNG) is there, else an empty line for the pen."""

    role: str
    name: str
    image: bytes | None = None
    signed_at: datetime | None = None
    way: str = ""
    fingerprint: bool = False
    present: tuple[str, ...] = ()
    """Who else was there: an interpreter, a guardian, a witness, each with its role."""
