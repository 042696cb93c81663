"""The kinds of files that are taken, and how each is known by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import filetype  # type: ignore[import-untyped]

from hejie.kernel.sentences import gettext_noop as _

OFFICE = "application/vnd.openxmlformats-officedocument"
UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What browsers send when they do not know."""

_IMAGE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
_FOREIGN_BRANDS = frozenset({b"avif", b"avis", b"qt  ", b"crx ", b"jp2 "})
_PACKAGE = b"PK\x03\x04"
_HEAD = 8192


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its names, what its content looks like, what browsers call it.

    ``detected`` is empty where the first bytes tell nothing and the whole content decides.
    """

    key: str
    label: str
    mime: str
    extensions: tuple[str, ...]
    detected: frozenset[str]
    declared: frozenset[str]


def _kind(
    key: str, label: str, mime: str, extensions: str, detected: str, declared: str = ""
) -> Kind:
    names = frozenset({mime, *declared.split()}) | UNDECLARED
    return Kind(key, label, mime, tuple(extensions.split()), frozenset(detected.split()), names)


KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            _kind(
                "jpeg",
                _("JPEG 图片"),
                "image/jpeg",
                ".jpg .jpeg",
                "image/jpeg",
                "image/jpg image/pjpeg",
            ),
            _kind("png", _("PNG 图片"), "image/png", ".png", "image/png", "image/x-png"),
            _kind("heic", _("HEIC 图片"), "image/heic", ".heic .heif", "image/heic", "image/heif"),
            _kind(
                "pdf",
                _("PDF 文件"),
                "application/pdf",
                ".pdf",
                "application/pdf",
                "application/x-pdf",
            ),
            _kind(
                "docx",
                _("Word 文件（.docx）"),
                f"{OFFICE}.wordprocessingml.document",
                ".docx",
                "application/zip",
                "application/wps-office.docx application/zip application/x-zip-compressed",
            ),
            _kind(
                "xlsx",
                _("Excel 文件（.xlsx）"),
                f"{OFFICE}.spreadsheetml.sheet",
                ".xlsx",
                "application/zip",
                "application/wps-office.xlsx application/zip application/x-zip-compressed",
            ),
            _kind("text", _("纯文本"), "text/plain", ".txt", ""),
            _kind(
                "mp3",
                _("MP3 录音"),
                "audio/mpeg",
                ".mp3",
                "audio/mpeg",
                "audio/mp3 audio/x-mp3 audio/x-mpeg",
            ),
            _kind(
                "m4a",
                _("M4A 录音"),
                "audio/mp4",
                ".m4a",
                "audio/mp4 video/mp4",
                "audio/m4a audio/x-m4a video/mp4",
            ),
            _kind(
                "wav",
                _("WAV 录音"),
                "audio/wav",
                ".wav",
                "audio/wav audio/x-wav",
                "audio/x-wav audio/wave audio/vnd.wave",
            ),
            _kind("mp4", _("MP4 视频"), "video/mp4", ".mp4", "video/mp4", "application/mp4"),
        )
    }
)
"""Kinds by key, in the order in which they are told to people."""

_BY_EXTENSION = {extension: kind for kind in KINDS.values() for extension in kind.extensions}


def find_kind(extension: str) -> Kind | None:
    """Find the kind that a file of this extension says it is."""
    return _BY_EXTENSION.get(extension.lower())


def detect(content: bytes) -> str:
    """Name the media type that the first bytes show; empty when they show none."""
    if content[4:8] == b"ftyp":
        return _brand(content[8:12])
    if content.startswith(_PACKAGE):
        return "application/zip"
    found: str | None = filetype.guess_mime(content[:_HEAD])
    return found or ""


def _brand(brand: bytes) -> str:
    """Tell ISO media files apart; phones give recordings the brand of a video."""
    if brand in _IMAGE_BRANDS:
        return "image/heic"
    if brand in _AUDIO_BRANDS:
        return "audio/mp4"
    return "" if brand in _FOREIGN_BRANDS else "video/mp4"
