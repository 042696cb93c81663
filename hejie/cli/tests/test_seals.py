"""`hejie seals` tells which keys there are; `hejie verify --paper` what holds of a file."""

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hejie.cli import seals, verify
from hejie.kernel.documents import papers_of, read_file
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.readers import catch_up
from hejie.papers.tests.uploads import office_pdf
from hejie.rooms.mediation.stories import water_leak
from hejie.stories.telling import play

pytestmark = pytest.mark.usefixtures("zhangwan")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.SEALS = tmp_path / "seals"
    return settings.SEALS


def run(command, *arguments):
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


def test_a_demonstration_gets_a_key_for_everybody_once():
    code, told = run(seals.command, "--demo")
    assert code == 0
    assert told["made"] == Organ.objects.count() + Account.objects.count()
    assert [one["key"] for one in told["staff"]] == sorted(
        Account.objects.values_list("username", flat=True)
    )
    assert all(one["demonstration"] and "演示" in one["certificate"] for one in told["organs"])
    assert told["roots"][0]["certificate"] == "和解根证书（演示）"
    assert run(seals.command, "--demo")[1]["made"] == 0
    assert run(seals.command)[1]["organs"] == told["organs"]


def test_nobody_else_gets_worthless_keys(settings, folder):
    settings.DEMO = False
    code, said = run(seals.command, "--demo")
    assert code == 2
    assert "HEJIE_DEMO=1" in said
    assert not folder.exists()


def test_an_instance_without_keys_says_so():
    code, told = run(seals.command)
    assert (code, told["organs"], told["staff"], told["roots"]) == (0, [], [], [])


def test_a_key_that_cannot_be_used_is_told_and_the_exit_code_too(folder):
    run(seals.command, "--demo")
    (folder / "organs" / "zw-court.pem").write_bytes(b"nothing")
    code, told = run(seals.command)
    assert code == 1
    (wrong,) = [one for one in told["organs"] if "problem" in one]
    assert wrong["key"] == "zw-court"
    assert "打不开" in wrong["problem"]


def test_a_trusted_certificate_that_is_none_is_bad_input(folder):
    run(seals.command, "--demo")
    (folder / "roots" / "other.pem").write_bytes(b"nothing")
    assert run(seals.command)[0] == 2


@pytest.fixture
def agreement(tmp_path):
    """The sealed agreement of a story, as somebody has it."""
    run(seals.command, "--demo")
    matter = play(water_leak.story)
    catch_up([], now=timezone.now())
    path = tmp_path / "agreement.pdf"
    path.write_bytes(read_file(papers_of(matter).filter(kind="agreement").latest("seq")))
    return path, matter


def test_a_sealed_paper_holds(agreement):
    path, matter = agreement
    code, told = run(verify.command, "--paper", str(path))
    assert (code, told["ok"], told["findings"]) == (0, True, [])
    assert told["issued"]["number"] == matter.reference
    assert told["issued"]["log_index"] is not None
    assert [one["profile"] for one in told["signatures"]] == ["B-B", "B-B"]
    assert [one["later"] for one in told["signatures"]] == ["signed", "nothing"]
    assert "matters" not in told, "only what was asked"


def test_a_paper_changed_by_a_byte_does_not(agreement):
    path, _matter = agreement
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    code, told = run(verify.command, "--paper", str(path))
    assert code == 1
    assert not told["ok"]
    assert told["findings"]
    assert told["issued"] is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "这个文件是空的"),
        (b"x", "这不是 PDF 文件"),
        (b"%PDF-1.7\n" + bytes(21 * 1024 * 1024), "文件超过 20 MB"),
        (office_pdf(), "没有电子签名，也不是本平台出具的"),
    ],
)
def test_what_is_no_paper_of_ours_is_told(tmp_path, content, sentence):
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    code, told = run(verify.command, "--paper", str(path))
    assert code == 1
    assert sentence in told["findings"][0]["sentence"]
    assert told["signatures"] == []


def test_an_issued_paper_without_signatures_is_ours(tmp_path):
    matter = play(water_leak.story)
    path = tmp_path / "draft.pdf"
    path.write_bytes(read_file(papers_of(matter).filter(kind="agreement").earliest("seq")))
    code, told = run(verify.command, "--paper", str(path))
    assert (code, told["signatures"]) == (0, [])
    assert told["issued"]["number"] == matter.reference
