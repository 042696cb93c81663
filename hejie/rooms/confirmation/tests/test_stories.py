"""Every story of the room: told as its timeline says, proved by its log, set on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.kernel import actions
from hejie.kernel.actions.checking import check_files, check_rows, verify
from hejie.kernel.documents import read_file
from hejie.kernel.events import events_of
from hejie.papers.archival import faults
from hejie.rooms.confirmation.procedure import procedure
from hejie.stories.manual import PAGES, manual
from hejie.stories.shelf import stories, written
from hejie.stories.telling import play_all, tell

SHELF = stories("confirmation")
TOLD = [shelved.story for shelved in SHELF]

every_story = pytest.mark.parametrize("shelved", SHELF, ids=lambda one: one.story.key)
pytestmark = pytest.mark.usefixtures("zhangwan")


@every_story
def test_a_story_goes_as_its_timeline_says_and_all_of_it_can_be_proved_and_printed(shelved, accept):
    telling = tell(shelved.story)
    text = written(telling)
    if accept:
        shelved.accept(text)
    assert text == shelved.kept(), f"ACCEPT=1 keeps it; then review {shelved.golden.name}"
    for matter in telling.matters.values():
        if matter.procedure == "confirmation":
            _print_all(matter)
        matter.refresh_from_db()
        assert [*verify(matter), *check_rows(matter), *check_files(matter)] == []


def _print_all(matter):
    for event in events_of(matter):
        step = matter.law.steps.get(event.step)
        for kind in step.issued(event.state) if step else ():
            paper = actions.issue(matter, kind, event, now=timezone.now())
            assert faults(read_file(paper)) == ()


def test_all_stories_are_played_side_by_side_in_a_later_week():
    matters = play_all(TOLD, later=timedelta(weeks=4))
    assert [matter.state for matter in matters] == [story.outcome for story in TOLD]


def test_there_is_a_story_for_every_state_in_which_a_matter_can_rest():
    assert {story.outcome for story in TOLD} >= procedure.ends


def test_every_step_is_taken_in_some_story():
    taken = {act.step for story in TOLD for act in story.acts if not act.refused}
    by_itself = {"expire", "deem_withdrawn", "lapse"} if "tend" in taken else set()
    assert procedure.steps.keys() - taken - by_itself == set()


def test_the_manual_tells_the_stories_as_they_are(accept):
    page, text = PAGES / "confirmation-stories.md", manual("confirmation")
    if accept:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text, "hejie story --manual writes it"
