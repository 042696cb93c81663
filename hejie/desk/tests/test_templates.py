"""Paper templates at the desk: all of them, with samples, and a district's own in its place."""

import io
from pathlib import Path

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.utils import timezone

from hejie.desk.tests.making import page, register, sign_in
from hejie.desk.views.papers import WORD
from hejie.kernel import actions, registry
from hejie.kernel.actions.checking import check_files, verify
from hejie.kernel.documents import read_file
from hejie.kernel.events import events_of
from hejie.kernel.openings import openings_of
from hejie.kernel.tests.walking import TERM, Walk
from hejie.papers.archival import faults
from hejie.papers.templates import Template

pytestmark = pytest.mark.usefixtures("zhangwan")
PAPERS = [(room.key, kind) for room in registry.rooms() for kind in room.templates]


def template_of(room: str, kind: str) -> Template:
    found = next(one for one in registry.rooms() if one.key == room).templates[kind]
    assert isinstance(found, Template)
    return found


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join(one.get_textpage().get_text_range() for one in pdf)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def own(tmp_path: Path, settings) -> Path:
    """Where the district keeps its own templates of the mediation room."""
    settings.PAPER_FOLDERS = [tmp_path]
    folder = tmp_path / "420303" / "mediation"
    folder.mkdir(parents=True)
    return folder


def replace(folder: Path, file: str, **changes: str) -> None:
    text = (template_of("mediation", "agreement").folder / file).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("who", ["luo", "xie", "guan"])
def test_clerks_directors_and_administrators_see_every_template(who):
    html = sign_in(who).get("/desk/templates/").content.decode()
    for room, kind in PAPERS:
        template = template_of(room, kind)
        assert template.name in html
        assert f"{template.number} v{template.edition().version}" in html
    assert "本区样式</span>" not in html


@pytest.mark.parametrize("who", ["deng", "shen", "tong"])
def test_others_are_told_for_whom_it_is(who):
    assert sign_in(who).get("/desk/templates/").status_code == 403
    assert sign_in(who).get("/desk/templates/mediation/agreement/pdf/").status_code == 403


@pytest.mark.parametrize(("room", "kind"), PAPERS)
def test_every_template_is_shown_with_sample_data(room, kind):
    client = sign_in("luo")
    answer = client.get(f"/desk/templates/{room}/{kind}/pdf/")
    content = body(answer)
    assert answer.status_code == 200
    assert faults(content) == ()
    template = template_of(room, kind)
    assert f"{template.number} v{template.edition().version}" in text_of(content)
    for form in ("word", "blank"):
        answer = client.get(f"/desk/templates/{room}/{kind}/{form}/")
        assert answer.status_code == (200 if template.word else 404)
        if template.word:
            assert docx.Document(io.BytesIO(body(answer))).paragraphs


def test_what_is_no_template_is_not_found():
    for path in ("mediation/nothing/pdf/", "nowhere/agreement/pdf/", "mediation/visit/word/"):
        assert sign_in("luo").get(f"/desk/templates/{path}").status_code == 404


def test_a_district_s_own_template_is_marked_shown_and_issued_with_its_version(own):
    replace(own, "oral_application.typ", **{"version: 1": "version: 9", "口述": "自己说"})
    html = sign_in("luo").get("/desk/templates/").content.decode()
    assert "HJ-MD-02 v9" in html
    assert html.count("本区样式</span>") == 1
    sample = body(sign_in("luo").get("/desk/templates/mediation/oral_application/pdf/"))
    assert "HJ-MD-02 v9（420303）" in text_of(sample)
    matter = register()
    event = next(iter(events_of(matter)))
    paper = actions.issue(matter, "oral_application", event, now=timezone.now())
    text = text_of(read_file(paper))
    assert "HJ-MD-02 v9（420303）" in text
    assert "自己说的事实" in text
    issued = events_of(matter).get(seq=paper.seq)
    assert issued.values["template"] == {
        "number": "HJ-MD-02",
        "version": "9",
        "district": "420303",
    }
    matter.refresh_from_db()
    assert [*verify(matter), *check_files(matter)] == []


def test_another_district_s_template_changes_nothing_here(tmp_path, settings):
    settings.PAPER_FOLDERS = [tmp_path]
    other = tmp_path / "420304" / "mediation"
    other.mkdir(parents=True)
    replace(other, "oral_application.typ", **{"version: 1": "version: 9"})
    matter = register()
    event = next(iter(events_of(matter)))
    paper = actions.issue(matter, "oral_application", event, now=timezone.now())
    assert events_of(matter).get(seq=paper.seq).values["template"] == {
        "number": "HJ-MD-02",
        "version": "1",
        "district": "",
    }
    assert "HJ-MD-02 v1" in text_of(read_file(paper))


def test_a_paper_that_was_issued_stays_as_it_was_set(own):
    matter = register()
    event = next(iter(events_of(matter)))
    before = read_file(actions.issue(matter, "oral_application", event, now=timezone.now()))
    replace(own, "oral_application.typ", **{"version: 1": "version: 9"})
    again = actions.issue(matter, "oral_application", event, now=timezone.now())
    assert read_file(again) == before


def test_a_template_that_cannot_be_set_says_so_and_not_with_an_error_page(own):
    (own / "visit.typ").write_text("没有编号", encoding="utf-8")
    replace(own, "register.typ", **{"data.reply": "data.nothing_like_it"})
    client = sign_in("meng")
    html = client.get("/desk/templates/").content.decode()
    assert "文书样式 visit.typ 没有写明编号和版本" in html
    answer = client.get("/desk/templates/mediation/register/pdf/")
    assert answer.status_code == 422
    assert "register.typ 缺少字段“nothing_like_it”" in answer.content.decode()


def test_the_word_file_of_a_matter_s_paper_stands_beside_it_and_carries_its_data():
    walk = Walk.begun().to("in_session")
    told = {"facts_agreed": "防水层破损。", "points": "刘大勇承担。", "copies": 3}
    event = walk.take("draft_agreement", "deng", **told, terms=[TERM])
    address = page(walk.matter, f"papers/agreement/{event.seq}/word/")
    assert address in sign_in("deng").get(page(walk.matter)).content.decode()
    actions.issue(walk.matter, "agreement", event, now=walk.now)
    assert address in sign_in("deng").get(page(walk.matter)).content.decode()
    answer = sign_in("deng").get(address)
    paper = docx.Document(io.BytesIO(body(answer)))
    text = "".join(one.text for one in paper.paragraphs)
    assert answer["Content-Type"] == WORD
    assert "attachment" in answer["Content-Disposition"]
    for words in ("王秀兰", "刘大勇", "防水层破损。", "4,200.00元（大写：人民币肆仟贰佰元整）"):
        assert words in text
    assert walk.matter.reference in paper.sections[0].header.paragraphs[0].text
    assert openings_of(walk.matter).filter(what="paper", about=f"agreement {event.seq}").exists()


def test_no_word_file_for_those_who_see_no_names_or_for_what_has_none():
    matter = Walk.begun().matter
    first = page(matter, "papers/application/1/word/")
    assert sign_in("luo").get(first).status_code == 200
    assert sign_in("shen").get(first).status_code == 403
    assert sign_in("jiang").get(first).status_code == 404
    for rest in ("receipt/1", "agreement/1", "application/9"):
        assert sign_in("luo").get(page(matter, f"papers/{rest}/word/")).status_code == 404
