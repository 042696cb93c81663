"""A played story in lines: who did what when, where it led, which days run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.utils import timezone

from hejie.kernel import registry, standing
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.matters import Matter
from hejie.kernel.parties import names_of, parties_of
from hejie.kernel.permissions import find_step
from hejie.stories.telling import ISSUE, Act, Refusal, Telling, moment

NOTES = {**standing.NOTES, "absorb": "并入同一件事"}
"""Events beside the steps."""
STATUSES = {
    Clock.RUNNING: "在走",
    Clock.PAUSED: "中止",
    Clock.MET: "已完成",
    Clock.STOPPED: "已终止",
}


Line = tuple[str, str]
"""When, and what is told of it."""


def lines_of(telling: Telling) -> Iterator[str]:
    """The acts of a story, refused ones among them, and the days of each of its matters."""
    several = len(telling.matters) > 1
    for name, matter in telling.matters.items():
        if several:
            yield f"【{name or '本案'}】"
        refusals = [one for one in telling.refusals if _stands_with(one.act, name, telling)]
        told = [*_told(matter), *(_refused(matter, refusal, telling) for refusal in refusals)]
        yield from _gathered(sorted(told, key=itemgetter(0)))
        yield from _clocks(matter)


def _stands_with(one: Act, name: str, telling: Telling) -> bool:
    """A refused opening is told with the matter that it would have come from."""
    return (one.of if one.of in telling.matters else one.out_of) == name


def _gathered(told: Iterable[Line]) -> Iterator[str]:
    """Lines with their times; what was done again and again on one day stands there once."""
    for (_day, line), again in groupby(told, key=lambda one: (one[0][:10], one[1])):
        whens = [when for when, _line in again]
        times = f" ×{len(whens)}" if len(whens) > 1 else ""
        yield f"{whens[0]}  {line}{times}"


def _told(matter: Matter) -> Iterator[Line]:
    state, holder = "", ""
    people = _people(matter)
    for event in events_of(matter):
        led = f" → {matter.law.states[event.state]}" if event.state != state else ""
        where = f" 〔{_organ(event)}〕" if event.holder_id != holder else ""
        said = f"{people.get(event.by, event.by)}：{_label(matter, event)}{_earlier(event)}"
        yield _moment(event.at), f"{said}{led}{where}"
        state, holder = event.state, event.holder_id


def _people(matter: Matter) -> dict[str, str]:
    return {
        **{f"account:{pk}": name for pk, name in Account.objects.values_list("pk", "name")},
        **{f"party:{party.key}": party.name for party in parties_of(matter)},
        "visitor": "群众",
        "system": "本平台",
    }


def _moment(when: datetime) -> str:
    return f"{timezone.localtime(when):%F %H:%M}"


def _earlier(event: Event) -> str:
    return "" if event.occurred == event.at else f"（发生于 {_moment(event.occurred)}）"


def _organ(event: Event) -> str:
    return Organ.objects.get(key=event.holder_id).short_name


def _label(matter: Matter, event: Event) -> str:
    if event.step == ISSUE:
        return f"出具《{matter.room.paper_labels[event.values['kind']]}》"
    step = find_step(matter.law, event.step)
    label = str(step.label) if step else NOTES[event.step]
    if linked := event.values.get("linked"):
        law = registry.procedure(linked["procedure"])
        return f"{label}：{law.label}，{law.states[linked['state']]}"
    return label


def _refused(matter: Matter, refusal: Refusal, telling: Telling) -> Line:
    one = refusal.act
    names = names_of(matter)
    names |= dict(Account.objects.values_list("username", "name"))
    opens = one.of not in telling.matters
    procedure = one.procedure or telling.story.procedure
    law = registry.procedure(procedure) if opens else matter.law
    step = find_step(law, one.step)
    label = step.label if step else one.step
    when = moment(one.when) + telling.later
    return _moment(when), f"{names.get(one.who, one.who)}：{label} ✗ 不准：{refusal.sentence}"


def _clocks(matter: Matter) -> Iterator[str]:
    """One line for clocks that differ by their subject only."""
    running = sorted(clocks_of(matter), key=lambda c: (c.started, c.key, len(c.subject), c.subject))
    gathered: dict[str, list[str]] = {}
    for clock in running:
        gathered.setdefault(_clock(clock), []).append(clock.subject)
    for line, subjects in gathered.items():
        yield line.replace("{}", f"（{'、'.join(subjects)}）" if subjects[0] else "")


def _clock(clock: Clock) -> str:
    strict, rolled = clock.derivation["strict_due"], clock.derivation["rolled_due"]
    moved = f"（{'顺延' if rolled > strict else '提前'}至 {rolled}）" if rolled != strict else ""
    late = "，超期" if clock.late else ""
    provisional = "，暂定" if clock.provisional else ""
    status = f"{STATUSES[clock.status]}{late}{provisional}"
    return f"期限  {clock.label}{{}}  {clock.rule or '约定'}  {strict}{moved}  {status}"
