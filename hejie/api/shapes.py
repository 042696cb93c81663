"""What goes in and out of the API, field by field; the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictFloat,
    StrictInt,
    StrictStr,
)
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
DAY_OR_MOMENT = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}
DayOrMoment = Annotated[str, WithJsonSchema(DAY_OR_MOMENT)]
MaybeDayOrMoment = Annotated[str | None, WithJsonSchema(DAY_OR_MOMENT)]
"""For a query, in which what is left out is null and nothing else is."""
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class In(BaseModel):
    """What comes in is read by pydantic itself: Ninja's `Schema` would not see unknown names."""

    model_config = ConfigDict(extra="forbid")


class Point(In):
    """WGS 84 or near it, in degrees."""

    lon: Annotated[StrictFloat, Field(ge=-180, le=180)]
    lat: Annotated[StrictFloat, Field(ge=-90, le=90)]


class PartyIn(BaseModel):
    """One party; which further fields there are, the opening step's `fields` tell."""

    model_config = ConfigDict(extra="allow")

    role: StrictStr
    kind: StrictStr
    name: StrictStr


def _not_outside(facts: dict[str, Any]) -> dict[str, Any]:
    for name in ("place", "parties", "route", "version", "idempotency_key", "csrfmiddlewaretoken"):
        if name in facts:
            raise PydanticCustomError("outside", "{name}", {"name": name})
    return facts


Facts = Annotated[
    dict[str, Any],
    AfterValidator(_not_outside),
    Field(description="What the step's form asks for, by the names in `fields`."),
]


EXAMPLE: dict[str, JsonValue] = {
    "procedure": "mediation",
    "place": "420303001001",
    "facts": {
        "facts_told": "楼上漏水，多次协商没有结果。",
        "claims": "修好并赔偿。",
        "category": "MD03",
        "source": "applied",
        "channel": "window",
    },
    "parties": [
        {"role": "applicant", "kind": "person", "name": "王秀兰", "phone": "13807280001"},
        {"role": "respondent", "kind": "person", "name": "刘大勇", "phone": "13807280002"},
    ],
}
"""What a clerk tells of a dispute between two neighbours."""


class MatterIn(In):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    procedure: Annotated[StrictStr, Field(max_length=40)]
    place: StrictStr | Point | None = Field(
        default=None, description="A division code, or a point; none with `out_of`."
    )
    out_of: Annotated[StrictStr, Field(max_length=32)] | None = Field(
        default=None,
        description="The number of the matter that this one is opened out of: a way that the "
        "answer about that matter names in `openings`.",
    )
    facts: Facts
    parties: list[PartyIn] = Field(default=[], max_length=200)
    route: Annotated[StrictStr, Field(max_length=20)] | None = None


class ActionIn(In):
    facts: dict[str, Any] = Field(
        default={}, description="What the step's form asks for, by the names in `fields`."
    )
    version: StrictInt | None = Field(
        default=None, description="The version that was read; the answer is 409 if it is stale."
    )


class Place(BaseModel):
    code: str
    name: str


class Holder(BaseModel):
    key: str
    name: str


class Clock(BaseModel):
    reference: str
    key: str
    subject: str
    label: str
    rule: str
    rule_version: str
    basis: str
    effect: str
    effect_label: str
    status: str
    level: str
    level_label: str
    started: Moment
    strict_due: DayOrMoment
    rolled_due: DayOrMoment
    provisional: bool
    met_at: Moment | None
    late: bool
    derivation: dict[str, Any]


class Choice(BaseModel):
    value: str
    label: str


class FieldOut(BaseModel):
    name: str
    label: str
    type: str
    required: bool
    help: str | None = None
    choices: list[Choice] | None = None
    fields: list[FieldOut] | None = None


class Decision(BaseModel):
    """One step: whether the caller may take it now, and if not, why."""

    key: str
    label: str
    help: str
    basis: str
    allowed: bool
    reasons: list[str]


class Action(Decision):
    """The same with the fields that it takes, where it is allowed."""

    fields: list[FieldOut]


class Way(Action):
    """A step that opens a matter of another procedure out of this one."""

    procedure: str


class Linked(BaseModel):
    """A matter beside this one: where it came from, or what was opened out of it. What it has
    come to is told only where the caller may see it."""

    reference: str
    procedure: str
    is_origin: bool
    visible: bool
    state: str
    state_label: str


class Summary(BaseModel):
    reference: str
    procedure: str
    state: str
    state_label: str
    route: str
    category: str
    trade: str
    urgent: bool
    place: Place
    holder: Holder
    version: int
    opened_at: Moment
    closed_at: Moment | None
    next_due: Moment | None


class Party(BaseModel):
    """A party; `masked` where the caller's role may not see the whole."""

    key: str
    role: str
    role_label: str
    kind: str
    masked: bool
    name: str
    phone: str
    id_type: str
    id_number: str
    address: str
    representative: str
    represents: str


class Paper(BaseModel):
    id: str
    kind: str
    title: str
    mime: str
    size: int
    digest: str
    issued: bool
    received_at: Moment
    path: str


class Member(BaseModel):
    role: str
    name: str
    organ: str


class Matter(Summary):
    procedure_version: str
    team: list[Member]
    clocks: list[Clock]
    parties: list[Party]
    papers: list[Paper]
    actions: list[Action]
    openings: list[Way]
    linked: list[Linked]


class EventRef(BaseModel):
    seq: int
    kind: str
    hash: Hash


class Written(BaseModel):
    """What one act did, and what may be done now; reading the matter tells with which fields."""

    reference: str
    state: str
    state_label: str
    version: int
    event: EventRef
    clocks: list[Clock]
    actions: list[Decision]


class Receipt(BaseModel):
    """To be handed to the applicant: the query code, and where the public log proves it."""

    reference: str
    seq: int
    event_hash: Hash
    code: str
    address: str
    proof: str


class Opened(Written):
    receipt: Receipt


class Record(BaseModel):
    """The fields of an event that its hash covers, as they are hashed."""

    district: str
    matter: str
    seq: int
    kind: str
    by: str
    organ: str
    at: Moment
    occurred: Moment
    state: str
    holder: str
    moves: bool
    basis: str
    payload: dict[str, Any]


class Event(BaseModel):
    """`hash` is SHA-256 over the 32 bytes of `prev` and the canonical JSON of `record`;
    `words` are the texts that the record's digests stand for, as far as they may be read. Of what
    a party told the mediators in confidence, others get the link alone: `record` is null."""

    seq: int
    step: str
    label: str
    record: Record | None
    prev: Hash
    hash: Hash
    words: dict[str, str]


class Summaries(BaseModel):
    items: list[Summary]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class Clocks(BaseModel):
    items: list[Clock]
    next: str | None


class Events(BaseModel):
    items: list[Event]
    next: int | None = Field(description="The `after` of the next page; null at the end.")


class Consistency(BaseModel):
    """That one log begins with another; `proof` as RFC 6962 has it."""

    old: int
    new: int
    proof: list[Hash]


class Witnessed(BaseModel):
    """Which cosignatures were kept, at which size of the log."""

    size: int
    witnesses: list[str]


class Proof(BaseModel):
    """That an event is in the public log; `hejie verify --receipt` checks it."""

    reference: str
    seq: int
    event_hash: Hash
    log_index: int
    proof: list[Hash]
    checkpoint: str
    key: str
