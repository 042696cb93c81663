"""文书样式: numbered, versioned templates, and the edition of one that a district really uses.

Number and version stand in the template file alone, where they are printed from; a district
that replaces a template replaces both the wording and the version.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from hejie.papers import word
from hejie.papers.fonts import Typefaces
from hejie.papers.typesetting import PaperFault, find, find_place, render

_TYPST_HEAD = re.compile(r'\bnumber: "([^"]+)",\s*version: (\d+)')
_WORD_HEAD = re.compile(r"文书样式\s*([A-Z][A-Z0-9-]+)\s*v(\d+)")
_TAGS = re.compile(r"<[^>]+>")


class Shape(Protocol):
    """The data of a paper: a dataclass that can show itself filled in."""

    @classmethod
    def sample(cls) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The very template that a paper is set from; `district` is empty for the project's own."""

    number: str
    version: int
    district: str = ""

    def __str__(self) -> str:
        own = f"（{self.district}）" if self.district else ""
        return f"{self.number} v{self.version}{own}"

    def told(self) -> dict[str, str]:
        """As the event of issuing keeps it."""
        return {"number": self.number, "version": str(self.version), "district": self.district}


@dataclass(frozen=True)
class Template:
    """A paper of a room. `word` builds its editable Word template, where parties edit wording.

    `own` in the methods are a district's folders, as `<root>/<district>/<room>`; a file in them
    wins over the room's.
    """

    name: str
    number: str
    template: str
    shape: type[Shape]
    folder: Path
    word: Callable[[], bytes] | None = None

    @property
    def version(self) -> int:
        """That of the room's own template."""
        return self.edition().version

    @property
    def word_template(self) -> str:
        return Path(self.template).with_suffix(".docx").name

    def edition(self, own: Sequence[Path] = ()) -> Edition:
        """Raises PaperFault for a template that says no number and version, or another's."""
        path = find(self.template, (*own, self.folder))
        head = _TYPST_HEAD.search(path.read_text(encoding="utf-8"))
        return self._edition(path.name, head, _district_of(path, own))

    def word_edition(self, own: Sequence[Path] = ()) -> Edition:
        return self._word(own)[1]

    def set(
        self,
        data: Mapping[str, object],
        own: Sequence[Path] = (),
        *,
        fonts: Typefaces | None = None,
    ) -> bytes:
        """The paper as PDF/A-2b."""
        places = (*own, self.folder)
        path = find(self.template, places)
        district = self.edition(own).district
        return render(path, data, folders=places, fonts=fonts, district=district)

    def place(
        self, label: str, data: Mapping[str, object], own: Sequence[Path] = ()
    ) -> dict[str, float] | None:
        """Where on the paper the template marks something; None where it does not."""
        places = (*own, self.folder)
        return find_place(label, find(self.template, places), data, folders=places)

    def fill_word(self, data: Mapping[str, object], own: Sequence[Path] = ()) -> bytes:
        """The paper as a Word file to go on working in; raises LookupError where it has none."""
        content, _edition = self._word(own)
        return word.fill(content, data, name=self.word_template)

    def blank_word(self, own: Sequence[Path] = ()) -> bytes:
        """The Word template itself, tags and all, to make a district's own from."""
        return self._word(own)[0]

    def _word(self, own: Sequence[Path]) -> tuple[bytes, Edition]:
        if self.word is None:
            raise LookupError(self.name)
        for folder in own:
            path = folder / self.word_template
            if path.is_file():
                content = path.read_bytes()
                head = _WORD_HEAD.search(_heads_of(content, path.name))
                return content, self._edition(path.name, head, folder.parent.name)
        return _built(self.word), self._edition(
            self.word_template, _WORD_HEAD.search(_heads_of(_built(self.word), self.name)), ""
        )

    def _edition(self, name: str, head: re.Match[str] | None, district: str) -> Edition:
        if head is None:
            raise PaperFault(f"文书样式 {name} 没有写明编号和版本。")
        if head[1] != self.number:
            raise PaperFault(f"文书样式 {name} 的编号是 {head[1]}，应当是 {self.number}。")
        return Edition(number=head[1], version=int(head[2]), district=district)


def _district_of(path: Path, own: Sequence[Path]) -> str:
    return path.parent.parent.name if path.parent in own else ""


@lru_cache(maxsize=64)
def _built(build: Callable[[], bytes]) -> bytes:
    return build()


def _heads_of(content: bytes, name: str) -> str:
    """The words in the page heads of a Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            heads = [one for one in package.namelist() if re.match(r"word/header\d*\.xml", one)]
            return " ".join(_TAGS.sub("", package.read(one).decode("utf-8")) for one in heads)
    except (zipfile.BadZipFile, UnicodeDecodeError) as fault:
        raise PaperFault(f"文书样式 {name} 不是可以打开的 Word 文件。") from fault
