"""What a package says of itself: who sends what to whom, of which case, with which files.

The same classes give the JSON schema that the other side builds against.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from hejie.docking.refusal import Fault, Refused
from hejie.kernel.sentences import gettext_noop as _

FORMAT = "hejie-package/1"
MOST_FILES = 200
MOST_PARTIES = 200

Code = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_.:-]*$")]
Name = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(max_length=20_000)]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^files/[0-9]{3}\.[a-z0-9]{2,4}$")]


class Kind(StrEnum):
    """Which way it goes: the court refers a case, the committee sends it back."""

    REFERRAL = "referral"
    RETURN = "return"


class Part(BaseModel):
    """Every piece is fixed and complete: a name that is not foreseen is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Organ(Part):
    """A unit: its key in the instance that receives, and its name."""

    key: Code
    name: Name


class Case(Part):
    """The court's case: its number, the route by which it is mediated, whom to ask."""

    number: Annotated[str, Field(min_length=1, max_length=60)]
    route: Literal["B", "C", "D"]
    contact: Name
    reference: Code = ""
    """The sender's own number of the matter."""


class Delivery(Part):
    """Where papers reach a party (送达地址)."""

    address: Name
    receiver: Name = ""
    phone: Name = ""
    confirmed: bool = False
    """Whether the party confirmed it to the sender."""


class Party(Part):
    key: Code
    role: Literal["applicant", "respondent", "agent", "third", "helper"]
    kind: Literal["person", "organisation"]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    id_type: Code = ""
    id_number: Annotated[str, Field(max_length=40)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    address: Name = ""
    representative: Annotated[str, Field(max_length=100)] = ""
    represents: Code = ""
    delivery: Delivery | None = None


class Dispute(Part):
    """What it is about, as the complaint tells it. `place` is a division code."""

    category: Code
    place: Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3}){0,2}$")]
    facts: Words
    claims: Words = ""
    amount: Annotated[str, Field(pattern=r"^([0-9]{1,12}(\.[0-9]{1,2})?)?$")] = ""


class Due(Part):
    """A day that follows from a rule; nobody sets one by hand. `day` is empty until the rule's
    start event has happened."""

    rule: Code
    label: Name
    basis: Annotated[str, Field(max_length=400)]
    day: date | None = None


class Session(Part):
    """The procedural part of one meeting: which, when, how, who was told of the rights."""

    number: int
    begins: AwareDatetime
    way: Code
    present: tuple[Code, ...]
    rights_told: bool


class Outcome(Part):
    """How the mediation ended. `negotiation` says whether statements made to come to terms are
    enclosed, `consenting` who agreed to that: all parties, or nothing is."""

    state: Code
    label: Name
    reason: Name = ""
    ended: date
    undisputed: tuple[Words, ...] = ()
    sessions: tuple[Session, ...] = ()
    negotiation: bool = False
    consenting: tuple[Code, ...] = ()


class File(Part):
    """One enclosed file; `kind` is a code of the sender's, `title` what people call it."""

    name: FileName
    title: Name
    kind: Code
    mime: Annotated[str, Field(max_length=100)]
    size: Annotated[int, Field(ge=0)]
    digest: Digest


class Manifest(Part):
    """The first member of a package, `manifest.json`."""

    format: Literal["hejie-package/1"] = "hejie-package/1"
    kind: Kind
    id: UUID
    made_at: AwareDatetime
    district: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    sender: Organ
    addressee: Organ
    in_reply_to: UUID | None = None
    """In a return: the id of the referral that it answers, where there was one."""
    case: Case
    dispute: Dispute
    parties: Annotated[tuple[Party, ...], Field(min_length=2, max_length=MOST_PARTIES)]
    due: tuple[Due, ...] = ()
    evidence: Annotated[tuple[Name, ...], Field(max_length=MOST_FILES)] = ()
    """The list of evidence, enclosed or not."""
    outcome: Outcome | None = None
    files: Annotated[tuple[File, ...], Field(max_length=MOST_FILES)] = ()

    def written(self) -> bytes:
        return (self.model_dump_json(indent=1) + "\n").encode()


def read_manifest(content: bytes) -> Manifest:
    """Read `manifest.json`, or raise `Refused` with what is wrong and where."""
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"])) or "manifest.json"
        raise Refused(Fault.MALFORMED, _("材料包的清单不合规格：%(where)s"), where=where) from fault
    if (manifest.kind is Kind.RETURN) != (manifest.outcome is not None):
        raise Refused(Fault.MALFORMED, _("材料包的清单不合规格：%(where)s"), where="outcome")
    names = [file.name for file in manifest.files]
    if len(names) != len(set(names)):
        raise Refused(Fault.DUPLICATE, _("材料包里有两份文件同名"))
    return manifest
