"""The OpenAPI document: true to every answer that drawn requests get, and shown without help
from outside."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client, override_settings
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hejie.api import gate
from hejie.api.tests.calling import BASE, Caller
from hejie.kernel.matters import Matter
from hejie.kernel.patience import Rate

ABOUT_THE_ANSWER = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
drawn = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def clerk(db, monkeypatch):
    """A clerk with one matter. What comes past Django's test client, as drawn requests do,
    would close the test's connection. Wrong tokens are drawn without end, so none waits here."""
    monkeypatch.setattr(gate, "TOKENS", Rate("tokens", free=100_000, seconds=1))
    caller = Caller("luo")
    caller.open()
    moments = (request_started, request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield caller
    for moment in moments:
        moment.connect(close_old_connections)


with override_settings(SECOND_LOCK=False):  # asked while tests are collected: no database yet
    schema = schemathesis.openapi.from_wsgi(
        f"{BASE}/openapi.json",
        get_wsgi_application(),
        config=SchemathesisConfig.from_dict({"generation": {"mode": "all"}}),
    )


@schema.parametrize()
@drawn
def test_drawn_requests_get_what_the_document_says(case, clerk):
    """Good and bad ones. What facts a step takes its form says, not the document, so that
    good ones may well be refused."""
    case.call_and_validate(headers=clerk.headers, excluded_checks=[positive_data_acceptance])


@schema.include(path_regex=r"\{reference\}").parametrize()
@drawn
def test_drawn_requests_about_a_matter_that_is_there(case, clerk):
    connection.connection.execute("RESET ROLE")  # what was drawn before acted as a web request
    case.path_parameters["reference"] = Matter.objects.get().reference
    if "action" in case.path_parameters:
        case.path_parameters["action"] = "invite"
    answer = case.call(headers=clerk.headers)
    case.validate_response(answer, checks=ABOUT_THE_ANSWER)


def test_each_call_of_the_contract_is_in_the_document(db):
    told = Client().get(f"{BASE}/openapi.json").json()
    calls = {(method, path) for path, methods in told["paths"].items() for method in methods}
    assert calls == {
        ("post", f"{BASE}/matters"),
        ("get", f"{BASE}/matters"),
        ("get", f"{BASE}/matters/{{reference}}"),
        ("post", f"{BASE}/matters/{{reference}}/actions/{{action}}"),
        ("get", f"{BASE}/matters/{{reference}}/events"),
        ("get", f"{BASE}/matters/{{reference}}/papers/{{paper}}"),
        ("get", f"{BASE}/clocks"),
        ("get", f"{BASE}/calculators"),
        ("post", f"{BASE}/calculators/{{calculator}}"),
        ("get", f"{BASE}/log/checkpoint"),
        ("get", f"{BASE}/log/tile/{{path}}"),
        ("get", f"{BASE}/log/proof"),
        ("get", f"{BASE}/log/consistency"),
        ("get", f"{BASE}/log/cosigned"),
        ("post", f"{BASE}/log/cosignatures"),
    }
    for path, methods in told["paths"].items():
        for operation in methods.values():
            is_open = "/log/" in path or "/calculators" in path
            assert ("security" in operation) == (not is_open)


def test_problems_have_their_own_media_type_throughout(db):
    told = Client().get(f"{BASE}/openapi.json").json()
    for methods in told["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if status.startswith("4"):
                    assert list(answer["content"]) == ["application/problem+json"]


def test_the_docs_page_asks_no_stranger(db):
    page = Client().get(f"{BASE}/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert re.findall(r'(?:src|href)="([^"]+)"', text)
    assert all(link.startswith("/static/") for link in re.findall(r'(?:src|href)="([^"]+)"', text))
    assert '"validatorUrl": null' in text
    assert "<style" not in text
    assert not re.search(r"<script>(?!</script>)", text)
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_no_address_or_field_searches_for_a_person(db):
    told = Client().get(f"{BASE}/openapi.json").json()
    asked = {
        parameter["name"]
        for methods in told["paths"].values()
        for operation in methods.values()
        for parameter in operation["parameters"]
    }
    assert asked.isdisjoint({"name", "phone", "id_number", "party", "person", "score"})
    assert not [path for path in told["paths"] if re.search("part(y|ies)|person|people", path)]


def test_the_contract_and_the_document_name_the_same_filters(db):
    told = Client().get(f"{BASE}/openapi.json").json()
    names = [one["name"] for one in told["paths"][f"{BASE}/matters"]["get"]["parameters"]]
    told_names = " ".join(sorted(names))
    assert told_names == "cursor due_before holder limit order place procedure q state"
