"""Judge where a matter goes, by word lists that a clerk can read, and say by which words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from hejie.triage.doors import DOORS
from hejie.triage.lexicon import Evidence, Lexicon, load
from hejie.triage.reading import Reading, read, shorten
from hejie.triage.rooms import LEAD, ROOMS

# How many groups, and how many words of each, the reasons for one field show.
GROUPS_SHOWN: Final = 3
WORDS_SHOWN: Final = 4


@dataclass(frozen=True)
class Reason:
    """One ground for one field: `words` as written, none where only the rule decided."""

    field: str
    words: tuple[str, ...]
    rule: str
    sentence: str

    def as_json(self) -> dict[str, object]:
        return {
            "field": self.field,
            "words": list(self.words),
            "rule": self.rule,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Triage:
    """`mediable` and `urgent` are "yes" or "no"; `cause` is a code of `hejie.law.causes`."""

    room: str
    mediable: str
    urgent: str
    next: str
    cause: str
    why: tuple[Reason, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "room": self.room,
            "mediable": self.mediable,
            "urgent": self.urgent,
            "next": self.next,
            "why": [reason.as_json() for reason in self.why],
            "cause": self.cause,
        }


Decided = tuple[str, list[Reason]]


@dataclass(frozen=True)
class Judge:
    """The four word lists; mediable and next are decided together, by the door."""

    room: Lexicon
    door: Lexicon
    urgent: Lexicon
    cause: Lexicon

    def triage(self, text: str) -> Triage:
        reading = read(shorten(text))
        room, for_room = self._room(reading)
        urgent, for_urgent, danger = self._urgent(read(text))
        door, for_door = danger or self._door(reading, room)
        cause, for_cause = self._cause(reading, room)
        return Triage(
            room=room,
            mediable="yes" if door == "mediation" else "no",
            urgent=urgent,
            next=door,
            cause=cause,
            why=(*for_room, *for_door, *for_urgent, *for_cause),
        )

    def _room(self, reading: Reading) -> Decided:
        evidence = self.room.find(reading)
        room = self.room.best(self.room.weigh(evidence))
        conclusion = f"归“{ROOMS[room].label}”"
        return room, _grounds("room", evidence, (room,), conclusion) or [
            _rule("room", "没有专门的词", f"没有看出属于哪个专门的调解室，{conclusion}。")
        ]

    def _door(self, reading: Reading, room: str) -> Decided:
        evidence = self.door.find(reading)
        points = self.door.weigh(evidence)
        for_mediation = points.pop("mediation", 0) + ROOMS[room].lean
        if for_mediation > sum(points.values()):
            return "mediation", _why_mediation(evidence, room)
        door = self.door.best(points)
        return door, _why_another_door(evidence, points, door)

    def _urgent(self, reading: Reading) -> tuple[str, list[Reason], Decided | None]:
        """Judge the whole text; danger from people leads to its own door before any mediation."""
        evidence = self.urgent.find(reading)
        urgent = self.urgent.best(self.urgent.weigh(evidence))
        if urgent == "no":
            return urgent, [_rule("urgent", "没有紧急的词", "没有看出眼前的危险。")], None
        danger = next((each for each in evidence if each.group.door), None)
        grounds = _grounds("urgent", evidence, ("yes",), "可能等不得，请马上看")
        return urgent, grounds, None if danger is None else _away_from(danger)

    def _cause(self, reading: Reading, room: str) -> Decided:
        evidence = self.cause.find(reading)
        points = self.cause.weigh(evidence)
        own = ROOMS[room].causes
        for code in own:
            points[code] = points.get(code, 0) + LEAD
        cause = self.cause.best(points, otherwise=own[0])
        return cause, _grounds("cause", evidence, (cause,), f"类型记为 {cause}") or [
            _rule(
                "cause",
                "调解室的常见类型",
                f"“{ROOMS[room].label}”的来件没有别的词，记为 {cause}。",
            )
        ]


def _away_from(danger: Evidence) -> Decided:
    words, rule = danger.quotes[:WORDS_SHOWN], danger.group.says
    door = danger.group.door
    seen = f"{_quoted(danger)}{rule}"
    return door, [
        Reason("mediable", words, rule, f"{seen}，人平安之前不谈调解。"),
        Reason("next", words, rule, f"{seen}，请先找{DOORS[door].label}。"),
    ]


def _why_mediation(evidence: Collection[Evidence], room: str) -> list[Reason]:
    grounds = _grounds("mediable", evidence, ("mediation",), "像是有对方的民事纠纷")
    lean = f"“{ROOMS[room].label}”的来件多是有对方的民事纠纷。"
    return [
        *(grounds or [_rule("mediable", "调解室的来件", lean)]),
        _rule("next", "能调解的先调解", "有对方的民事纠纷，先请双方来调解。"),
    ]


def _why_another_door(
    evidence: Collection[Evidence], others: Iterable[str], door: str
) -> list[Reason]:
    doubts = _grounds("mediable", evidence, tuple(others), "不像能由调解解决")
    towards = _grounds("next", evidence, (door,), f"请到{DOORS[door].label}")
    no_dispute = "没有看出和谁起了什么纠纷，先当作咨询。"
    no_office = f"没有看出须由公安、机关或者法院来办，请先到{DOORS[door].label}。"
    return [
        *(doubts or [_rule("mediable", "没有纠纷的词", no_dispute)]),
        *(towards or [_rule("next", "没有别的门的词", no_office)]),
    ]


def _grounds(
    field: str, evidence: Collection[Evidence], answers: Collection[str], conclusion: str
) -> list[Reason]:
    """Tell the strongest groups that spoke for one of the answers, with what they quote."""

    def worth(each: Evidence) -> int:
        return max((each.group.points.get(answer, 0) for answer in answers), default=0)

    speaking = sorted((each for each in evidence if worth(each) > 0), key=worth, reverse=True)
    return [
        Reason(
            field,
            each.quotes[:WORDS_SHOWN],
            each.group.says,
            f"{_quoted(each)}{each.group.says}，{conclusion}。",
        )
        for each in speaking[:GROUPS_SHOWN]
    ]


def _quoted(each: Evidence) -> str:
    words = "、".join(f"“{quote}”" for quote in each.quotes[:WORDS_SHOWN])
    return f"{words}：" if words else ""


def _rule(field: str, rule: str, sentence: str) -> Reason:
    return Reason(field, (), rule, sentence)


JUDGE: Final = Judge(load("room"), load("door"), load("urgent"), load("cause"))


def triage(text: str) -> Triage:
    """Tell where a matter described in one's own words goes; any text has an answer."""
    return JUDGE.triage(text)
