"""Matters for pages to show: a story told to several points, and a few that ran into more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from hejie.enquiries.intake import take_in
from hejie.enquiries.models import Enquiry
from hejie.imports import steering
from hejie.imports.models import Import
from hejie.imports.running import work
from hejie.journeys.tests.acting import let_worker_work
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import Matter
from hejie.rooms.mediation.stories import injury_bracketed, ordered_and_answered, water_leak
from hejie.stories.telling import Story, Telling, play

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
    bargained: Matter
    checked: Import
    enquiries: tuple[Enquiry, ...]

    @property
    def matters(self) -> tuple[Matter, ...]:
        return (
            self.registered,
            self.invited,
            self.accepted,
            self.drafted,
            self.archived,
            self.ordered,
            self.bargained,
        )


def play_seeds() -> Seeds:
    clerk, now = staff("luo"), timezone.now()
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
        bargained=told_to("give_figure", of=injury_bracketed.story),
        checked=checked,
        enquiries=tuple(take_in(text, actor=clerk, now=now) for text in LETTERS),
    )
    let_worker_work()
    return seeds


def staff(username: str) -> Actor:
    return actor_for(Account.objects.get(username=username), on=timezone.localdate())


def told_to(step: str, later: timedelta = timedelta(), *, of: Story = water_leak.story) -> Matter:
    """A story, mostly the leak, as it stood when this step had been taken for the first time;
    moved where its people would have to be in two places at once."""
    telling = Telling(of, later)
    for act in of.acts:
        telling.tell(act)
        if act.step == step:
            break
    return telling.matter
