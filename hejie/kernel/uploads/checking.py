"""Take one file or refuse it with a sentence: size, name, content, then what its kind asks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.uploads import office, pictures, portable, texts
from hejie.kernel.uploads.kinds import KINDS, Kind, detect, find_kind
from hejie.kernel.uploads.names import clean_file_name, split_extension
from hejie.kernel.uploads.refusal import Refused

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes, unless the caller says otherwise."""

PROGRAMS = (
    " .exe .dll .com .scr .msi .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .wsh .hta .jar .apk .app .sh "
    ".py .php .pl .rb .reg .lnk .inf .cpl .html .htm .xhtml .mht .mhtml .svg .svgz .chm "
)
MACRO_FILES = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm"})
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


class Readable(Protocol):
    """An open file; Django's uploaded files are such."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes from where reading stopped."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file as it is kept. Pictures and texts are written anew, the rest is as received."""

    name: str
    kind: str
    mime: str
    content: bytes
    sha256: str
    received_sha256: str
    pages: int | None = None
    pixels: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    kind: Kind
    pages: int | None = None
    pixels: tuple[int, int] | None = None


def check(
    file: Readable | bytes, *, name: str, declared: str = "", limit: int = LARGEST_FILE
) -> Accepted:
    """Take a file, or raise Refused; ``limit`` is in bytes and no more than that is read.

    ``declared`` is the media type the browser sent, empty if none.
    """
    shown = clean_file_name(name)
    kind = _require_kind(shown)
    content = _read(file, shown, limit)
    _require_agreement(content, kind, shown, declared)
    kept = _CHECKS[kind.key](content, shown, kind)
    stem, extension = split_extension(shown)
    is_renamed = kept.kind is not kind
    return Accepted(
        name=stem + kept.kind.extensions[0] if is_renamed else stem + extension,
        kind=kept.kind.key,
        mime=kept.kind.mime,
        content=kept.content,
        sha256=hashlib.sha256(kept.content).hexdigest(),
        received_sha256=hashlib.sha256(content).hexdigest(),
        pages=kept.pages,
        pixels=kept.pixels,
    )


def _require_kind(name: str) -> Kind:
    extension = split_extension(name)[1].lower()
    kind = find_kind(extension)
    if kind is not None:
        return kind
    if f" {extension} " in PROGRAMS:
        raise Refused(_("文件“%(name)s”是程序、脚本或网页，不能上传"), name=name)
    if extension in MACRO_FILES:
        raise Refused(_("文件“%(name)s”里有宏，请另存为不带宏的文件后再传"), name=name)
    known = " ".join(known.extensions[0] for known in KINDS.values())
    raise Refused(
        _("文件“%(name)s”的类型不能上传，可以上传的有：%(known)s"), name=name, known=known
    )


def _read(file: Readable | bytes, name: str, limit: int) -> bytes:
    size = len(file) if isinstance(file, bytes) else getattr(file, "size", None)
    if isinstance(size, int) and size > limit:
        raise _too_big(name, limit)
    content = file if isinstance(file, bytes) else _read_up_to(file, limit + 1)
    if len(content) > limit:
        raise _too_big(name, limit)
    if not content:
        raise Refused(_("文件“%(name)s”是空的"), name=name)
    return content


def _read_up_to(file: Readable, most: int) -> bytes:
    parts: list[bytes] = []
    missing = most
    while missing > 0 and (part := file.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _too_big(name: str, limit: int) -> Refused:
    megabytes = f"{limit / (1024 * 1024):.1f}".removesuffix(".0")
    return Refused(_("文件“%(name)s”超过 %(limit)s MB 的上限"), name=name, limit=megabytes)


def _require_agreement(content: bytes, kind: Kind, name: str, declared: str) -> None:
    if kind.key in office.MAIN_PARTS and content.startswith(OLD_OFFICE):
        raise Refused(
            _("文件“%(name)s”加了密或是旧格式，请另存为不加密的 %(extension)s 后再传"),
            name=name,
            extension=kind.extensions[0],
        )
    stated = declared.partition(";")[0].strip().lower()
    is_other = bool(kind.detected) and detect(content) not in kind.detected
    if is_other or stated not in kind.declared:
        raise Refused(
            _("文件“%(name)s”的内容不是%(kind)s，与它的后缀或类型不符"),
            name=name,
            kind=kind.label,
        )


def _keep_picture(content: bytes, name: str, kind: Kind) -> _Kept:
    decoder, kept_as = _PICTURES[kind.key]
    written = KINDS[kept_as]
    picture = pictures.rewrite_picture(
        content, name=name, decoder=decoder, encoder=written.key.upper()
    )
    return _Kept(picture.content, written, pixels=picture.pixels)


def _keep_pdf(content: bytes, name: str, kind: Kind) -> _Kept:
    return _Kept(content, kind, pages=portable.count_pages(content, name=name))


def _keep_office(content: bytes, name: str, kind: Kind) -> _Kept:
    office.check_office(content, name=name, key=kind.key)
    return _Kept(content, kind)


def _keep_text(content: bytes, name: str, kind: Kind) -> _Kept:
    return _Kept(texts.rewrite_text(content, name=name), kind)


def _keep_recording(content: bytes, _name: str, kind: Kind) -> _Kept:
    return _Kept(content, kind)


_PICTURES = MappingProxyType(
    {"jpeg": ("JPEG", "jpeg"), "png": ("PNG", "png"), "heic": ("HEIF", "jpeg")}
)
"""Pillow's decoder, and the kind a picture is kept as: every browser shows that."""

_CHECKS: MappingProxyType[str, Callable[[bytes, str, Kind], _Kept]] = MappingProxyType(
    {
        **dict.fromkeys(_PICTURES, _keep_picture),
        "pdf": _keep_pdf,
        **dict.fromkeys(office.MAIN_PARTS, _keep_office),
        "text": _keep_text,
        **dict.fromkeys(("mp3", "m4a", "wav", "mp4"), _keep_recording),
    }
)
