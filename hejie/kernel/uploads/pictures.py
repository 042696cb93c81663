"""Write pictures anew from their pixels, so that neither place, device nor hidden data stays."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

import pillow_heif
from PIL import Image, ImageOps

from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.uploads.refusal import Refused

MOST_PIXELS = 64_000_000
LONGEST_SIDE = 30_000
JPEG_QUALITY = 92
JPEG_MODES = frozenset({"L", "RGB"})
PNG_MODES = frozenset({"1", "L", "LA", "I;16", "RGB", "RGBA"})

pillow_heif.register_heif_opener()


class Picture(NamedTuple):
    """A picture written anew; pixels are width and height as seen upright."""

    content: bytes
    pixels: tuple[int, int]


def rewrite_picture(content: bytes, *, name: str, decoder: str, encoder: str) -> Picture:
    """Decode with Pillow's ``decoder``, turn upright, write with ``encoder`` and nothing else."""
    try:
        with Image.open(BytesIO(content), formats=[decoder]) as image:
            _require_bounded(image, name)
            return _written(ImageOps.exif_transpose(image), encoder)
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except Exception as fault:  # a decoder may raise anything over hostile bytes
        raise Refused(_("文件“%(name)s”已损坏，打不开这张图片"), name=name) from fault


def _require_bounded(image: Image.Image, name: str) -> None:
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise _too_large(name)


def _too_large(name: str) -> Refused:
    return Refused(
        _("文件“%(name)s”的像素太多，最多 %(most)s 万像素，请缩小后再传"),
        name=name,
        most=MOST_PIXELS // 10_000,
    )


def _written(image: Image.Image, encoder: str) -> Picture:
    profile = None if image.mode == "CMYK" else image.info.get("icc_profile")
    plain = _in_mode_of(image, encoder)
    plain.info = {}
    target = BytesIO()
    plain.save(target, encoder, quality=JPEG_QUALITY, icc_profile=profile)
    return Picture(target.getvalue(), plain.size)


def _in_mode_of(image: Image.Image, encoder: str) -> Image.Image:
    if encoder == "JPEG":
        return image if image.mode in JPEG_MODES else image.convert("RGB")
    if image.mode in PNG_MODES and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
