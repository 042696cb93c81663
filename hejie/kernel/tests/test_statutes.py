"""Statutes: numbers and citations read both ways, texts parsed, summaries true to them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel import statutes
from hejie.kernel.statutes import Citation, Library, Source, Summary

LONGEST_RUN = 15
AMOUNT = re.compile("([一二三四五六七八九十百千]+)(个工作日|个月|日|小时|年|人)")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
SUMMARIES = statutes.summaries()
ACT = """# 中华人民共和国示范法

2001年1月2日 通过
2010年8月28日 修订
2011年1月1日 施行

<!-- INFO END -->

## 第一章 总则

第一条 为了示范，制定本法。

第二条 有下列情形之一的：

（一）甲；

（二）乙。
\u200b
## 第二章 附则

第二条之一 插入的一条。

第三条 依照第一条 办理的，照办。
"""


def act(**changes: str) -> str:
    text = ACT
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library() -> Library:
    folder = next((one for one in settings.STATUTE_FOLDERS if one.is_dir()), None)
    if folder is None:
        pytest.skip(f"no full texts of laws at {settings.STATUTE_FOLDERS}")
    return Library.of(statutes.read_folder(folder))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (33, "三十三"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (205, "二百零五"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1111, "一千一百一十一"),
        (1260, "一千二百六十"),
    ],
)
def test_numbers_are_written_as_laws_write_them(number: int, written: str) -> None:
    assert statutes.to_chinese(number) == written


def test_every_number_reads_back_and_no_two_are_written_alike() -> None:
    written = [statutes.to_chinese(number) for number in range(1, 10_000)]
    assert [statutes.from_chinese(text) for text in written] == list(range(1, 10_000))
    assert len(set(written)) == 9_999


@pytest.mark.parametrize(
    "text", ["", "零", "两", "一十", "百", "十十", "一百五", "一百一", "三三", "33", "一千一十零"]
)
def test_other_words_are_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        statutes.from_chinese(text)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_beyond_any_law_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="between"):
        statutes.to_chinese(number)


@pytest.mark.parametrize(
    ("article", "label"),
    [
        (33, "第三十三条"),
        ("33", "第三十三条"),
        ("三十三", "第三十三条"),
        ("第33条", "第三十三条"),
        ("第三十三条", "第三十三条"),
        ("第一百二十条之一", "第一百二十条之一"),
        ("120之1", "第一百二十条之一"),
    ],
)
def test_an_article_has_one_label(article: int | str, label: str) -> None:
    assert statutes.article_label(article) == label


@pytest.mark.parametrize("article", ["", "第条", "第零条", 0, "第三十三款", "条", "第²条"])
def test_what_is_no_article_is_refused(article: int | str) -> None:
    with pytest.raises(statutes.BadCitation, match="不是条文的序号"):
        statutes.article_label(article)


@pytest.mark.parametrize(
    ("basis", "citations"),
    [
        ("人民调解法 第三十三条", [Citation("人民调解法", "第三十三条")]),
        (
            "民事诉讼法 第二百零五条；人民调解法 第三十三条",
            [Citation("民事诉讼法", "第二百零五条"), Citation("人民调解法", "第三十三条")],
        ),
        (
            "人民调解法 第二十九条第二款",
            [Citation("人民调解法", "第二十九条", "第二款")],
        ),
        (
            "信访工作条例 第三十一条第（六）项",
            [Citation("信访工作条例", "第三十一条", "第（六）项")],
        ),
        (
            "最高人民法院关于适用《民事诉讼法》的解释 第三百七十二条",
            [Citation("最高人民法院关于适用《民事诉讼法》的解释", "第三百七十二条")],
        ),
        ("法释〔2016〕19号 第七条", [Citation("法释〔2016〕19号", "第七条")]),
        ("国家网络安全事件报告管理办法", [Citation("国家网络安全事件报告管理办法")]),
    ],
)
def test_a_basis_is_read_and_written_back(basis: str, citations: list[Citation]) -> None:
    assert list(statutes.cite(basis)) == citations
    assert "；".join(map(str, citations)) == basis


@pytest.mark.parametrize(
    "basis",
    [
        "",
        "人民调解法 三十三条",
        "人民调解法 第三十三",
        "人民调解法  第三十三条",
        "人民调解法 第三十三条等",
        "人民调解法 第零三条",
        "人民调解法 第一条；",
    ],
)
def test_a_basis_that_cannot_be_read_is_refused(basis: str) -> None:
    with pytest.raises(statutes.BadCitation):
        statutes.cite(basis)


def test_spaces_around_the_semicolon_do_not_matter() -> None:
    spaced = statutes.cite("人民调解法 第一条 ； 民法典 第二条")
    assert spaced == statutes.cite("人民调解法 第一条；民法典 第二条")


def test_a_law_is_read_article_by_article() -> None:
    statute = statutes.parse(ACT, file_name="示范法(2010-08-28).md")
    assert (statute.name, statute.version) == ("示范法", date(2010, 8, 28))
    assert list(statute.articles) == ["第一条", "第二条", "第二条之一", "第三条"]
    assert statute.find(1) == "为了示范，制定本法。"
    assert statute.find("第2条") == "有下列情形之一的：\n（一）甲；\n（二）乙。"
    assert statute.find("2之1") == "插入的一条。"
    assert statute.find(4) is None


def test_the_version_is_dated_by_the_file_or_else_by_the_last_change() -> None:
    assert statutes.parse(ACT, file_name="示范法(2009-01-01).md").version == date(2009, 1, 1)
    assert statutes.parse(ACT, file_name="示范法.md").version == date(2010, 8, 28)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (act(**{"<!-- INFO END -->": ""}), "没有 <!-- INFO END --> 一行"),
        (act(**{"# 中华人民共和国示范法": ""}), "没有标题"),
        (act(**{"2001年1月2日 通过": "", "2010年8月28日 修订": ""}), "看不出版本日期"),
        (act(**{"2010年8月28日": "2010年13月28日"}), "看不出版本日期"),
        (act(**{"第三条 ": "第一条 "}), "第一条出现了两次"),
        (act(**{"第三条 ": "第三百五条 "}), "“第三百五条”不是条文的序号"),
        ("# 空\n2001年1月2日\n<!-- INFO END -->\n", "没有条文"),
    ],
)
def test_a_file_that_is_no_law_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(statutes.BadStatute) as refused:
        statutes.parse(text, file_name="示范法.md")
    assert "示范法.md" in str(refused.value)
    assert words in str(refused.value)


def test_parts_of_a_code_become_one_law_in_order(tmp_path: Path) -> None:
    later = act(**{"第一条 为": "第十一条 为", "第二条": "第十二条", "第三条": "第十三条"})
    folder = write(tmp_path, a=later, b=ACT)
    (statute,) = statutes.read_folder(folder)
    assert list(statute.articles)[:4] == ["第一条", "第二条", "第二条之一", "第三条"]
    assert statute.find(12) == statute.find(2)
    assert len(statute.articles) == 8


def test_an_article_in_two_parts_of_a_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(statutes.BadStatute, match="示范法的第一条出现了两次"):
        statutes.read_folder(write(tmp_path, a=ACT, b=ACT))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(ACT.encode("gb18030"))
    with pytest.raises(statutes.BadStatute, match=r"文件“a.md”不是 UTF-8 文本"):
        statutes.read_folder(tmp_path)


def test_the_version_in_force_on_a_day_is_found() -> None:
    old = statutes.parse(ACT, file_name="示范法(2001-01-02).md")
    new = statutes.parse(act(甲="丙"), file_name="示范法(2010-08-28).md")
    library = Library.of([new, old])
    second = Citation("示范法", "第二条")
    assert "丙" in (library.find(second) or "")
    assert "甲" in (library.find(second, on=date(2005, 1, 1)) or "")
    assert library.find(second, on=date(2000, 1, 1)) is None
    assert library.find(Citation("示范法")) is None
    assert library.find(Citation("别的法", "第一条")) is None


def test_summaries_are_read_with_their_source(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'law = "示范法"\nversion = 2010-08-28\n[[article]]\nnumber = "1"\nsummary = "为示范。"\n'
        '[[article]]\nnumber = ""\nsummary = "示范。"\nsource = "procedures"\n',
        encoding="utf-8",
    )
    first, whole = Citation("示范法", "第一条"), Citation("示范法")
    made = date(2010, 8, 28)
    assert statutes.summaries(tmp_path) == {
        first: Summary(first, "为示范。", Source.TEXT, made),
        whole: Summary(whole, "示范。", Source.PROCEDURES, made),
    }


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not toml",
        'law = "示范法"',
        'law = "示范法"\nversion = "old"\narticle = []',
        'law = "示范法"\n[[article]]\nnumber = "1"',
        'law = "示范法"\n[[article]]\nnumber = "甲"\nsummary = "好。"',
        'law = "示范法"\n[[article]]\nnumber = "1"\nsummary = "没有句号"',
        'law = "示范法"\n[[article]]\nnumber = "1"\nsummary = "一句。两句。"',
        'law = "示范法"\n[[article]]\nnumber = "1"\nsummary = "好。"\nsource = "hearsay"',
        'law = "示范法"\n' + '[[article]]\nnumber = "1"\nsummary = "好。"\n' * 2,
    ],
)
def test_a_summary_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.toml").write_text(content, encoding="utf-8")
    with pytest.raises(statutes.BadSummary):
        statutes.summaries(tmp_path)


def test_every_hard_rule_of_mediation_has_a_summary() -> None:
    articles = [3, 4, 8, 9, 10, 15, *range(17, 34)]
    wanted = {Citation("人民调解法", statutes.article_label(number)) for number in articles}
    assert wanted <= SUMMARIES.keys()


def test_summaries_are_short_enough_to_read_at_a_glance() -> None:
    assert {str(s.citation) for s in SUMMARIES.values() if len(s.sentence) > 90} == set()


def test_a_summary_from_the_text_names_the_version_it_was_read_in(library: Library) -> None:
    for citation, summary in SUMMARIES.items():
        statute = library.find_statute(citation.law)
        read = statute.version if statute and statute.find(citation.article or 1) else None
        assert summary.version == read, citation
        assert (summary.source is Source.TEXT) == (read is not None), citation


def test_every_length_of_time_in_a_summary_stands_in_the_article(library: Library) -> None:
    for citation, summary in SUMMARIES.items():
        text = library.find(citation) or ""
        for number, unit in AMOUNT.findall(summary.sentence):
            digits = str(statutes.from_chinese(number))
            forms = {number, digits, digits.translate(WIDE_DIGITS)}
            stands = any(form + unit in text for form in forms)
            assert stands or summary.source is Source.PROCEDURES, f"{citation}: {number}{unit}"


def test_no_summary_copies_the_law(library: Library) -> None:
    for citation, summary in SUMMARIES.items():
        text, length = library.find(citation) or "", LONGEST_RUN + 1
        runs = (summary.sentence[at : at + length] for at in range(len(summary.sentence)))
        copied = [run for run in runs if len(run) == length and run in text]
        assert not copied, f"{citation}: {copied[0]}"


def test_the_collection_is_read_whole(library: Library) -> None:
    code = library.find_statute("民法典")
    assert code is not None
    assert list(code.articles) == [statutes.article_label(number) for number in range(1, 1261)]
    for versions in library.shelves.values():
        for statute in versions:
            count = len(statute.articles)
            expected = [statutes.article_label(number) for number in range(1, count + 1)]
            assert list(statute.articles) == expected, statute.name


@given(st.text(max_size=30) | st.text(" 第一二十百条款项；法", max_size=20))
def test_any_basis_is_read_or_refused(basis: str) -> None:
    try:
        citations = statutes.cite(basis)
    except statutes.BadCitation:
        return
    assert citations == statutes.cite("；".join(map(str, citations)))
