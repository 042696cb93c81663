"""`hejie retention`: what is due is listed, and erased unless it is a dry run."""

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hejie.cli.retention import command
from hejie.kernel.calendars import LocalValue
from hejie.kernel.documents import Words
from hejie.kernel.jurisdictions import Account
from hejie.kernel.tests.walking import Walk

pytestmark = pytest.mark.django_db(transaction=True)


def told(*arguments: str) -> Any:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_dry_run_lists_and_a_run_erases_once():
    now = timezone.now()
    walk = Walk.begun(now=now - timedelta(days=300))
    walk.take("invite", "luo")
    walk.take("answer_invitation", "p2", answer="no")
    assert told("--dry-run") == {"due": [], "soon": [], "erased": [], "files": 0}
    LocalValue.objects.create(
        district="420303",
        code="RT-L-CASE",
        quantity=1,
        valid_from=now.date(),
        owner="区档案局",
        entered_by=Account.objects.get(username="lin"),
        entered_at=now,
    )
    [soon] = told("--dry-run", "--ahead", "90")["soon"]
    assert (soon["reference"], soon["scope"]) == (walk.matter.reference, "case")
    LocalValue.objects.update(code="RT-L-CONTACT")
    walk.matter.closed_at = now - timedelta(days=400)
    walk.matter.save()
    listed = told("--dry-run")
    assert [one["owner"] for one in listed["due"]] == ["区档案局"]
    assert listed["erased"] == []
    assert Words.objects.exclude(digest="").exists()
    assert [one["rule"] for one in told()["erased"]] == ["RT-L-CONTACT"]
    assert told()["due"] == []
