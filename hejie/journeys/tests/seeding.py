"""Matters for pages to show: a story told to several points, and a few that ran into more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from hejie.enquiries.intake import take_in
from hejie.enquiries.models import Enquiry
from hejie.imports import steering
from hejie.imports.models import Import
from hejie.imports.running import work
from hejie.journeys.tests.acting import let_worker_work
from hejie.kernel import actions
from hejie.kernel.administration import PostRequest
from hejie.kernel.jurisdictions import Account, Actor, Organ, actor_for
from hejie.kernel.matters import Matter
from hejie.rooms.confirmation.stories import third_party_objects, wages_confirmed
from hejie.rooms.confirmation.tests.playing import (
    confirmation_of,
    mediation_of,
    told_until,
)
from hejie.rooms.mediation.stories import (
    entrusted_back_to_trial,
    injury_bracketed,
    ordered_and_answered,
    wages_by_video,
    water_leak,
)
from hejie.stories.telling import Story, Telling, moment, play

TABLE = """事情经过,纠纷类型,纠纷发生地,申请人姓名,申请人电话,被申请人姓名
楼上漏水，说了几次没有结果,邻里,二堰铺社区,王秀兰,13807280001,刘大勇
楼道里堆满了纸箱,邻里,没有这个地方,李国强,138,张海
"""
LETTERS = ("邻居装修到半夜，怎么办？", "有人拿刀在楼下，快来人！", "老板欠我们三个月工资不给。")


@dataclass(frozen=True)
class Seeds:
    """One matter at each point at which pages look different, and what is no matter yet."""

    registered: Matter
    invited: Matter
    accepted: Matter
    drafted: Matter
    archived: Matter
    ordered: Matter
    agreed: Matter
    asked: Matter
    reviewed: Matter
    confirmed: Matter
    at_court: Matter
    meeting: Matter
    bargained: Matter
    checked: Import
    enquiries: tuple[Enquiry, ...]
    asked_for: PostRequest

    @property
    def matters(self) -> tuple[Matter, ...]:
        return (
            self.registered,
            self.invited,
            self.accepted,
            self.drafted,
            self.archived,
            self.ordered,
            self.agreed,
            self.asked,
            self.reviewed,
            self.confirmed,
            self.at_court,
            self.meeting,
            self.bargained,
        )


def play_seeds() -> Seeds:
    clerk, now = staff("luo"), timezone.now()
    weeks = (now - moment(wages_confirmed.story.acts[0].when)).days // 7 - 1
    checked = steering.start(
        clerk, what="mediation", name="邻里纠纷.csv", content=TABLE.encode(), now=now
    )
    work(checked.pk, clock=timezone.now)
    seeds = Seeds(
        registered=told_to("apply"),
        invited=told_to("invite"),
        accepted=told_to("answer_invitation"),
        drafted=told_to("draft_agreement", later=timedelta(weeks=1)),
        archived=play(water_leak.story),
        ordered=play(ordered_and_answered.story),
        agreed=just_agreed(later=timedelta(weeks=weeks)),
        asked=confirmation_told_to("ask", later=timedelta(weeks=weeks - 1)),
        reviewed=confirmation_told_to("set_review", later=timedelta(weeks=weeks - 2)),
        confirmed=play(third_party_objects.story),
        at_court=told_to("send_back", story=entrusted_back_to_trial.story),
        meeting=told_to("set_session", story=wages_by_video.story),
        bargained=told_to("give_figure", story=injury_bracketed.story),
        checked=checked,
        enquiries=tuple(take_in(text, actor=clerk, now=now) for text in LETTERS),
        asked_for=ask_for_post(now),
    )
    let_worker_work()
    return seeds


def ask_for_post(now: datetime) -> PostRequest:
    """A post that waits for the second administrator."""
    return actions.ask_for_post(
        Account.objects.get(username="luo"),
        organ=Organ.objects.get(key="zw-centre"),
        role="clerk",
        starts=timezone.localdate(now),
        ends=None,
        actor=staff("guan"),
        now=now,
    )


def staff(username: str) -> Actor:
    return actor_for(Account.objects.get(username=username), on=timezone.localdate())


def just_agreed(later: timedelta) -> Matter:
    """The agreement about wages in the week in which it may still be taken to the court."""
    telling = told_until(wages_confirmed.story, "ask", before=True, later=later)
    return mediation_of(telling)


def confirmation_told_to(step: str, later: timedelta) -> Matter:
    return confirmation_of(told_until(wages_confirmed.story, step, later=later))


def told_to(
    step: str, later: timedelta = timedelta(), *, story: Story = water_leak.story
) -> Matter:
    """The leak, or another story, as it stood when this step had been taken for the first time;
    moved where its people would have to be in two places at once."""
    telling = Telling(story, later)
    for act in story.acts:
        telling.tell(act)
        if act.step == step:
            break
    return telling.matter
