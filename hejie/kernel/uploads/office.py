"""Look through a Word or Excel file for macros, programs and bombs; never change it."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.uploads.refusal import Refused

MOST_MEMBERS = 5_000
MOST_UNPACKED = 150_000_000
CHUNK = 1 << 16
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
MACRO_MARKS = (b"macroenabled", b"vbaproject", b"activex")
MACRO_NAMES = ("vbaproject", "vbadata", "/activex/", "macrosheets/", "/customui/")
PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"#!")

_ENCRYPTED = 0x1


def check_office(content: bytes, *, name: str, key: str) -> None:
    """Refuse what is not a sound Word (``docx``) or Excel (``xlsx``) file without macros."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_members(package, name)
            _check_types(package.read(CONTENT_TYPES), name, key)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError):
        raise _damaged(name) from None


def _check_members(package: zipfile.ZipFile, name: str) -> None:
    members = package.infolist()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused(_("文件“%(name)s”加了密，请去掉密码后再传"), name=name)
    too_big = sum(member.file_size for member in members) > MOST_UNPACKED
    if too_big or len(members) > MOST_MEMBERS:
        raise Refused(_("文件“%(name)s”解开后过大，不能上传"), name=name)
    for member in members:
        if any(mark in f"/{member.filename.lower()}" for mark in MACRO_NAMES):
            raise _with_macros(name)
        if _head(package, member).startswith(PROGRAM_HEADS):
            raise Refused(_("文件“%(name)s”里夹有程序，不能上传"), name=name)


def _head(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack a member to its end, no further than it declares; a false size or sum raises."""
    with package.open(member) as unpacked:
        head = unpacked.read(CHUNK)
        while unpacked.read(CHUNK):
            pass
    return head


def _check_types(types: bytes, name: str, key: str) -> None:
    lowered = types.lower()
    if any(mark in lowered for mark in MACRO_MARKS):
        raise _with_macros(name)
    if MAIN_PARTS[key] not in lowered:
        raise _damaged(name)


def _with_macros(name: str) -> Refused:
    return Refused(_("文件“%(name)s”里有宏，请另存为不带宏的文件后再传"), name=name)


def _damaged(name: str) -> Refused:
    return Refused(_("文件“%(name)s”已损坏，或者不是它的后缀所说的 Office 文件"), name=name)
