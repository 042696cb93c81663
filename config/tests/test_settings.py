"""What the environment changes, read by a fresh interpreter each time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import secret_key
from config.settings import NOTICED, NOTICED_THERE, PREPARED

SHOW = "import json; from config import settings; print(json.dumps({}, default=str))"
THERE = " ".join(f"-c {name}={value}" for name, value in NOTICED_THERE.items())
STRONG = "k3y-" * 5 + "abcdefghijklmnopqrstuvwxyz0123456789"


def show(expression: str, **environment: str) -> Any:
    """Evaluate an expression over the settings under that environment."""
    command = [sys.executable, "-c", SHOW.format(expression)]
    inherited = {"HEJIE_HOME": str(settings.HEJIE_HOME), "HEJIE_SECRET_KEY": STRONG}
    finished = subprocess.run(
        command, env=inherited | environment, check=True, capture_output=True, text=True
    )
    return json.loads(finished.stdout)


def test_an_address_names_another_server():
    address = (
        "postgresql://clerk:p%40ss@db.example:6432/hejie?sslmode=require&options=-c%20jit%3Doff"
    )
    database = show("settings.DATABASES['default']", DATABASE_URL=address)
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example",
        "PORT": "6432",
        "USER": "clerk",
        "PASSWORD": "p@ss",
        "NAME": "hejie",
        "OPTIONS": {**NOTICED, **PREPARED, "sslmode": "require", "options": f"-c jit=off {THERE}"},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def test_reading_the_settings_starts_no_server(tmp_path):
    show("settings.DATABASES", HEJIE_HOME=str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_shorter_list_of_rooms_is_kept():
    assert show("settings.ROOMS", HEJIE_ROOMS="mediation, tips") == ["mediation", "tips"]


def test_https_makes_cookies_and_addresses_secure():
    named = "[settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE]"
    assert show(named) == [False, False]
    assert show(named, HEJIE_HTTPS="1") == [True, True]


def test_documents_go_to_a_bucket():
    address = "s3://papers?endpoint=https://store.example"
    documents = show("settings.STORAGES['documents']", HEJIE_DOCUMENTS=address)
    assert isinstance(documents, dict)
    assert documents["OPTIONS"]["bucket_name"] == "papers"
    assert documents["OPTIONS"]["endpoint_url"] == "https://store.example"


def test_the_policy_lets_no_inline_script_run():
    directives = show("settings.CONTENT_SECURITY_POLICY['DIRECTIVES']")
    assert isinstance(directives, dict)
    assert directives["default-src"] == ["'self'"]
    assert not [
        source for sources in directives.values() for source in sources if "unsafe" in source
    ]


@pytest.mark.parametrize("weak", ["", "secret", "a" * 60, "ab" * 30])
def test_a_weak_key_is_refused(tmp_path, weak):
    with pytest.raises(ImproperlyConfigured, match="HEJIE_SECRET_KEY"):
        secret_key(weak, tmp_path / "secret")


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path):
    kept = tmp_path / "home" / "secret"
    key = secret_key(None, kept)
    assert secret_key(key, kept) == key
    assert secret_key(None, kept) == key
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_a_replica_begins_as_the_role_of_web_requests_and_only_reads():
    address = "postgresql://clerk@copy.example/hejie"
    named = "[settings.DATABASES['replica'], settings.DATABASE_ROUTERS, settings.MIDDLEWARE[-1]]"
    database, routers, last = show(named, HEJIE_REPLICA_URL=address)
    assert database["HOST"] == "copy.example"
    begun = "-c default_transaction_read_only=on -c statement_timeout=10s -c role=hejie_web"
    assert database["OPTIONS"]["options"] == f"{THERE} {begun}"
    assert routers == ["hejie.kernel.replica.Router"]
    assert last == "hejie.ui.staleness.remember_acts"
    assert show("list(settings.DATABASES)") == ["default"]


def test_nothing_that_a_pooler_may_refuse_is_told_to_one():
    without = {
        "HEJIE_WITHOUT_SECOND_LOCK": "1",
        "DATABASE_URL": "postgresql://pooler.example/hejie",
    }
    assert show("settings.DATABASES['default']['OPTIONS']", **without) == NOTICED
