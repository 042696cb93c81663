"""`hejie seed`: fills an empty demonstration once, and nothing else."""

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hejie.cli import seed
from hejie.kernel.documents import find_issued, read_file
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter
from hejie.kernel.search import SearchEntry
from hejie.kernel.sequencer import log_size
from hejie.kernel.statute_texts import Statute
from hejie.seals.examining import examine
from hejie.seals.keyring import Keyring
from hejie.stories.cast import CAST, PASSWORD
from hejie.stories.shelf import stories

pytestmark = pytest.mark.usefixtures("zhangwan")

LAW = "# 路灯法\n\n2001年3月4日通过\n\n<!-- INFO END -->\n\n第一条　路灯天黑时点亮。\n"


@pytest.fixture
def demonstration(settings, monkeypatch, tmp_path):
    settings.DEMO = True
    settings.STATUTE_FOLDERS = [tmp_path]
    settings.SEALS = tmp_path / "seals"
    (tmp_path / "路灯法.md").write_text(LAW, encoding="utf-8")
    shelf = [shelved for shelved in stories() if shelved.story.key in {"water_leak", "withdrawn"}]
    monkeypatch.setattr(seed, "stories", lambda: shelf[:2])


def run():
    return CliRunner().invoke(seed.command, [], catch_exceptions=False)


def test_an_empty_demonstration_gets_the_stories_and_its_readers_have_read_them(demonstration):
    told = json.loads(run().stdout)
    assert told["seeded"] == Matter.objects.count() > 0
    assert log_size() == sum(matter.head_seq for matter in Matter.objects.all())
    assert SearchEntry.objects.count() == Matter.objects.count()


def test_accounts_are_told_with_what_signs_them_in(demonstration):
    told = json.loads(run().stdout)["accounts"]
    names = [one["username"] for one in told]
    assert names[: len(CAST)] == [member.username for member in CAST]
    assert {"jin", "quzhang"} < set(names)  # of the rooms' own casts
    assert {one["password"] for one in told} == {PASSWORD}
    assert Account.objects.get(username="luo").check_password(PASSWORD)


def test_a_second_time_adds_nothing(demonstration):
    run()
    before = Matter.objects.count()
    assert json.loads(run().stdout)["seeded"] == 0
    assert Matter.objects.count() == before


def test_it_makes_its_own_keys_and_the_stories_are_sealed_with_them(demonstration, settings):
    run()
    ring = Keyring(settings.SEALS)
    assert ring.of_organ("zw-centre")
    assert ring.of_staff("deng")
    seal = Event.objects.filter(step="seal").first()
    assert seal
    paper = find_issued(seal.matter, "agreement", seal.seq)
    assert paper
    report = examine(read_file(paper), roots=ring.roots(), now=timezone.now())
    assert report.holds
    assert all(one.demonstration for one in report.signatures)


def test_laws_that_are_at_hand_are_imported(demonstration):
    assert "1 laws imported" in run().stderr
    assert Statute.objects.get().name == "路灯法"


def test_without_texts_of_laws_it_says_so_plainly(demonstration, settings, tmp_path):
    settings.STATUTE_FOLDERS = [tmp_path / "nowhere"]
    assert "只有摘要" in run().stderr
    assert Matter.objects.exists()


def test_a_bad_text_of_a_law_is_said_and_keeps_nothing_back(demonstration, tmp_path):
    (tmp_path / "坏.md").write_text("什么也不是", encoding="utf-8")
    assert "坏.md" in run().stderr
    assert Matter.objects.exists()


def test_what_is_no_demonstration_is_left_alone(settings):
    settings.DEMO = False
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "HEJIE_DEMO" in result.stderr
    assert not Matter.objects.exists()


def test_stories_send_nothing_to_anybody(demonstration, settings):
    settings.NOTICE_CHANNELS = ["json://localhost"]
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "HEJIE_NOTICE_CHANNELS" in result.stderr
    assert not Matter.objects.exists()
