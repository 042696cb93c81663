"""People and organisations, inside one matter only; the only home of personal data.

There is no page, list or search of a person across matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, models

from hejie.kernel import chain
from hejie.kernel.encrypted import EncryptedCharField
from hejie.kernel.matters import Matter, OfMatter, new_code
from hejie.kernel.procedures import PartyView
from hejie.kernel.sight import admit, wide

PERSONAL = (
    "name",
    "id_type",
    "id_number",
    "phone",
    "address",
    "representative",
    "note",
)
"""Fields that hold words about a person, and may be corrected."""
CONTACT = ("id_type", "id_number", "phone", "address", "note")
"""What serves to reach somebody and to know them again, and is of no use when all is over."""
ERASED_NAME = "已删除"
COVERED = (*PERSONAL, "role", "kind", "represents", "code")
"""What the digest in the event covers: all that decides who somebody is in the matter."""


class Party(OfMatter):
    pk = models.CompositePrimaryKey("district", "matter_id", "key")
    key = models.CharField(max_length=8)
    role = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    represents = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=100)
    id_type = models.CharField(max_length=12, blank=True)
    id_number = EncryptedCharField(max_length=40, blank=True)
    phone = EncryptedCharField(max_length=24, blank=True)
    address = EncryptedCharField(max_length=200, blank=True)
    representative = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=12)
    salt = models.BinaryField()
    digest = models.CharField(max_length=71)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="one_code_per_party")
        ]
        indexes = [models.Index(fields=["code"], name="party_by_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def track_address(self) -> str:
        """Where the party finds its matter: for messages and for pictures to scan."""
        return f"{settings.PUBLIC_ADDRESS}/track/{self.code}/"

    def view(self) -> PartyView:
        return PartyView(
            key=self.key,
            role=self.role,
            kind=self.kind,
            has_phone=bool(self.phone),
            represents=self.represents,
        )

    def seal(self) -> None:
        """Give the words of this party a new salt and digest."""
        self.salt = chain.new_salt()
        self.digest = self.expected_digest()

    def erase(self, names: Iterable[str]) -> None:
        """Blank words about this person, and give what is left a new salt and digest."""
        for name in names:
            setattr(self, name, ERASED_NAME if name == "name" else "")
        self.seal()

    def has_digest(self, told: str) -> bool:
        """Whether the row is as it was when this digest was told of it."""
        is_sealed = len(bytes(self.salt)) == chain.SALT_BYTES
        return is_sealed and self.digest == told == self.expected_digest()

    def expected_digest(self) -> str:
        words = {name: getattr(self, name) for name in COVERED}
        return chain.salted_digest(chain.canonical(words).decode(), bytes(self.salt))


def add_parties(matter: Matter, stated: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Write parties into a matter; gives their digests by key for the event. One that was a
    party of the matter's origin brings its key along; others are numbered behind all keys."""
    rows = [dict(words) for words in stated]
    known = list(parties_of(matter).values_list("key", flat=True)) if matter.head_seq else []
    brought = [row["key"] for row in rows if "key" in row]
    last = max((int(key.removeprefix("p")) for key in (*known, *brought)), default=0)
    added = []
    for row, code in zip(rows, free_codes(len(rows)), strict=True):
        if "key" not in row:
            last += 1
        party = Party(matter=matter, **{"key": f"p{last}", **row}, code=code)
        party.seal()
        added.append(party)
    Party.objects.bulk_create(added)
    return {party.key: party.digest for party in added}


def free_codes(many: int) -> list[str]:
    """Query codes that no party has, of whatever district: a code finds its party alone."""
    while True:
        codes = list({new_code() for _number in range(many)})
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kernel_taken_codes(%s)", [codes])
            taken = cursor.fetchone()[0]
        if not taken and len(codes) == many:
            return codes


def parties_of(matter: Matter) -> models.QuerySet[Party]:
    return Party.objects.filter(district=matter.district, matter_id=matter.id)


def names_of(matter: Matter) -> dict[str, str]:
    return dict(parties_of(matter).values_list("key", "name"))


def find_by_code(code: str) -> Party | None:
    """The party that holds a query code, as printed on a receipt or an invitation. Who holds a
    code may look the matter up, so it is in sight from here on."""
    with wide():
        party = (
            Party.objects.filter(code=code.strip().upper().replace("-", ""))
            .select_related("matter__place", "matter__holder")
            .first()
        )
    if party is not None:
        admit(party.matter_id)
    return party
