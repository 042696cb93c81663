"""Replay: events alone give the same rows, whatever happened; nothing stored can be altered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from django.db import models, transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from hejie.kernel import actions, permissions, standing
from hejie.kernel.actions import Invalid, Refused, form_for
from hejie.kernel.clocks import clocks_of
from hejie.kernel.events import Event, Unsequenced
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.parties import parties_of
from hejie.kernel.procedures import Situation
from hejie.kernel.tests.stating import facts
from hejie.kernel.tests.walking import (
    APPLICANT,
    PLAIN_WAY,
    RESPONDENT,
    SECOND,
    Walk,
    sent,
)
from hejie.rooms.mediation.models import MediationSession

PEOPLE = ("deng", "p1", "p2", "p3", "luo", "xie", "zeng", "lin", "zhou")
ENDING = ("refuse", "withdraw", "not_accept", "hand_over", "merge", "fail", "archive")
"""Steps after which little more can happen."""
BESIDE = ("rate", "report_danger", "plan_methods", "investigate")
"""Steps that change nothing else and are nearly always allowed."""


def rows_of(matter: Matter) -> Mapping[str, Any]:
    """Everything that is computed from a matter's events."""
    kept: Mapping[str, models.QuerySet[Any]] = {
        "matter": Matter.objects.filter(pk=matter.pk),
        "clocks": clocks_of(matter),
        "members": matter.member_set.all(),
        "involvements": matter.involvement_set.all(),
        "sessions": MediationSession.objects.filter(matter_id=matter.id),
    }
    return {name: sorted(rows.values(), key=str) for name, rows in kept.items()}


class Histories(RuleBasedStateMachine):
    """People do what they may, mostly sensibly, in any order."""

    @initialize(
        parties=st.sampled_from([[APPLICANT, RESPONDENT], [APPLICANT, RESPONDENT, SECOND]]),
        state=st.sampled_from([*PLAIN_WAY, "agreed_oral"]),
        chance=st.randoms(use_true_random=True),
    )
    def begin(self, parties: list[dict[str, str]], state: str, chance: Random) -> None:
        self.chance, self.taken = chance, Counter[str]()
        self.start = transaction.savepoint()
        self.walk = Walk.begun(parties=parties).to(state)
        note(state)

    @rule(data=st.data(), minutes=st.integers(1, 4000))
    def act(self, data: st.DataObject, minutes: int) -> None:
        walk, law = self.walk, self.walk.matter.law
        walk.now += timedelta(minutes=minutes)
        chosen = self.choose_step()
        if chosen is None:
            return
        step, actor, situation = chosen
        note(f"{actor.key} {step}")
        form = form_for(law, step, situation, {})
        stated = data.draw(facts(form, walk.now), "facts")
        try:
            done = actions.take(walk.matter, step, actor=actor, sent=sent(stated), now=walk.now)
        except (Invalid, Refused) as refusal:
            note(str(refusal))
        else:
            walk.matter = done.matter
            if step == "draft_agreement":
                actions.issue(walk.matter, "agreement", done.event, now=walk.now)
                walk.matter.refresh_from_db()

    def choose_step(self) -> tuple[str, Actor, Situation] | None:
        """The step least often taken that somebody may take; endings come late."""
        walk, law, chance = self.walk, self.walk.matter.law, self.chance
        beside = chance.random() < 0.1
        keys = [*standing.STEPS] if beside else [key for key in law.steps if key not in BESIDE]
        if walk.matter.version < 20 or chance.random() < 0.5:
            keys = [key for key in keys if key not in ENDING]
        known = {party.key for party in parties_of(walk.matter)}
        people = [who for who in PEOPLE if who[0] != "p" or who in known]
        offered = []
        for who in chance.sample(people, 2):
            actor = walk.actor(who)
            situation = permissions.situate(walk.matter, actor, now=walk.now)
            allowed = [key for key in keys if permissions.decide(law, key, situation).allowed]
            offered += [(key, actor, situation) for key in allowed]
        if not offered:
            return None
        chosen = min(offered, key=lambda one: (self.taken[one[0]], chance.random()))
        self.taken[chosen[0]] += 1
        return chosen

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            assert verify(self.walk.matter) == []
            before = rows_of(self.walk.matter)
            actions.replay(self.walk.matter)
            assert rows_of(self.walk.matter) == before
            transaction.savepoint_rollback(self.start)


def test_any_history_replays_to_the_same_rows(zhangwan):
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_replay_puts_right_what_was_altered(zhangwan):
    walk = Walk.begun().to("agreed_oral")
    before = rows_of(walk.matter)
    Matter.objects.filter(pk=walk.matter.pk).update(state="performed", data={}, version=99)
    clocks_of(walk.matter).filter(key="perform").delete()
    clocks_of(walk.matter).update(status="met")
    walk.matter.member_set.all().delete()
    MediationSession.objects.filter(matter_id=walk.matter.id).update(cancelled=True)
    assert rows_of(walk.matter) != before
    actions.replay(walk.matter)
    assert rows_of(walk.matter) == before


def test_a_replay_writes_no_event_and_tells_nobody(zhangwan):
    walk = Walk.begun().to("agreed_oral")
    events, notices = Event.objects.count(), Notice.objects.count()
    actions.replay(walk.matter)
    assert (Event.objects.count(), Notice.objects.count()) == (events, notices)
    assert Unsequenced.objects.count() == events
