"""Set a paper: a Typst template and a matter's data in, a PDF/A-2b of known bytes out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import typst

from hejie.papers.fonts import Typefaces, typefaces
from hejie.papers.literal import Literal

BASE = Path(__file__).with_name("base.typ")

# Typst wants an offset, not a place; Asia/Shanghai has kept this one since 1991.
_CLOCK = timezone(timedelta(hours=8))
_MISSING = re.compile(r'dictionary does not contain key "([^"]+)"')


class PaperFault(RuntimeError):
    """A template that cannot be set; its text names the template and what is wrong there."""


class MissingField(PaperFault):
    """A template asks for a field the data does not have."""

    def __init__(self, template: str, field: str) -> None:
        super().__init__(f"文书模板 {template} 缺少字段“{field}”。")
        self.template = template
        self.field = field


def find(name: str, folders: Sequence[Path]) -> Path:
    """Find a template by file name; an earlier folder (a district's own) wins over a later one."""
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise PaperFault(f"找不到文书模板 {name}，已查找：{'、'.join(map(str, folders))}。")


def render(
    template: Path,
    data: Mapping[str, object],
    *,
    folders: Sequence[Path] = (),
    fonts: Typefaces | None = None,
    district: str = "",
) -> bytes:
    """Set one paper, dated by `data["date"]`: the same template and data give the same bytes.

    A template may import the .typ files beside it and, after those, ones in `folders`. Every
    page shows the `district` whose own template it is.
    Raises MissingField, or PaperFault with the place in the template.
    """
    with _compiler(template, data, folders, fonts or typefaces(), district) as compiler:
        day = _timestamp(template.name, data)
        paper = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=day)
    return cast(bytes, paper)


def find_place(
    label: str,
    template: Path,
    data: Mapping[str, object],
    *,
    folders: Sequence[Path] = (),
    fonts: Typefaces | None = None,
) -> dict[str, float] | None:
    """What a paper tells of a place on it, by the last `metadata` with that label: numbers by
    name; None for a template that marks none."""
    with _compiler(template, data, folders, fonts or typefaces(), "") as compiler:
        found = json.loads(compiler.query(f"<{label}>", field="value"))
    return {name: float(value) for name, value in found[-1].items()} if found else None


def _sources(template: Path, folders: Sequence[Path]) -> dict[str, bytes]:
    parts = [BASE]
    for folder in (*reversed(folders), template.parent):
        parts.extend(sorted(folder.glob("*.typ")))
    return {part.name: part.read_bytes() for part in parts} | {"main.typ": template.read_bytes()}


@contextmanager
def _compiler(
    template: Path,
    data: Mapping[str, object],
    folders: Sequence[Path],
    fonts: Typefaces,
    district: str,
) -> Iterator[typst.Compiler]:
    """A compiler with all that the paper is made of; its faults name the template."""
    literal = Literal(fonts.printable)
    words = {
        "data.json": literal.of(data),
        "fonts.json": fonts.families,
        "edition.json": {"district": district},
    }
    files = {key: json.dumps(value, ensure_ascii=False).encode() for key, value in words.items()}
    with TemporaryDirectory(prefix="hejie-paper-") as root:
        for path, content in literal.files.items():
            Path(root + path).write_bytes(content)
        try:
            # The wheel takes a dict of sources, which its type hints leave out.
            yield typst.Compiler(
                {**_sources(template, folders), **files},  # type: ignore[type-var]
                root=root,
                font_paths=fonts.loaded,
            )
        except typst.TypstError as fault:
            raise _explained(template.name, fault) from fault


def _explained(name: str, fault: typst.TypstError) -> PaperFault:
    missing = _MISSING.search(fault.message)
    if missing:
        return MissingField(name, missing[1])
    return PaperFault(f"文书模板 {name} 无法排版：{fault.diagnostic or fault.message}")


def _timestamp(name: str, data: Mapping[str, object]) -> datetime:
    day = data.get("date")
    if not isinstance(day, date):
        raise MissingField(name, "date")
    return datetime(day.year, day.month, day.day, tzinfo=_CLOCK)
