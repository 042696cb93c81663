"""Every story of the room: told as its timeline says, proved by its log, kept."""

import pytest

from hejie.kernel.actions.checking import check_files, check_rows, verify
from hejie.rooms.patrol import shifts
from hejie.rooms.patrol.procedure import procedure
from hejie.stories.manual import PAGES, manual
from hejie.stories.shelf import stories, written
from hejie.stories.telling import tell

SHELF = stories("patrol")
TOLD = [shelved.story for shelved in SHELF]

every_story = pytest.mark.parametrize("shelved", SHELF, ids=lambda one: one.story.key)
pytestmark = pytest.mark.usefixtures("zhangwan")


@every_story
def test_a_story_goes_as_its_timeline_says_and_all_of_it_can_be_proved(shelved, accept):
    telling = tell(shelved.story)
    text = written(telling)
    if accept:
        shelved.accept(text)
    assert text == shelved.kept(), f"ACCEPT=1 keeps it; then review {shelved.golden.name}"
    for matter in telling.matters.values():
        matter.refresh_from_db()
        assert [*verify(matter), *check_rows(matter), *check_files(matter)] == []


@pytest.mark.parametrize("law", [procedure, shifts.procedure], ids=lambda law: law.key)
def test_every_step_is_taken_and_every_end_reached_in_some_story(law):
    told = [story for story in TOLD if story.procedure == law.key]
    assert {story.outcome for story in told} >= law.final
    taken = {act.step for story in told for act in story.acts if not act.refused}
    by_itself = {"lapse"} if "tend" in taken else set()
    assert law.steps.keys() - taken - by_itself == set()


def test_the_manual_tells_the_stories_as_they_are(accept):
    page, text = PAGES / "patrol-stories.md", manual("patrol")
    if accept:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text, "hejie story --manual writes it"
