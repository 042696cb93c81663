"""Who comes in, and what is not read: tokens, methods, sizes, media types, bad JSON."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hejie.api import gate
from hejie.api.tests.calling import BASE, Caller, opening, problem
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter
from hejie.kernel.tokens import Token, issue_token

CLOSED = [
    "/matters",
    "/matters/420303-2026-000001",
    "/matters/420303-2026-000001/events",
    "/clocks",
]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer hejie_wrong"},
        {"Authorization": "Basic bHVvOmhlamllLWRlbW8="},
        {"Authorization": "钥匙"},
    ],
)
def test_without_a_good_token_nothing_is_told(zhangwan, path, headers):
    answer = Client().get(BASE + path, headers=headers)
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_of_the_pages_is_no_token(zhangwan):
    client = Client()
    client.force_login(Account.objects.get(username="luo"))
    problem(client.get(f"{BASE}/matters"), 401)


def test_an_expired_token_is_none(zhangwan):
    yesterday = timezone.now() - timedelta(days=2)
    text, _kept = issue_token(Account.objects.get(username="luo"), now=yesterday, days=1)
    problem(Client().get(f"{BASE}/matters", headers={"Authorization": f"Bearer {text}"}), 401)


def test_use_of_a_token_is_noted(clerk):
    clerk.get("/matters")
    assert Token.objects.get().last_used is not None


def test_without_a_token_no_body_is_read(zhangwan, monkeypatch):
    monkeypatch.setattr(gate, "_take_in", lambda _request: pytest.fail("read"))
    answer = Client().post(f"{BASE}/matters", opening(), content_type="application/json")
    problem(answer, 401)


@pytest.mark.parametrize(
    ("method", "path"),
    [("delete", "/matters"), ("put", "/matters"), ("post", "/clocks"), ("patch", "/log/proof")],
)
def test_other_methods_are_told_which_there_are(clerk, method, path):
    answer = getattr(clerk.client, method)(BASE + path, headers=clerk.headers)
    problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_other_addresses_are_not_found(clerk):
    for path in ("/", "/nothing", "/matters/", "/log", "/matters/x/actions"):
        problem(clerk.get(path), 404)


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_other_media_types_are_not_read(clerk, content_type):
    answer = clerk.client.post(
        f"{BASE}/matters",
        json.dumps(opening()).encode(),
        content_type=content_type,
        headers=clerk.headers | {"Idempotency-Key": "1"},
    )
    problem(answer, 415)


def test_too_large_a_body_is_refused(clerk, monkeypatch):
    monkeypatch.setattr(gate, "LARGEST_BODY", 3_000_000)
    facts = opening()["facts"] | {"claims": "赔" * 1_000_001}
    problem(clerk.post("/matters", opening(facts=facts)), 413)


def test_a_body_larger_than_forms_may_be_is_read(clerk):
    facts = opening()["facts"] | {"claims": "赔" * 1_000_000}
    told = problem(clerk.post("/matters", opening(facts=facts)), 422)
    assert [error["field"] for error in told["errors"]] == ["claims"]


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"{}x",
        b"{'a': 1}",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": 1, "a": 2}',
        b'{"a": "\\u0000"}',
        b'{"a\\u0000": 1}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": {"a": "\\ud800"}}',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
        b"[" * 30 + b"]" * 30,
    ],
)
def test_what_is_no_json_to_keep_is_bad_input(clerk, body):
    for path in ("/matters", "/matters/420303-2026-000001/actions/invite"):
        answer = clerk.post(path, body)
        problem(answer, answer.status_code)
        assert answer.status_code in {400, 422}


def test_a_bad_body_is_told_where(clerk):
    told = problem(clerk.post("/matters", b'{"procedure": "mediation",\n "place": }'), 400)
    assert "第 2 行第 11 列" in told["detail"]
    body = opening(facts={"claims": ["好", {"x": "\0"}]})
    assert "facts.claims.1.x" in problem(clerk.post("/matters", body), 400)["detail"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure": 1}, "procedure"),
        ({"procedure": None}, "procedure"),
        ({"place": []}, "place"),
        ({"place": {"lon": "110", "lat": 32}}, "place"),
        ({"place": {"lon": 110}}, "place"),
        ({"place": {"lon": 1e300, "lat": 0}}, "place"),
        ({"facts": []}, "facts"),
        ({"facts": "漏水"}, "facts"),
        ({"facts": {"place": "420303"}}, "facts"),
        ({"parties": {}}, "parties"),
        ({"parties": [1]}, "parties"),
        ({"parties": [{"role": "applicant", "kind": "person"}]}, "parties.0.name"),
        ({"route": 7}, "route"),
        ({"due": "2026-12-31"}, "due"),
    ],
)
def test_a_wrong_shape_is_told_by_field(clerk, changes, field):
    told = problem(clerk.post("/matters", opening(**changes)), 422)
    assert any(error["field"].startswith(field) for error in told["errors"]), told
    assert not Matter.objects.exists()


NESTED = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "lon", "content", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(field=st.sampled_from([*opening()["facts"], "files", "amount", "people"]), value=NESTED)
def test_no_value_of_any_type_is_an_error_of_ours(clerk, field, value):
    answer = clerk.post("/matters", opening(facts=opening()["facts"] | {field: value}))
    assert answer.status_code in {201, 422}, answer.content.decode()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(party=st.dictionaries(st.sampled_from([*opening()["parties"][0], "id_number"]), NESTED))
def test_nor_in_a_row(clerk, party):
    parties = [opening()["parties"][0], {**opening()["parties"][1], **party}]
    answer = clerk.post("/matters", opening(parties=parties))
    assert answer.status_code in {201, 422}, answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"place": "\0"},
        {"place": "1"},
        {"state": "x" * 61},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "many"},
        {"order": "oldest"},
        {"due_before": "tomorrow"},
        {"due_before": "2026-02-30"},
        {"due_before": "2026-11-30T09:00:00"},
        {"due_before": "0"},
        {"cursor": "§"},
        {"stat": "registered"},
    ],
)
def test_wrong_filters_are_told_by_name(clerk, query):
    told = problem(clerk.get("/matters", **query), 422)
    assert [error["field"] for error in told["errors"]] == list(query)


def test_words_that_find_nothing_are_no_error(clerk):
    for query in ({"q": "'; DROP TABLE kernel_matter; --"}, {"q": "!!! &|"}, {"holder": "nobody"}):
        assert clerk.get("/matters", **query).json()["items"] == []


def test_script_in_every_text_stays_text(clerk):
    script = "<script>alert(1)</script>"
    facts = opening()["facts"] | {"facts_told": script, "claims": script}
    opened = clerk.open(facts=facts)
    answer = clerk.get(f"/matters/{opened['reference']}/events")
    assert answer.json()["items"][0]["words"]["claims"] == script
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_error_of_ours_is_a_problem_too_and_says_nothing_else(clerk, monkeypatch):
    monkeypatch.setattr("hejie.api.told.summary", lambda _matter: 1 / 0)
    clerk.open()
    answer = clerk.get("/matters")
    assert "division" not in answer.content.decode()
    problem(answer, 500)


def test_problems_are_told_in_english_on_request(clerk):
    english = Caller("luo", language="en")
    chinese = problem(clerk.post("/matters", opening(facts=[])), 422)
    told = problem(english.post("/matters", opening(facts=[])), 422)
    assert told["title"].isascii()
    assert told["detail"].isascii()
    assert not chinese["title"].isascii()
