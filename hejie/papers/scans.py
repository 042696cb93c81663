"""Uploads as pages to keep: pictures as they are, PDFs that are not PDF/A drawn page by page."""

import io
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps, UnidentifiedImageError

from hejie.papers.archival import faults
from hejie.papers.fonts import Typefaces
from hejie.papers.typesetting import render

DOTS_PER_INCH = 200
LONGEST_SIDE = 4000  # pixels; A3 at 200 dpi is 3300

_SCAN = Path(__file__).with_name("scan.typ")
_PDFIUM = threading.Lock()  # pdfium may be entered by one thread at a time


class Unreadable(ValueError):
    """An upload that cannot become pages; its text names it and says why."""


def pages_of(title: str, content: bytes, day: date, fonts: Typefaces | None = None) -> bytes:
    """Turn a PDF, JPEG or PNG into PDF/A-2b: a PDF that is one already comes back as it is."""
    if content.startswith(b"%PDF-"):
        if not faults(content):
            return content
        pictures = list(_drawn(title, content))
    else:
        pictures = [_picture(title, content)]
    sheets = [{"picture": picture, "wide": _is_wide(picture)} for picture in pictures]
    return render(_SCAN, {"title": title, "date": day, "sheets": sheets}, fonts=fonts)


def _drawn(title: str, content: bytes) -> Iterator[bytes]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            raise Unreadable(f"《{title}》不是可以打开的 PDF（已损坏或者有密码）。") from fault
        with document:
            document.init_forms()
            for page in document:
                scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(page.get_size()))
                yield _jpeg(page.render(scale=scale).to_pil())


def _picture(title: str, content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            picture.load()
            if picture.format == "JPEG" and picture.mode not in ("L", "RGB"):
                return _jpeg(ImageOps.exif_transpose(picture))
            return content
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as fault:
        raise Unreadable(f"《{title}》不是可以打开的 JPEG 或 PNG 图片。") from fault


def _jpeg(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.convert("RGB").save(content, "JPEG", quality=88)
    return content.getvalue()


def _is_wide(picture: bytes) -> bool:
    with Image.open(io.BytesIO(picture)) as image:
        upright = ImageOps.exif_transpose(image)
        return upright.width > upright.height
