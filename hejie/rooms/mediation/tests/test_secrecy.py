"""What was said to come to terms reaches no court, by any way out that the project has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hejie.api.tests.calling import Caller
from hejie.cli.package import KINDS, command
from hejie.desk.tests.making import sign_in
from hejie.kernel import actions
from hejie.kernel.documents import Document, read_file
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.notices import reader as notices
from hejie.kernel.readers import catch_up
from hejie.kernel.search import reader as search
from hejie.rooms.mediation.docking.steps import STEPS
from hejie.rooms.mediation.procedure import procedure
from hejie.rooms.mediation.stories import entrusted_back_to_trial
from hejie.rooms.mediation.stories.phrases import drafted, term
from hejie.stories.telling import Act, Story, Telling, act, moment

pytestmark = pytest.mark.usefixtures("zhangwan")

SECRET = "桂花暗语七千三"
COURT = ("qin", "fangming")
NOW = moment("2026-11-02 09:00")


def secretive(*, allow: str) -> Story:
    """The entrusted case, in which everything said to come to terms holds the secret: the
    sealed minutes, the mediator's proposal, a draft that nobody signed, a party's doubt, a remark
    among staff."""
    acts: list[Act] = []
    for one in entrusted_back_to_trial.story.acts:
        if one.step == "fail":
            acts += _unsigned_draft()
            acts.append(act("2026-10-28 10:30", "p2", "raise_doubt", kind="pressed", text=SECRET))
            acts.append(replace(one, when="2026-10-28 11:00", step="remark", facts=REMARK))
        changes = {
            "hold_session": {"negotiation": f"对方底线{SECRET}。", "proposal": f"折中{SECRET}"},
            "allow_disclosure": {"answer": allow},
        }
        changed = replace(one, facts={**one.facts, **changes.get(one.step, {})})
        is_open = one.step == "send_negotiation" and allow == "yes"
        acts.append(replace(changed, refused="") if is_open else changed)
    return replace(entrusted_back_to_trial.story, acts=tuple(acts))


REMARK = {"text": f"内部记录{SECRET}"}


def _unsigned_draft() -> tuple[Act, ...]:
    return drafted(
        "2026-10-28 10:00",
        "peng",
        shown="2026-10-28 10:05",
        facts_agreed=f"拟按{SECRET}了结。",
        points="付多少。",
        terms=[term("p2", "p1", "2026-11-30", sum="41777.00", thing=SECRET)],
        copies=4,
    )


def told(*, allow: str = "no") -> Matter:
    telling = Telling(secretive(allow=allow))
    for one in telling.story.acts:
        telling.tell(one)
    matter = telling.end()
    _issue_everything(matter)
    catch_up([notices, search], now=NOW)
    return matter


def _issue_everything(matter: Matter) -> None:
    """Every paper that anybody could ask for is on file, the sealed ones too; the folder is
    bound."""
    events = list(events_of(matter))
    for event in events:
        step = procedure.steps.get(event.step)
        for kind in step.issued(event.state) if step else ():
            actions.issue(matter, kind, event, now=NOW)
    actions.issue(matter, "folder", events[-1], now=NOW)


def texts_in(content: bytes) -> Iterator[str]:
    """All that can be read in an answer: its text, a PDF's pages, a zip's members."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_in(archive.read(name))
    elif content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as pdf:
            for page in pdf:
                yield "".join(page.get_textpage().get_text_range().split())
    else:
        text = content.decode("utf-8", "replace")
        yield text + text.encode().decode("unicode_escape", "replace")


def tells(content: bytes) -> bool:
    return any(SECRET in text or "41777" in text or "41,777" in text for text in texts_in(content))


def addresses(matter: Matter) -> Iterator[str]:
    """Every address of the project that takes the matter's number, a code, a paper or a word."""
    given: dict[str, list[str]] = {
        "reference": [matter.reference],
        "step": [*STEPS, "sign", "remark", "supplement"],
        "id": [str(one.id) for one in Document.objects.filter(matter_id=matter.id)],
        "kind": [f"{kind}_package" for kind in KINDS],
        "number": [str(number) for number in range(1, 9)],
        "procedure": ["mediation"],
    }
    given["paper"] = given["id"]
    for route, names in sorted(_routes(get_resolver(), "")):
        if set(names) <= given.keys() and "logout" not in route:
            yield from _filled(route, names, given)


def _routes(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        route = prefix + re.sub(r"[\^$]", "", str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route, tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
        else:
            yield from _routes(entry, route)


def _filled(route: str, names: tuple[str, ...], given: dict[str, list[str]]) -> Iterator[str]:
    if not names:
        yield f"/{route}"
        return
    for value in given[names[0]]:
        once = re.sub(rf"<(?:\w+:)?{names[0]}>", value, route, count=1)
        yield from _filled(once, names[1:], given)


def read(client: Client, address: str, **headers: Any) -> bytes:
    return client.get(address, **headers).getvalue()


# Ways out


def test_the_one_who_mediated_finds_the_secret_by_the_same_search():
    """So that the tests below could fail: they look where it can be found."""
    matter = told()
    client = sign_in("peng")
    telling = [address for address in addresses(matter) if tells(read(client, address))]
    page = f"/desk/matters/{matter.reference}/"
    sealed = Document.objects.get(matter_id=matter.id, kind="negotiation_record")
    assert {page, f"{page}papers/{sealed.id}/"} <= set(telling)


@pytest.mark.parametrize("who", COURT)
def test_no_page_and_no_file_of_the_project_tells_a_court(who):
    matter = told()
    client, visited = sign_in(who), 0
    for address in addresses(matter):
        visited += 1
        assert not tells(read(client, address)), address
    assert visited > 100


@pytest.mark.parametrize("who", COURT)
def test_no_call_of_the_api_tells_a_court(who):
    matter = told()
    headers = {"headers": Caller(who).headers}
    calls = [
        "/api/v1/matters",
        f"/api/v1/matters?q={SECRET}",
        "/api/v1/clocks",
        *(address for address in addresses(matter) if address.startswith("/api/v1/")),
    ]
    assert f"/api/v1/matters/{matter.reference}" in calls
    for address in calls:
        assert not tells(read(Client(), address, **headers)), address


@pytest.mark.parametrize("who", COURT)
def test_no_list_search_or_table_finds_it_for_a_court(who):
    matter = told()
    client = sign_in(who)
    for query in (SECRET, "桂花", matter.reference):
        for address in ("matters/", "matters/table.csv", "matters/table.xlsx"):
            content = read(client, f"/desk/{address}?q={query}")
            assert not any(
                matter.reference in text for text in texts_in(content) if query != matter.reference
            )
    # The search itself knows the words of the matter for those who may read it.
    assert matter.reference in read(sign_in("lin"), "/desk/matters/?q=钢材").decode()


@pytest.mark.parametrize("who", COURT)
def test_no_export_by_command_tells_a_court(who, tmp_path):
    matter = told()
    for kind in KINDS:
        file = tmp_path / f"{kind}.zip"
        arguments = ["export", matter.reference, "--as", who, "--kind", kind, "--to", str(file)]
        result = CliRunner().invoke(command, arguments)
        assert (result.exit_code == 0) == (kind != "negotiation") == file.exists()
        assert SECRET not in result.output
        assert not file.exists() or not tells(file.read_bytes())


def test_the_folder_and_every_open_paper_are_without_what_was_sealed():
    matter = told()
    for paper in Document.objects.filter(matter_id=matter.id, compartment=""):
        if paper.kind not in {"agreement", "folder"}:  # a draft, for those who work on it
            assert not tells(read_file(paper)), paper.kind


def test_no_notice_tells_a_court():
    told()
    for notice in Notice.objects.filter(to__startswith="organ:zw-court"):
        assert SECRET not in notice.text


# By consent of all


def test_by_consent_of_every_party_the_court_gets_the_record_and_nobody_else():
    matter = told(allow="yes")
    address = f"/rooms/mediation/court/{matter.reference}/negotiation_package.zip"
    for who in COURT:
        assert tells(read(sign_in(who), address))
    sealed = Document.objects.filter(matter_id=matter.id, compartment="sealed")
    assert set(sealed.values_list("kind", flat=True)) == {
        "negotiation_record",
        "negotiation_package",
    }
    for who in ("lin", "meng", "zhou", "shen", "guan"):
        client = sign_in(who)
        assert client.get(address).status_code == 403
        for paper in sealed:
            found = f"/desk/matters/{matter.reference}/papers/{paper.id}/"
            assert client.get(found).status_code in {403, 404}
    for kind in ("referral", "return"):
        other = f"/rooms/mediation/court/{matter.reference}/{kind}_package.zip"
        assert not tells(read(sign_in("qin"), other))
