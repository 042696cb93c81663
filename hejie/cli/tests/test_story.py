"""`hejie story`: one story told, all compared, a broken one shown."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from hejie.cli import story as commanded
from hejie.cli.story import command
from hejie.stories.shelf import stories
from hejie.stories.telling import act

pytestmark = pytest.mark.usefixtures("zhangwan")
(WHEELCHAIR,) = stories("_example")


@pytest.fixture
def shelf(monkeypatch, tmp_path):
    """A shelf of one story, whose golden file may be written."""
    golden = tmp_path / "wheelchair.txt"
    golden.write_text(WHEELCHAIR.kept(), encoding="utf-8")
    shelved = [replace(WHEELCHAIR, golden=golden)]
    monkeypatch.setattr(commanded, "stories", lambda: shelved)
    return shelved


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_one_story_is_printed_whole(shelf):
    done = run("wheelchair")
    assert done.exit_code == 0
    assert done.output == shelf[0].kept() + "✓ wheelchair 借轮椅\n"


def test_all_stories_are_printed_a_line_each(shelf):
    assert run().output == "✓ wheelchair 借轮椅\n"


def test_another_timeline_is_shown_as_a_difference_until_it_is_kept(shelf):
    shelf[0].accept("借轮椅（wheelchair）\n")
    differs = run()
    assert differs.exit_code == 1
    assert "+2026-09-07 09:00  林晓梅：借出 → 已借出" in differs.output
    assert run("--accept").exit_code == 0
    assert run().exit_code == 0
    assert shelf[0].kept() == WHEELCHAIR.kept()


def test_a_broken_story_is_named_with_the_act_that_broke_it(shelf):
    early = act("2026-09-07 08:00", "lin", "take_back")
    shelf[0] = replace(shelf[0], story=replace(shelf[0].story, acts=(early,)))
    done = run()
    assert done.exit_code == 1
    assert "✗ wheelchair, act 1 (2026-09-07 08:00 take_back)" in done.output


def test_an_unknown_story_is_bad_input_that_names_the_known():
    done = run("nonsense")
    assert done.exit_code == 2
    assert "没有“nonsense”这个故事" in done.output
    assert "water_leak" in done.output
