"""Setting a paper: text stays text, the same data give the same bytes, faults name their place."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from hejie.papers import fonts
from hejie.papers.archival import faults
from hejie.papers.shapes import QrCode, Signature
from hejie.papers.typesetting import MissingField, PaperFault, find, render

PLAIN = '#import "base.typ": *\n#set text(font: families.body, lang: "zh")\n#data.words'
WHOLE = (
    '#import "base.typ": *\n'
    '#show: paper.with(name: "试样", number: "HJ-T-01", version: 3)\n'
    '#form(wide("栏目", data.words))\n#prose(data.words)'
)
DAY = date(2025, 4, 2)
MARKUP = "#$*_@<>\\`[]{}=-+/~'\"%&^|:;,.()!? "


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function that writes a template and says where."""
    folder = tmp_path_factory.mktemp("templates")

    def write(source: str) -> Path:
        path = folder / f"paper-{abs(hash(source))}" / "paper.typ"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return path

    return write


def data(words: object, **more: object) -> dict[str, object]:
    return {
        "number": "420303-2025-000001",
        "committee": "调委会",
        "date": DAY,
        "words": words,
        **more,
    }


@given(words=st.text(st.sampled_from(MARKUP + "张三甲乙Ab09"), max_size=60))
@example('#read("/etc/passwd")')
@example(
    "$x$ *粗* _斜_ `码` = 标题 <标签> @引用 \\ // 注 /* 注 */ - 项 + 项 https://x.cn ~ --- ..."
)
@example("#{while true {}}")
@settings(deadline=None)
def test_markup_in_the_data_is_printed_as_it_was_typed(
    templates: Callable[[str], Path], words: str
) -> None:
    assert without_spaces(text_of(render(templates(PLAIN), data(words)))) == without_spaces(words)


@given(words=st.text(max_size=80))
@example("\0\x07\x85\u2028\u202e\ud800\ue000\ufffe\U0001f600‍️ก\u0301مرحبا")
@settings(deadline=None)
def test_any_text_at_all_gives_a_paper_fit_to_keep(
    templates: Callable[[str], Path], words: str
) -> None:
    assert faults(render(templates(WHOLE), data(words))) == ()


def test_a_character_no_typeface_has_is_named_and_control_signs_go(
    templates: Callable[[str], Path],
) -> None:
    paper = render(templates(PLAIN), data("好\U0001f600的\u202e付款\0\ud800"))
    assert text_of(paper) == "好〔U+1F600〕的付款〔U+D800〕"


def test_dates_times_and_sums_stand_in_chinese_form(templates: Callable[[str], Path]) -> None:
    source = '#import "base.typ": *\n#set text(font: families.body)\n#shown(data.words)'
    words = [DAY, datetime(2025, 4, 2, 1, 5, tzinfo=UTC), Decimal("10001.5"), 7, None]
    text = without_spaces(text_of(render(templates(source), data(words))))
    assert "1.2025年4月2日" in text
    assert "2.2025年4月2日9时05分" in text
    assert "3.人民币10,001.50元（大写：人民币壹万零壹元伍角）" in text
    assert text.endswith("4.75.／")


def test_the_same_data_give_the_same_bytes_and_the_date_counts(
    templates: Callable[[str], Path],
) -> None:
    paper = templates(WHOLE)
    assert render(paper, data("甲")) == render(paper, data("甲"))
    assert render(paper, data("甲")) != render(paper, data("甲") | {"date": date(2025, 4, 3)})


def test_a_missing_field_is_named_with_its_template(templates: Callable[[str], Path]) -> None:
    paper = templates('#import "base.typ": *\n#data.respondent')
    with pytest.raises(MissingField, match=r"paper\.typ 缺少字段“respondent”") as raised:
        render(paper, data(""))
    assert (raised.value.template, raised.value.field) == ("paper.typ", "respondent")


def test_a_paper_without_a_date_is_refused(templates: Callable[[str], Path]) -> None:
    with pytest.raises(MissingField, match="“date”"):
        render(templates(PLAIN), {"words": "甲"})


def test_a_time_without_its_zone_is_refused(templates: Callable[[str], Path]) -> None:
    with pytest.raises(ValueError, match="time zone"):
        render(templates(PLAIN), data(datetime(2025, 4, 2, 9)))  # noqa: DTZ001


def test_a_value_no_paper_can_show_is_refused(templates: Callable[[str], Path]) -> None:
    with pytest.raises(TypeError, match="float"):
        render(templates(PLAIN), data(1.5))


@pytest.mark.parametrize("secret", ["/etc/passwd", "../../../../../../etc/passwd"])
def test_a_template_cannot_read_files_of_the_machine(
    templates: Callable[[str], Path], secret: str
) -> None:
    with pytest.raises(PaperFault, match=r"paper\.typ 无法排版"):
        render(templates(f'#read("{secret}")'), data(""))


def test_a_districts_own_template_wins_and_still_shares_blocks(tmp_path: Path) -> None:
    house, district = tmp_path / "house", tmp_path / "district"
    for folder, name, source in (
        (house, "blocks.typ", "#let greeting = [总则]"),
        (house, "notice.typ", '#import "blocks.typ": *\n#set text(font: "Noto Serif CJK SC")\n甲'),
        (house, "other.typ", "乙"),
        (
            district,
            "notice.typ",
            '#import "blocks.typ": *\n#set text(font: "Noto Serif CJK SC")\n#greeting 丙',
        ),
    ):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    places = [district, house]
    assert find("other.typ", places) == house / "other.typ"
    paper = render(find("notice.typ", places), data(""), folders=places)
    assert without_spaces(text_of(paper)) == "总则丙"


def test_a_template_found_nowhere_is_named_with_the_places_searched(tmp_path: Path) -> None:
    with pytest.raises(PaperFault, match=f"notice.typ，已查找：{tmp_path}"):
        find("notice.typ", [tmp_path])


@pytest.mark.parametrize(
    "word", ["a" * 4000, "https://example.cn/" + "x=%20&" * 400, "。" * 2000, "—" * 2000, "1" * 999]
)
def test_a_word_longer_than_its_line_stays_on_the_sheet(
    templates: Callable[[str], Path], word: str
) -> None:
    paper = render(templates(WHOLE), data(word))
    assert without_spaces(text_of(paper)).count(word[0]) >= 2 * word.count(word[0])
    assert max(right_edges(paper)) <= 595 - 72  # the right margin is 26 mm


def right_edges(content: bytes) -> Iterator[float]:
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            for n, char in enumerate(text.get_text_range()):
                if not char.isspace():
                    yield text.get_charbox(n)[2]


def test_an_id_number_is_never_broken_over_two_lines(templates: Callable[[str], Path]) -> None:
    number = "420303196503120022"
    for shift in range(30):
        text = text_of(render(templates(PLAIN), data("字" * shift + "：" + number + "，")))
        assert number in text


def test_a_hundred_thousand_characters_fill_pages_and_lose_nothing(
    templates: Callable[[str], Path],
) -> None:
    words = "调解自愿不收费" * 14_000
    paper = render(templates(PLAIN), data(words))
    assert without_spaces(text_of(paper)) == words


def test_pictures_are_drawn_signatures_and_codes_alike(templates: Callable[[str], Path]) -> None:
    drawing = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(drawing, "PNG")
    source = (
        '#import "base.typ": *\n#show: paper.with(name: "试样", number: "HJ-T-02", version: 1)\n'
        "#signatures(data.people)#qr(data.code)"
    )
    people = [
        Signature(role="申请人", name="张三", image=drawing.getvalue(), fingerprint=True),
        Signature(role="被申请人", name="李四"),
    ]
    paper = render(templates(source), data("", people=people, code=QrCode("https://example.cn/q")))
    assert faults(paper) == ()
    reader = PdfReader(io.BytesIO(paper))
    assert len(reader.pages[0].images) == 1
    assert "（指印）" in text_of(paper)
    assert "李四" in text_of(paper)


def test_a_machine_without_chinese_fonts_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", (tmp_path,))
    with pytest.raises(fonts.NoChineseFont, match="fonts-noto-cjk"):
        fonts.typefaces((tmp_path,))
