"""A round seal is a picture fit to keep, whatever the name, and shows what is under it."""

from __future__ import annotations

from datetime import date

import pypdfium2  # type: ignore[import-untyped]
import pytest

from hejie.papers.archival import faults
from hejie.papers.round_seal import round_seal

DAY = date(2026, 8, 7)
NAMES = ("调委会", "花果街道综治中心（人民调解委员会）", "张湾区道路交通事故损害赔偿纠纷" * 3)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_stands_whole_within_the_ring(name: str) -> None:
    content = round_seal(name, below="电子印章", day=DAY)
    assert faults(content) == ()
    with pypdfium2.PdfDocument(content) as pdf:
        (page,) = pdf
        text = "".join(page.get_textpage().get_text_range().split())
        picture = page.render(scale=2).to_pil().convert("RGB")
    assert sorted(text) == sorted(name + "电子印章")
    middle, edge = picture.width // 2, picture.width - 2
    assert picture.getpixel((edge, edge)) == (255, 255, 255), "round: nothing in the corners"
    red = picture.getpixel((middle, middle))
    assert isinstance(red, tuple)
    assert red[0] > red[1] + 60


def test_the_same_seal_is_drawn_the_same() -> None:
    first, again = (round_seal("调委会", below="电子印章", day=DAY) for _ in range(2))
    assert first == again
