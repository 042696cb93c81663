"""While the database is away everybody is told so, at once and in their own form."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def fail_with(monkeypatch: pytest.MonkeyPatch, where: str, fault: Exception) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise fault

    monkeypatch.setattr(where, fails)


@pytest.mark.parametrize("fault", [OperationalError("no route"), InterfaceError("closed")])
def test_a_page_says_that_the_database_is_away_and_when_to_come_again(client, monkeypatch, fault):
    fail_with(monkeypatch, "hejie.kernel.sight.look_as", fault)
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "现在连不上数据库" in answer.content.decode()


def test_a_fault_of_ours_is_told_as_one(client, monkeypatch):
    fail_with(monkeypatch, "hejie.kernel.sight.look_as", ZeroDivisionError())
    answer = client.get("/")
    assert answer.status_code == 500
    assert "出了点问题" in answer.content.decode()


@pytest.mark.usefixtures("zhangwan")
def test_a_call_of_the_api_is_told_the_same_as_a_problem(client, monkeypatch):
    fail_with(monkeypatch, "hejie.api.gate.holder_of", OperationalError("no route"))
    answer = client.get("/api/v1/matters", headers={"Authorization": "Bearer one"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    told = answer.json()
    assert told["type"] == "urn:hejie:problem:away"
    assert "Idempotency-Key" in told["detail"]
