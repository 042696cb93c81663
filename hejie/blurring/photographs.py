"""Find faces and plates in one photograph and write it anew with mosaics over them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""

LONGEST_SIDE = 1600
"""Photographs are kept no larger: enough to see what is broken."""
QUALITY = 88
MARGIN = 0.2
"""Added on each side of what was found, as a share of it."""
CELLS = 6
"""Squares in a mosaic's shorter side."""
FACES = (
    ("haarcascade_frontalface_alt2.xml", False),
    ("haarcascade_profileface.xml", False),
    ("haarcascade_profileface.xml", True),
)
"""Detector, and whether it looks at the mirrored picture."""
SMALLEST_FACE = 24
COLOURS = (
    ((98, 90, 50), (130, 255, 255)),
    ((16, 110, 90), (34, 255, 255)),
    ((40, 45, 90), (85, 200, 255)),
)
"""Plates are blue, yellow or green: bounds of hue (half degrees), saturation and value."""
PLATE_SHAPE = (1.9, 5.2)
"""Width by height: 440 to 140 mm, seen from an angle."""
PLATE_SIZE = (0.0006, 0.12)
"""Share of the photograph."""
PLATE_FILL = 0.6
LOOKED_AT = (160, 52)
"""Pixels to which a plate is brought before its letters are looked for."""
LETTERS = 0.06
"""Share of edges that letters make on a plate; a blue door has fewer."""


class Unreadable(ValueError):
    """The bytes are no photograph."""


@dataclass(frozen=True)
class Blurred:
    """A photograph as it may be kept (JPEG, nothing but pixels), and what was covered."""

    content: bytes
    faces: int
    plates: int


def blur(content: bytes) -> Blurred:
    """Cover faces and plates of a photograph; raises `Unreadable`."""
    cv = _cv()
    picture = _opened(content)
    faces, plates = list(_faces(picture)), list(_plates(picture))
    for box in (*faces, *plates):
        _cover(picture, box)
    written, encoded = cv.imencode(".jpg", picture, [cv.IMWRITE_JPEG_QUALITY, QUALITY])
    if not written:
        raise Unreadable("the photograph could not be written")
    return Blurred(encoded.tobytes(), len(faces), len(plates))


def _cv() -> Any:
    import cv2  # noqa: PLC0415 - 60 MB that only those need who take photographs

    return cv2


def _opened(content: bytes) -> Any:
    """Upright, in colour, no larger than is kept."""
    cv = _cv()
    numpy = sys.modules["numpy"]
    picture = cv.imdecode(numpy.frombuffer(content, numpy.uint8), cv.IMREAD_COLOR)
    if picture is None:
        raise Unreadable("no photograph")
    height, width = picture.shape[:2]
    if (longest := max(height, width)) > LONGEST_SIDE:
        scale = LONGEST_SIDE / longest
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        picture = cv.resize(picture, size, interpolation=cv.INTER_AREA)
    return picture


@cache
def _detector(name: str) -> Any:
    cv = _cv()
    return cv.CascadeClassifier(cv.data.haarcascades + name)


def _faces(picture: Any) -> Iterator[Box]:
    cv = _cv()
    grey = cv.equalizeHist(cv.cvtColor(picture, cv.COLOR_BGR2GRAY))
    width = grey.shape[1]
    for name, mirrored in FACES:
        seen = cv.flip(grey, 1) if mirrored else grey
        found = _detector(name).detectMultiScale(
            seen, scaleFactor=1.1, minNeighbors=3, minSize=(SMALLEST_FACE, SMALLEST_FACE)
        )
        for left, top, wide, high in found:
            yield (width - left - wide if mirrored else left, top, wide, high)


def _plates(picture: Any) -> Iterator[Box]:
    cv = _cv()
    hsv = cv.cvtColor(picture, cv.COLOR_BGR2HSV)
    grey = cv.cvtColor(picture, cv.COLOR_BGR2GRAY)
    whole = picture.shape[0] * picture.shape[1]
    kernel = cv.getStructuringElement(cv.MORPH_RECT, (17, 5))
    for low, high in COLOURS:
        mask = cv.morphologyEx(cv.inRange(hsv, low, high), cv.MORPH_CLOSE, kernel)
        outlines, _tree = cv.findContours(mask, cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            if _is_plate(outline, grey, whole):
                yield cv.boundingRect(outline)


def _is_plate(outline: Any, grey: Any, whole: int) -> bool:
    cv = _cv()
    area = cv.contourArea(outline)
    if not PLATE_SIZE[0] <= area / whole <= PLATE_SIZE[1]:
        return False
    (_x, _y), (one, other), _angle = cv.minAreaRect(outline)
    longer, shorter = max(one, other), min(one, other)
    if not shorter or not PLATE_SHAPE[0] <= longer / shorter <= PLATE_SHAPE[1]:
        return False
    left, top, wide, high = cv.boundingRect(outline)
    within = cv.resize(grey[top : top + high, left : left + wide], LOOKED_AT)
    lettered = cv.Canny(within, 80, 200).mean() / 255 >= LETTERS
    return bool(lettered and area / (one * other) >= PLATE_FILL)


def _cover(picture: Any, box: Box) -> None:
    """Squares of one colour each over a box with its margin; so few that nothing can be read."""
    cv = _cv()
    left, top, wide, high = (int(number) for number in box)
    more, above = round(wide * MARGIN), round(high * MARGIN)
    left, right = max(left - more, 0), min(left + wide + more, picture.shape[1])
    top, bottom = max(top - above, 0), min(top + high + above, picture.shape[0])
    part = picture[top:bottom, left:right]
    high, wide = part.shape[:2]
    shorter = max(min(high, wide), 1)
    small = (max(wide * CELLS // shorter, 1), max(high * CELLS // shorter, 1))
    mosaic = cv.resize(part, small, interpolation=cv.INTER_AREA)
    picture[top:bottom, left:right] = cv.resize(
        mosaic, (wide, high), interpolation=cv.INTER_NEAREST
    )
