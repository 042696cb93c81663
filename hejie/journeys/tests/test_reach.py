"""Every address that reads, for every role, of matters in and out of its reach.

The addresses are those that the site has, so a new page is tested without being named here. What
is out of reach is not there, in no list, count, search, export, file, call or proof.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from hejie.api.tests.calling import Caller
from hejie.desk.tests.making import in_hand, party, register, sign_in, someone, take
from hejie.journeys.tests.pages import all_addresses
from hejie.kernel import permissions
from hejie.kernel.documents import papers_of
from hejie.kernel.jurisdictions import ROLES, Post
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.readers import all_readers

pytestmark = pytest.mark.usefixtures("zhangwan")
CAST = (
    *("luo", "deng", "hao", "jiang", "qian", "qin", "fangming"),
    *("zhou", "wu", "shen", "tong", "guan", "mai", "yan"),
)
"""At least one of each role, in the matters' own towns, above them and elsewhere."""
OURS = (
    "desk",
    "mediation",
    "confirmation",
    "petitions",
    "reception",
    "backlog",
    "patrol",
    "cockpit",
    "screening",
    "imports",
    "enquiries",
)
SPACES = (*OURS, "video", "api")
NOT_OF_OURS = {"api:openapi-json", "api:openapi-view", "api:api-root", "api:tile"}
"""Of the interface itself, and the public log, which tells hashes and no matter."""

NOT_THERE = {400, 403, 404, 405, 410}
HOURS = {"begins": "09:00", "ends": "11:00"}


@dataclass(frozen=True)
class Kept:
    """A matter with words that stand nowhere else."""

    matter: Matter
    marks: tuple[str, ...]


@pytest.fixture
def kept(zhangwan: Any) -> tuple[Kept, Kept]:
    """One in hand in a town, with a session and papers; one just registered in another town."""
    names = ("欧阳暮雨", "13807281111", "司马听澜", "13807282222")
    here = in_hand(
        facts_told="天花板渗出铁锈色的水",
        parties=[party("applicant", names[0], phone=names[1]), party("respondent", "刘大勇")],
    )
    day = timezone.localtime() + timedelta(days=3)
    session = {"way": "on_site", "venue": "huaguo-1"}
    session |= {name: f"{day:%Y-%m-%d} {hour}" for name, hour in HOURS.items()}
    here = take(here, "set_session", "deng", **session)
    there = register(
        who="jiang",
        place="420303003001",
        facts_told="果园的界桩被挪了两尺",
        parties=[party("applicant", names[2], phone=names[3]), party("respondent", "陈国平")],
    )
    catch_up(all_readers(), now=timezone.now())
    return (
        Kept(here, (here.reference, *names[:2], "铁锈色")),
        Kept(there, (there.reference, *names[2:], "界桩")),
    )


def addresses() -> Iterator[tuple[str, frozenset[str]]]:
    """Names of our addresses for people and programs who have an account, with what each has
    to be told."""
    for name, pattern in all_addresses():
        if name.split(":")[0] in SPACES and name not in NOT_OF_OURS:
            yield name, frozenset(pattern.pattern.converters)


def path_of(name: str, wanted: frozenset[str], matter: Matter) -> str | None:
    """The address for one matter, with values that fit, real ones where there are any; None for
    an address of something else."""
    paper = papers_of(matter).first()
    told: dict[str, Any] = {
        "reference": matter.reference,
        "id": paper.id if paper else UUID(int=7),
        "paper": paper.id if paper else UUID(int=7),
        "step": "remark",
        "action": "remark",
        "turn": "accept",
        "procedure": "confirmation",
        "kind": "notice",
        "key": "session-1",
        "name": "wages",
        "seq": 1,
        "number": 1,
        "page": 1,
        "day": timezone.localdate() + timedelta(days=3),
    }
    try:
        return reverse(name, kwargs={one: told[one] for one in wanted if one in told})
    except NoReverseMatch:
        return None


def ask(desk: Client, api: Caller, path: str) -> tuple[int, str]:
    """Status and all words of an answer, those inside a packed file too, without the address
    itself, to which the link to the other language leads back."""
    answer = api.get(path.removeprefix("/api/v1")) if path.startswith("/api/") else desk.get(path)
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(part) for part in packed.namelist())
    return answer.status_code, content.decode(errors="replace").replace(path, "")


@pytest.mark.parametrize("who", CAST)
def test_what_is_out_of_reach_is_told_at_no_address(who: str, kept: tuple[Kept, Kept]) -> None:
    hidden = [one for one in kept if one.matter.id not in in_reach_of(who)]
    marks = [mark for one in hidden for mark in one.marks]
    desk, api = sign_in(who), Caller(who)
    asked: Counter[str] = Counter()
    faults = []
    for name, wanted in addresses():
        of_matter = bool(wanted & {"reference", "paper"})
        for one in hidden if of_matter else hidden[:1]:
            path = path_of(name, wanted, one.matter)
            if path is None:
                continue  # of something else than a matter: an import, an enquiry, a setting
            status, told = ask(desk, api, path)
            asked["of a matter" if of_matter else "lists"] += 1
            if of_matter and status not in NOT_THERE:
                faults.append(f"{name} {status}")
            faults += [f"{name} tells {mark}" for mark in marks if mark in told]
    for one in hidden:
        for word in one.marks:
            for path in (f"/desk/matters/?q={word}", f"/api/v1/matters?q={word}"):
                _status, told = ask(desk, api, path)
                faults += [f"search tells {m}" for m in marks if m != word and m in told]
        # The log is public: it tells hashes of events, and not one word.
        _status, told = ask(desk, api, f"/api/v1/log/proof?reference={one.matter.reference}")
        faults += [f"proof tells {mark}" for mark in one.marks[1:] if mark in told]
    assert faults == []
    if hidden:
        assert asked["lists"] > 20
        assert asked["of a matter"] > 25 * len(hidden)


def in_reach_of(who: str) -> set[UUID]:
    actor = someone(who, timezone.now())
    seen = (permissions.visible_to(actor), permissions.referred_by(actor))
    return {number for some in seen for number in some.values_list("id", flat=True)}


def test_somebody_of_every_role_is_asked() -> None:
    posts = Post.objects.filter(account__username__in=CAST)
    assert set(posts.values_list("role", flat=True)) >= ROLES.keys() - {"handler"}


def test_what_is_in_reach_is_found_by_the_same_addresses(kept: tuple[Kept, Kept]) -> None:
    """So that the test above cannot pass by asking wrongly."""
    here, _there = kept
    desk, api = sign_in("luo"), Caller("luo")
    found = {
        name
        for name, wanted in addresses()
        if wanted == {"reference"}
        for path in [path_of(name, wanted, here.matter)]
        for status, told in [ask(desk, api, path or "/")]
        if status == 200 and here.matter.reference in told
    }
    assert {"desk:matter", "desk:beside", "api:matter"} <= found
    for path in ("/desk/matters/", "/desk/matters/table.xlsx", "/desk/matters/?q=铁锈色"):
        assert here.matter.reference in ask(desk, api, path)[1]
    assert ask(desk, api, f"/api/v1/log/proof?reference={here.matter.reference}")[0] == 200
