"""Read a plain text in the encodings used in China and write it as UTF-8."""

from __future__ import annotations

import codecs
import re

from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.uploads.refusal import Refused

ENCODINGS = ("utf-8-sig", "gb18030")
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CODE = re.compile(
    r"\s*(#!|<\?|<!doctype|@echo|<(html|head|body|svg|script|iframe|xml)\b)|.*?<script\b",
    re.IGNORECASE | re.DOTALL,
)


def rewrite_text(content: bytes, *, name: str) -> bytes:
    """Return the text as UTF-8 without a byte-order mark; scripts and pages are refused."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        raise Refused(_("文件“%(name)s”不是纯文本，或者已损坏"), name=name)
    if _CODE.match(text):
        raise Refused(_("文件“%(name)s”是程序、脚本或网页，不能上传"), name=name)
    return text.encode()


def _decoded(content: bytes) -> str | None:
    encodings = ("utf-16",) if content.startswith(WIDE_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
