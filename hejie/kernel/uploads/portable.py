"""Look through a PDF for what must not be in a file; never change it, it may be signed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.uploads.refusal import Refused

MOST_PAGES = 1000
MOST_OBJECTS = 500_000
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"})
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA"})


def count_pages(content: bytes, *, name: str) -> int:
    """Return the number of pages of a sound PDF without scripts, launchers or a password."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as document:
            return _checked(document, name)
    except Refused:
        raise
    except pikepdf.PasswordError:
        raise _locked(name) from None
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RuntimeError,
    ) as fault:
        raise _damaged(name) from fault


def _checked(document: pikepdf.Pdf, name: str) -> int:
    if document.is_encrypted:
        raise _locked(name)
    pages = len(document.pages)
    if pages > MOST_PAGES or len(document.objects) > MOST_OBJECTS:
        raise Refused(
            _("文件“%(name)s”太长，最多 %(most)s 页，请分成几个文件"), name=name, most=MOST_PAGES
        )
    if pages == 0:
        raise _damaged(name)
    if any(_is_active(entry) for entry in _dictionaries(document)):
        raise Refused(_("文件“%(name)s”里有脚本或会启动程序，请打印成普通 PDF 后再传"), name=name)
    return pages


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary, those within others and in object streams included."""
    waiting = list(document.objects)
    while waiting:
        entry = waiting.pop()
        match entry:
            case pikepdf.Array():
                waiting.extend(child for child in entry if _is_direct(child))
            case pikepdf.Dictionary() | pikepdf.Stream():
                yield entry
                waiting.extend(child for child in entry.values() if _is_direct(child))


def _is_direct(child: object) -> bool:
    return isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect


def _is_active(entry: pikepdf.Object) -> bool:
    return str(entry.get("/S", "")) in ACTIVE_ACTIONS or not ACTIVE_KEYS.isdisjoint(entry.keys())


def _locked(name: str) -> Refused:
    return Refused(_("文件“%(name)s”加了密，请去掉密码后再传"), name=name)


def _damaged(name: str) -> Refused:
    return Refused(_("文件“%(name)s”已损坏，打不开这个 PDF"), name=name)
