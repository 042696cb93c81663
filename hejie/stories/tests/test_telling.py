"""What a story may say, and how it breaks: on the smallest room, and without a database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hejie.kernel.documents import words_of
from hejie.kernel.matters import Matter
from hejie.stories.shelf import stories, written
from hejie.stories.telling import Story, StoryBroken, act, play_all, tell, weeks_until

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEND = act("2026-09-07 09:00", "lin", "lend", place="420303001001", purpose="借到{2026-09-11}。")
BACK = act("2026-09-11 16:20", "lin", "take_back")


def story(*acts, outcome="returned"):
    return Story(key="chair", title="借轮椅", procedure="example", outcome=outcome, acts=acts)


def test_what_is_told_after_something_later_is_no_story():
    with pytest.raises(ValueError, match="2026-09-07 09:00 is told after 2026-09-11 16:20"):
        story(BACK, LEND)


@pytest.mark.parametrize(
    ("now", "weeks"),
    [
        ("2026-03-01 09:00", 0),
        ("2026-11-29 23:59", 0),
        ("2026-11-30 00:00", 1),
        ("2027-05-26 12:00", 26),
    ],
)
def test_stories_are_moved_by_whole_weeks_and_never_back(now, weeks):
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert weeks_until(moment) == timedelta(weeks=weeks)


@pytest.mark.usefixtures("zhangwan")
class TestPlaying:
    def test_the_example_goes_as_its_timeline_says(self, accept):
        for shelved in stories("_example"):
            text = written(tell(shelved.story))
            if accept:
                shelved.accept(text)
            assert text == shelved.kept()

    def test_days_and_days_in_words_move_with_the_story(self):
        matter = tell(story(LEND, BACK), later=timedelta(weeks=4)).matter
        assert f"{matter.opened_at.astimezone(SHANGHAI):%F %H:%M}" == "2026-10-05 09:00"
        assert words_of(matter)[1]["purpose"] == "借到10月9日。"

    def test_a_refusal_that_was_foretold_is_part_of_the_timeline(self):
        early = act("2026-09-08 09:00", "luo", "take_back", refused="由受理员办理")
        text = written(tell(story(LEND, early, BACK)))
        assert "2026-09-08 09:00  罗敏：收回 ✗ 不准：这一步由受理员办理" in text

    def test_a_refusal_that_was_not_foretold_breaks_it_and_says_where(self):
        early = act("2026-09-08 09:00", "luo", "take_back")
        with pytest.raises(StoryBroken, match=r"chair, act 2 \(2026-09-08 09:00 take_back\)"):
            tell(story(LEND, early, BACK))

    def test_a_foretold_refusal_that_does_not_come_breaks_it(self):
        with pytest.raises(StoryBroken, match="was expected to be refused: 不行"):
            tell(story(LEND, act("2026-09-08 09:00", "lin", "take_back", refused="不行")))

    def test_another_refusal_than_the_foretold_breaks_it(self):
        early = act("2026-09-08 09:00", "luo", "take_back", refused="今天不办")
        with pytest.raises(StoryBroken, match="由受理员办理"):
            tell(story(LEND, early, BACK))

    def test_another_ending_than_the_told_breaks_it(self):
        with pytest.raises(StoryBroken, match="ended lent, not returned"):
            tell(story(LEND))

    def test_a_story_may_follow_two_matters(self):
        other = {**LEND.facts, "purpose": "另一位。"}
        second = act("2026-09-07 10:00", "lin", "lend", of="另一把", **other)
        text = written(tell(story(LEND, second, BACK)))
        assert text.index("【本案】") < text.index("→ 已归还") < text.index("【另一把】")
        assert Matter.objects.filter(procedure="example").count() == 2

    def test_stories_side_by_side_are_numbered_in_order_of_time(self):
        late = story(LEND, BACK)
        opening = act("2026-09-01 08:00", "lin", "lend", **LEND.facts)
        early = story(opening, BACK)
        second, first = play_all([late, early])
        assert first.reference < second.reference
