from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import LazySettings

from hejie.cli.main import main

HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.mark.parametrize("command", [["serve"], ["bench", "desk", "100"]])
def test_without_the_files_that_pages_use_it_says_what_to_run(
    command: list[str], settings: LazySettings, tmp_path: Path
):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": HASHED}}
    settings.STATIC_ROOT = tmp_path
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 2
    assert "collectstatic" in told.stderr
