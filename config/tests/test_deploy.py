"""The recipe for hosts: units that systemd takes, confined, and settings that exist."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = DEPLOY / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
MOST_EXPOSED = 15
"""Tenths; `systemd-analyze` calls a service below 20 one that is fine."""
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="NOT TESTED: no systemd-analyze here")


def analyze(*arguments: str, units: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ANALYZE), *arguments],
        env={"SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with a program where they look for one."""
    program = tmp_path / "opt" / "hejie" / ".venv" / "bin" / "hejie"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    shutil.copytree(UNITS, tmp_path / "units")
    for file in (tmp_path / "units").rglob("*.*"):
        if file.is_file():
            file.write_text(file.read_text().replace("/opt/hejie", str(tmp_path / "opt/hejie")))
    return tmp_path / "units"


@needs_systemd
def test_systemd_takes_every_unit(units):
    files = [str(file) for file in sorted(units.iterdir()) if file.is_file()]
    told = analyze("verify", *files, units=units)
    assert (told.returncode, told.stderr) == (0, "")


@needs_systemd
def test_a_word_that_systemd_does_not_know_would_be_found(units):
    common = units / "hejie-.service.d" / "common.conf"
    common.write_text(common.read_text().replace("PrivateTmp=", "PrivateTemp="))
    assert "PrivateTemp" in analyze("verify", str(units / "hejie-web.service"), units=units).stderr


@needs_systemd
@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_every_service_is_confined(service, units):
    told = analyze(
        *("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--json=short"),
        str(units / service.name),
        units=units,
    )
    assert told.returncode == 0, told.stderr
    exposed = {one["json_field"]: one["exposure"] for one in json.loads(told.stdout)}
    assert not exposed["NoNewPrivileges"]
    assert not exposed["ProtectSystem"]


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_every_command_exists_with_its_options(service):
    [line] = re.findall(r"^ExecStart=\S+/bin/hejie (.+)$", service.read_text(), re.MULTILINE)
    name, *words = shlex.split(line)
    command = importlib.import_module(f"hejie.cli.{name}").command
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_setting_of_the_recipe_is_read_or_used_by_a_unit():
    text = (DEPLOY / "environment").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    read = set(re.findall(r"\"([A-Z_]+)\"", (settings.BASE_DIR / "config/settings.py").read_text()))
    used = set(re.findall(r"\$\{([A-Z_]+)\}", "".join(one.read_text() for one in SERVICES)))
    assert len(named) > 8
    assert named <= read | used


def test_whoever_collects_the_static_files_the_web_server_s_user_reads_them():
    kept: Any = storages["staticfiles"]
    assert kept.file_permissions_mode & 0o444 == 0o444
    assert kept.directory_permissions_mode & 0o555 == 0o555
