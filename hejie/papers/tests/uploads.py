"""Uploads as people send them: pictures, and PDFs no archive would take as they are."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> bytes:
    """Draw a cross on a picture of that kind (JPEG, PNG...)."""
    image = Image.new(mode, size)
    ImageDraw.Draw(image).line((0, 0, *size))
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def office_pdf(pages: int = 1) -> bytes:
    """Write a PDF as office programs do: a font by name only, no output intent."""
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        words = f"BT /F 40 Tf 100 400 Td (Contract {number}) Tj ET"
        page.Contents = pdf.make_stream(words.encode())
    return saved(pdf)


def saved(pdf: Pdf, **how: Any) -> bytes:
    content = io.BytesIO()
    pdf.save(content, **how)
    return content.getvalue()


def rotated(paper: bytes, angle: int) -> bytes:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        for page in pdf.pages:
            page.rotate(angle, relative=False)
        return saved(pdf)


def linked(paper: bytes) -> bytes:
    """Add a link from the first page to the last."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 50, 50]),
            F=4,
            Dest=Array([pdf.pages[-1].obj, Name.Fit]),
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
        return saved(pdf)
