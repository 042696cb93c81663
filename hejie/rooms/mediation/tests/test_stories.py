"""Every story of the room: told as its timeline says, proved by its log, set on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.kernel import actions
from hejie.kernel.actions.checking import check_files, check_rows, verify
from hejie.kernel.documents import read_file
from hejie.kernel.events import events_of
from hejie.papers.archival import faults
from hejie.rooms.mediation.docking import receiving
from hejie.rooms.mediation.intake import route_for
from hejie.rooms.mediation.procedure import procedure
from hejie.stories.manual import PAGES, manual
from hejie.stories.shelf import stories, written
from hejie.stories.telling import play_all, tell

SHELF = stories("mediation")
TOLD = [shelved.story for shelved in SHELF]
ENDS = procedure.ends | {"archived"}

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
        for kind, event in _papers_first_told_in(shelved.story, matter):
            paper = actions.issue(matter, kind, event, now=timezone.now())
            if paper.mime == "application/pdf":
                assert faults(read_file(paper)) == ()
            else:
                assert receiving.check(read_file(paper)).files
        matter.refresh_from_db()
        assert [*verify(matter), *check_rows(matter), *check_files(matter)] == []


def _papers_first_told_in(story, matter):
    """The papers of each step, once for each route: by the first story on the shelf that takes
    the step, so that it is the same one however the tests are shared out."""
    last = {event.step: event for event in events_of(matter)}
    for step, event in last.items():
        first = FIRST_TOLD.get((step, _route(story)), story.key)
        if step in matter.law.steps and first == story.key:
            yield from ((kind, event) for kind in matter.law.steps[step].issued(event.state))


def _route(story):
    opening = story.acts[0].facts
    return opening.get("route") or route_for(opening.get("category", ""))


FIRST_TOLD = {
    (act.step, _route(story)): story.key for story in reversed(TOLD) for act in story.acts
}


def test_all_stories_are_played_side_by_side_in_a_later_week():
    matters = play_all(TOLD, later=timedelta(weeks=26))
    assert [matter.state for matter in matters] == [story.outcome for story in TOLD]
    by_number = sorted(matters, key=lambda matter: matter.reference)
    first = [next(iter(events_of(matter))).at for matter in by_number]
    assert first == sorted(first)


def test_there_is_a_story_for_every_state_in_which_a_matter_can_rest():
    resting = {story.outcome for story in TOLD}
    assert resting >= ENDS


def test_every_step_is_taken_in_some_story():
    taken = {act.step for story in TOLD for act in story.acts if not act.refused}
    by_itself = {"remind", "lapse", "expire", "open_seals"} if "tend" in taken else set()
    assert procedure.steps.keys() - taken - by_itself == set()


def test_every_route_is_taken_in_some_story_or_handed_over():
    facts = [act.facts for story in TOLD for act in story.acts]
    doors = {told.get("door") for told in facts}
    assert {"health", "traffic_police", "market"} <= doors  # F, I and J are other doors
    timelines = "".join(shelved.kept() for shelved in SHELF)
    for code in ("MD-A", "MD-B", "MD-C", "MD-D", "MD-MED", "MD-LAB", "MD-TRF"):
        assert f"  {code}  " in timelines
    assert {"MD15"} <= {told.get("category") for told in facts}  # K


def test_the_manual_tells_the_stories_as_they_are(accept):
    page, text = PAGES / "mediation-stories.md", manual("mediation")
    if accept:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text, "hejie story --manual writes it"
