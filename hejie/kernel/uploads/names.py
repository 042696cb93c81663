"""Make the name of a file safe to keep and to show."""

from __future__ import annotations

import re
import unicodedata

LONGEST_FILE_NAME = 120
UNNAMED = "未命名"

_UNSAFE = re.compile(r'[<>:"|?*]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_LOOSE_DOTS = re.compile(r"[ .]+\.")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}", re.ASCII)


def clean_file_name(name: str) -> str:
    """Drop folders, invisible characters and what file systems dislike; at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if c.isspace() else c for c in last if c.isspace() or not _hides(c))
    tidy = _LOOSE_DOTS.sub(".", _UNSAFE.sub("_", re.sub(" +", " ", seen))).rstrip(" .")
    stem, extension = split_extension(tidy)
    kept = stem.strip(" .")[: LONGEST_FILE_NAME - len(extension)].rstrip(" .")
    return (kept or UNNAMED) + extension


def split_extension(name: str) -> tuple[str, str]:
    """Part a name into stem and extension; the extension keeps its dot or is empty."""
    stem, dot, rest = name.rpartition(".")
    extension = dot + rest
    return (stem, extension) if _EXTENSION.fullmatch(extension) else (name, "")


def _hides(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE
