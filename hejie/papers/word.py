"""Editable papers: Word templates laid out by the habits of GB/T 9704, and how they are filled.

A template carries docxtpl tags. What parties say fills them as text; nothing in it is read as
a tag or as markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, cast

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from hejie.kernel.statutes.numerals import to_chinese
from hejie.papers.fonts import typefaces
from hejie.papers.literal import Literal
from hejie.papers.typesetting import PaperFault

BODY, HEADING, TITLE = "仿宋", "黑体", "方正小标宋简体"
ALIGNMENTS = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
SIZES = {"title": 22.0, "body": 16.0, "note": 10.5, "mark": 9.0}
DRAFT = "编辑稿：改好以后要回到平台重新起草，签字以平台上的文本为准"
EMPTY = "／"
"""What stands in a field without a value, so that nobody fills it in later."""


def fill(template: bytes, data: Mapping[str, object], *, name: str) -> bytes:
    """Fill a Word template with the same words that the PDF shows. Raises PaperFault naming
    the template, and the field where one is missing."""
    told = Literal(typefaces().printable).of(data)
    paper = DocxTemplate(io.BytesIO(template))
    tags = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    tags.filters |= {"shown": _shown, "money": _money, "numeral": to_chinese}
    try:
        paper.render(cast(dict[str, Any], told), tags)
    except UndefinedError as fault:
        raise PaperFault(f"文书模板 {name} 缺少字段：{fault.message}") from fault
    except TemplateError as fault:
        raise PaperFault(f"文书模板 {name} 无法填写：{fault.message}") from fault
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def _shown(value: object) -> str:
    """A value as it stands on paper, the same way as in `base.typ`."""
    match value:
        case None | "" | []:
            return EMPTY
        case {"figures": figures, "capitals": capitals}:
            return _money({"figures": figures, "capitals": capitals})
        case list():
            return "、".join(_shown(one) for one in value)
    return str(value)


def _money(value: Mapping[str, object]) -> str:
    return f"人民币{value['figures']}元（大写：人民币{value['capitals']}）"


class Sheet:
    """A Word template being laid out, from its head to its last line. Text may hold tags."""

    def __init__(self, name: str, number: str, version: int) -> None:
        self._paper: Document = docx.Document()
        self._lay_out()
        self._head(number, version)
        self._foot()
        self.line("{{ committee }}", align="center")
        self.line(name, align="center", size="title", font=TITLE)

    def line(
        self,
        text: str,
        *,
        align: str = "",
        size: str = "body",
        font: str = BODY,
        indent: bool = False,
    ) -> None:
        """One paragraph; `indent` sets its first line in by two characters."""
        paragraph = self._paper.add_paragraph()
        self._write(paragraph, text, size, font)
        if align:
            paragraph.alignment = ALIGNMENTS[align]
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(2 * SIZES[size])

    def section(self, text: str) -> None:
        self.line(text, font=HEADING)

    def prose(self, text: str) -> None:
        self.line(text, indent=True)

    def each(self, loop: str, *lines: str) -> None:
        """Paragraphs repeated for each item: `loop` as in `term in terms`."""
        self.tag(f"for {loop}")
        for text in lines:
            self.prose(text)
        self.tag("endfor")

    def tag(self, statement: str) -> None:
        """A statement of the template in a paragraph of its own, which is gone when filled."""
        self.line(f"{{%p {statement} %}}")

    def notes(self, title: str, items: Iterable[str]) -> None:
        self.line(title, size="note", font=HEADING)
        for number, item in enumerate(items, start=1):
            self.line(f"{number}. {item}", size="note")

    def finish(self) -> bytes:
        content = io.BytesIO()
        self._paper.save(content)
        return content.getvalue()

    def _lay_out(self) -> None:
        sheet = self._paper.sections[0]
        sheet.page_width, sheet.page_height = Mm(210), Mm(297)
        sheet.top_margin, sheet.bottom_margin = Mm(37), Mm(35)
        sheet.left_margin, sheet.right_margin = Mm(28), Mm(26)
        spacing = self._paper.styles["Normal"].paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)

    def _head(self, number: str, version: int) -> None:
        head = self._paper.sections[0].header
        words = f"文书样式 {number} v{version}　案号 {{{{ number }}}}"
        self._write(head.paragraphs[0], words, "mark", BODY)
        self._write(head.add_paragraph(), DRAFT, "mark", HEADING)
        for paragraph in head.paragraphs:
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE

    def _foot(self) -> None:
        paragraph = self._paper.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for before, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES")):
            self._write(paragraph, before, "note", BODY)
            paragraph._p.append(_field(field))
        self._write(paragraph, " 页", "note", BODY)

    def _write(self, paragraph: Paragraph, text: str, size: str, font: str) -> Run:
        run = paragraph.add_run(text)
        run.font.size = Pt(SIZES[size])
        run.font.name = font
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        return run


def _field(instruction: str) -> Any:
    """A field that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field
