"""What `hejie bench` measures: every template each way it can be set, every tool, triage."""

import json
from collections import Counter
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hejie.cli.bench import command, copying, district, filling
from hejie.cli.bench.settling import SIZES
from hejie.cli.verify import check_everything
from hejie.kernel import registry, search, tallies
from hejie.kernel.documents import Words
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, new_code
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party
from hejie.kernel.readers import catch_up, rebuild
from hejie.kernel.search import SearchEntry
from hejie.kernel.tallies import DayTally, Tally
from hejie.readers import all_readers
from hejie.rooms.mediation.stories.stage import load_venues


def test_every_template_is_measured_as_pdf_and_where_it_has_one_as_word():
    told = json.loads(CliRunner().invoke(command, ["papers", "1"]).stdout)
    expected = {
        f"{room.key}.{kind}": {"pdf", "word"} if kind in room.editable else {"pdf"}
        for room in registry.rooms()
        for kind in room.templates
    }
    assert {name: set(ways) for name, ways in told["papers"].items()} == expected
    assert told["slowest_ms_p95"] > 0


def test_each_tool_is_measured_until_a_size_takes_longer(monkeypatch: pytest.MonkeyPatch):
    small = {name: (made, sizes[:2]) for name, (made, sizes) in SIZES.items()}
    monkeypatch.setattr("hejie.cli.bench.settling.SIZES", small)
    told = json.loads(CliRunner().invoke(command, ["settle"]).stdout)
    assert set(told) == set(SIZES)
    assert all(one["within_a_second"] == small[name][1][-1] for name, one in told.items())


def test_an_act_is_measured_with_and_without_its_locks(
    zhangwan: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(district, "prepare", load_venues)
    told = json.loads(CliRunner().invoke(command, ["act", "1"], catch_exceptions=False).stdout)
    assert set(told["acts"]) == {"neither", "second_lock", "encryption", "both"}
    assert told["ratios"]["neither"] == {"open": 1.0, "take": 1.0}
    assert all(part["ms_p50"] > 0 for way in told["acts"].values() for part in way.values())
    phones = Party.objects.values_list("phone", flat=True)
    assert sum(phone.startswith("138") for phone in phones) == 8  # the others were left open


def test_triage_is_measured_with_what_it_takes():
    told = json.loads(CliRunner().invoke(command, ["triage", "1"]).stdout)
    assert told["ms_a_text"]["p50"] < 5
    assert set(told["confusion"]) == {"room", "mediable", "urgent", "next"}


@pytest.fixture
def filled(zhangwan: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """Twelve matters that were played and forty that were copied, in two goes."""
    monkeypatch.setattr(filling, "BATCH", 15)
    told = filling.fill(30, patterns=12)
    assert (told["new"], told["copies"]) == (30, 18)
    told = filling.fill(52, patterns=12)
    assert (told["new"], told["copies"]) == (22, 22)
    return 52


def test_copies_verify_and_replay_like_matters_that_were_played(filled: int):
    told = check_everything()
    assert told["findings"] == []
    assert told["matters"] == filled == Matter.objects.count()
    assert told["log"]["size"] == told["events"] == Event.objects.count()


def test_copies_are_matters_of_their_own(filled: int):
    matters = Matter.objects.all()
    assert len({m.reference for m in matters}) == filled
    assert len({bytes(m.head_hash) for m in matters}) == filled
    assert len({bytes(one.salt) for one in Words.objects.all()}) == Words.objects.count()
    assert len({one.code for one in Party.objects.all()}) == 2 * filled
    assert len({one.text for one in Words.objects.filter(name="facts_told")}) > 40
    later = Matter.objects.order_by("id")[12:]
    assert all(m.opened_at.microsecond for m in later)  # none begins as its pattern did
    assert {m.state for m in matters} == {"registered", "invited", "withdrawn", "not_accepted"}


def test_readers_go_on_behind_the_copies(filled: int):
    assert catch_up(all_readers(), now=timezone.now()) == 0
    for reader, rows in ((search.reader, bodies), (tallies.reader, counts)):
        kept = rows()
        rebuild(reader, now=timezone.now())
        assert rows() == kept


def test_people_of_copies_were_told_what_they_would_have_been(filled: int):
    for matter in Matter.objects.select_related("holder", "place").order_by("id")[12:]:
        kept = {
            (n.seq, n.number): (n.to, n.text) for n in Notice.objects.filter(matter_id=matter.id)
        }
        write, last = (
            matter.room.notices,
            Event.objects.get(matter_id=matter.id, seq=matter.head_seq),
        )
        assert write is not None
        told = {
            (last.seq, number): (message.to, message.text)
            for number, message in enumerate(write(matter, last))
        }
        assert told.items() <= kept.items()
        assert all(matter.reference in text for _to, text in kept.values())


def bodies() -> dict[Any, str]:
    return dict(SearchEntry.objects.values_list("matter_id", "body"))


def counts() -> Counter[Any]:
    return Counter(
        {
            row.pk: row.count
            for model in (Tally, DayTally)
            for row in model.objects.all()
            if row.count
        }
    )


def test_a_query_code_that_was_drawn_twice_is_drawn_again(
    zhangwan: None, monkeypatch: pytest.MonkeyPatch
):
    filling.fill(4, patterns=4)
    taken = [Party.objects.values_list("code", flat=True)[0]]
    monkeypatch.setattr(copying, "new_code", lambda: taken.pop() if taken else new_code())
    filling.fill(8, patterns=4)
    assert taken == []
    assert check_everything()["findings"] == []
    assert Matter.objects.count() == 8
