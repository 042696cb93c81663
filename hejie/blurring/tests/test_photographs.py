"""Faces and plates are covered for good; what is broken stays to be seen."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from hejie.blurring import blur
from hejie.blurring.photographs import LONGEST_SIDE, Unreadable

ASTRONAUT = Path(__file__).with_name("astronaut.jpg")
"""Eileen Collins, photographed by NASA: in the public domain."""
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
PLATES = {
    "blue": ((20, 60, 170), "white", "鄂C·A2468"),
    "yellow": ((235, 180, 20), "black", "鄂C·B1357"),
    "green": ((120, 200, 130), "black", "鄂C·D12345"),
}


def jpeg(picture: Image.Image, **more) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=90, **more)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def street(
    colour: str, *, turn: int = 0, scale: float = 1.0
) -> tuple[bytes, tuple[int, int, int, int]]:
    """A grey street with one plate on it; and the box in which the plate lies."""
    ground, letters, text = PLATES[colour]
    plate = Image.new("RGB", (440, 140), ground)
    draw = ImageDraw.Draw(plate)
    draw.text((20, 20), text, letters, font=ImageFont.truetype(FONT, 76))
    plate = plate.resize((int(220 * scale), int(70 * scale)))
    picture = Image.effect_noise((1200, 900), 12).convert("RGB")
    turned = plate.convert("RGBA").rotate(turn, expand=True)
    picture.paste(turned, (500, 400), turned)
    return jpeg(picture), (500, 400, 500 + turned.width, 400 + turned.height)


def difference(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> float:
    changed = ImageChops.difference(one.crop(box), other.crop(box)).convert("L")
    return ImageStat.Stat(changed).mean[0]


def test_a_face_is_covered_and_found_no_more():
    done = blur(ASTRONAUT.read_bytes())
    assert done.faces >= 1
    assert blur(done.content).faces == 0
    before, after = opened(ASTRONAUT.read_bytes()), opened(done.content)
    assert difference(before, after, (180, 60, 270, 180)) > 10
    assert difference(before, after, (0, 300, 120, 500)) < 6


def test_a_face_far_from_the_camera_is_covered_too():
    picture = Image.effect_noise((1600, 1200), 10).convert("RGB")
    small = Image.open(ASTRONAUT).resize((220, 220))
    for where in ((60, 700), (1300, 200)):
        picture.paste(small, where)
    assert blur(jpeg(picture)).faces >= 2


@pytest.mark.parametrize("colour", PLATES)
@pytest.mark.parametrize(("turn", "scale"), [(0, 1.0), (12, 1.0), (-8, 0.7), (0, 2.0)])
def test_a_plate_is_covered(colour, turn, scale):
    content, box = street(colour, turn=turn, scale=scale)
    done = blur(content)
    assert done.plates == 1
    assert difference(opened(content), opened(done.content), box) > 8


@pytest.mark.parametrize("colour", PLATES)
def test_a_painted_board_without_letters_stays(colour):
    picture = Image.effect_noise((1200, 900), 12).convert("RGB")
    picture.paste(PLATES[colour][0], (400, 300, 700, 400))
    assert blur(jpeg(picture)).plates == 0


def test_what_is_kept_has_no_place_device_or_larger_picture():
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Phone"
    exif.get_ifd(0x8825)[2] = (32.6, 0.0, 0.0)
    picture = Image.effect_noise((4000, 3000), 12).convert("RGB")
    done = blur(jpeg(picture, exif=exif))
    kept = Image.open(BytesIO(done.content))
    assert kept.size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert not kept.getexif()


def test_a_photograph_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.open(ASTRONAUT).rotate(90, expand=True)
    done = blur(jpeg(lying, exif=exif))
    assert done.faces >= 1


def test_what_is_no_photograph_is_refused():
    with pytest.raises(Unreadable):
        blur(b"%PDF-1.7")
