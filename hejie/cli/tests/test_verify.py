"""`hejie verify`: says yes to what the log holds, and finds every change made behind its back."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from click.testing import CliRunner
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from hejie.cli.verify import command
from hejie.conftest import unguarded
from hejie.kernel.actions.checking import verify_many
from hejie.kernel.documents import Document, stored_name
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.kernel.sequencer import inclusion
from hejie.kernel.tests.walking import Walk
from hejie.rooms.mediation.stories import water_leak
from hejie.stories.telling import ISSUE, act, play

STORY = replace(
    water_leak.story,
    outcome="assigned",
    acts=(
        *(one for one in water_leak.story.acts if one.step != ISSUE and one.when < "2026-08-06"),
        act(
            "2026-08-06 09:00",
            "p1",
            "supplement",
            files=[{"name": "经过.txt", "content": b64encode("漏水三个月".encode()).decode()}],
        ),
    ),
)


@pytest.fixture
def matter(zhangwan):
    played = play(STORY)
    catch_up([], now=timezone.now())
    return played


def run(*arguments):
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, json.loads(result.stdout)


def tamper(statement, *values):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def sentences(*arguments):
    code, told = run(*arguments)
    assert code == 1
    assert not told["ok"]
    return "；".join(finding["sentence"] for finding in told["findings"])


def test_an_honest_instance_holds(matter):
    for arguments in ([], ["--all"], ["--matter", matter.reference]):
        code, told = run(*arguments)
        assert (code, told["ok"], told["findings"]) == (0, True, [])
        assert told["matters"] == 1
        assert told["events"] == Matter.objects.get().head_seq
    assert run()[1]["log"]["size"] == told["events"]


def test_an_empty_instance_holds(zhangwan):
    code, told = run()
    assert (code, told["ok"], told["findings"]) == (0, True, [])
    assert (told["matters"], told["events"], told["log"]) == (0, 0, {"size": 0})


def test_many_matters_are_read_together(matter, django_assert_num_queries):
    others = [Walk.begun().matter for _ in range(3)]
    list(verify_many(others))  # which reads the keys too
    with django_assert_num_queries(4):
        assert list(verify_many([matter, *others])) == []
    catch_up([], now=timezone.now())
    assert run()[1]["events_per_second"] > 0


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE kernel_event SET occurred = occurred - interval '1 day' WHERE seq = 3", "哈希"),
        ("UPDATE kernel_event SET hash = sha256(hash) WHERE seq = 1", "日志第 0 条"),
        ("DELETE FROM kernel_event WHERE seq = 5", "编号不连续"),
        ("UPDATE kernel_words SET text = 'other' WHERE name = 'facts_told'", "facts_told"),
        ("UPDATE kernel_party SET name = '别人' WHERE key = 'p1'", "当事人 p1"),
        ("UPDATE kernel_document SET digest = 'sha256:' || repeat('0', 64)", "文件"),
        ("UPDATE kernel_logentry SET leaf = sha256(leaf) WHERE log_index = 2", "日志第 2 条"),
        ("DELETE FROM kernel_logentry WHERE log_index = 4", "日志缺第 4 条"),
        ("UPDATE kernel_logtile SET hashes = sha256(hashes) WHERE level = 0", "瓦片 0/000"),
        ("UPDATE kernel_checkpoint SET note = replace(note, 'hejie', 'other')", "签名"),
        ("DELETE FROM kernel_checkpoint", "检查点"),
    ],
)
def test_a_change_in_the_database_is_found(matter, statement, expected):
    tamper(statement)
    assert expected in sentences()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_matter SET state = 'failed'",
        "UPDATE kernel_clock SET due_at = due_at + interval '9 days' WHERE key = 'conclude'",
        "DELETE FROM kernel_member",
    ],
)
def test_rows_that_do_not_follow_from_the_events_are_found(matter, statement):
    tamper(statement)
    assert "重新计算" in sentences("--matter", matter.reference)
    assert "重新计算" in sentences("--all")
    assert "重新计算" in sentences("--all"), "looking changes nothing"


def test_a_changed_file_is_found(matter):
    path = storages["documents"].path(stored_name(Document.objects.earliest("seq")))
    with open(path, "rb") as file:  # noqa: PTH123 - a path of the storage
        kept = file.read()
    try:
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(kept[:-1] + bytes([kept[-1] ^ 1]))
        assert "文件" in sentences("--all")
    finally:
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(kept)


@pytest.fixture
def receipt(matter, tmp_path):
    path = tmp_path / "receipt.json"

    def write(**changes):
        path.write_text(json.dumps(inclusion(matter, 3) | changes), encoding="utf-8")
        return str(path)

    return write


def test_a_receipt_holds_also_when_the_log_has_grown(matter, receipt):
    path = receipt()
    assert run("--receipt", path)[1]["ok"]
    play(STORY, later=timedelta(weeks=4))
    catch_up([], now=timezone.now())
    code, told = run("--receipt", path)
    assert (code, told["ok"]) == (0, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"event_hash": sha256(b"other").hexdigest()}, "证明不成立"),
        ({"log_index": 4}, "证明不成立"),
        ({"proof": []}, "证明不成立"),
        ({"seq": 4}, "第 4 个事件与凭证不符"),
        ({"reference": "420303-2026-999999"}, "420303-2026-999999"),
        ({"key": "other+00000000+AAAA"}, "公钥"),
        ({"checkpoint": "hejie.localhost/log\n3\nAAAA\n"}, "签名"),
    ],
)
def test_a_changed_receipt_does_not_hold(receipt, changes, expected):
    assert expected in sentences("--receipt", receipt(**changes))


def test_a_receipt_of_a_log_that_was_cut_does_not_hold(matter, receipt):
    path = receipt()
    tamper("DELETE FROM kernel_logentry WHERE log_index > 3")
    assert "现在的日志只有 4 条" in sentences("--receipt", path)


@pytest.mark.parametrize(
    "content", ["", "[]", "{", "{}", '{"seq": true}', '"x"', "[" * 100_000, b"\xff\xfe\xff"]
)
def test_what_is_no_receipt_is_bad_input(zhangwan, tmp_path, content):
    path = tmp_path / "receipt.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(command, ["--receipt", str(path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_an_unknown_matter_is_bad_input(zhangwan):
    assert CliRunner().invoke(command, ["--matter", "420303-2026-999999"]).exit_code == 2
