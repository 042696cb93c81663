"""The command itself: what it lists, how it fails, and how soon it starts."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hejie.cli.answers import BadInput, answer
from hejie.cli.main import WITHOUT_INSTANCE, main

COMMAND = Path(sys.executable).with_name("hejie")
COMMANDS = main.list_commands(click.Context(main))


def test_help_lists_every_command_with_its_sentence():
    text = CliRunner().invoke(main, ["--help"]).stdout
    for name in COMMANDS:
        assert f"  {name} " in text


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["clock", "--nonsense"]])
def test_what_cannot_be_understood_is_bad_input(arguments):
    finished = CliRunner().invoke(main, arguments)
    assert finished.exit_code == 2
    assert finished.stdout == ""
    assert "nonsense" in finished.stderr


def test_bad_input_says_what_and_where():
    assert BadInput.exit_code == 2
    assert BadInput("第 3 行不是日期").format_message() == "第 3 行不是日期"


@pytest.mark.parametrize("value", ["和解", {"半": "\ud83d"}, [1, None, "😀\n"], {}])
def test_an_answer_is_one_line_of_json(value, capfdbinary):
    answer(value)
    printed = capfdbinary.readouterr().out
    assert printed.count(b"\n") == 1
    assert json.loads(printed) == value


def test_what_json_does_not_know_is_not_printed():
    with pytest.raises(ValueError, match="JSON compliant"):
        answer(float("nan"))


@pytest.mark.parametrize("name", sorted(WITHOUT_INSTANCE & set(COMMANDS)))
def test_commands_without_an_instance_load_no_django(name):
    loaded = f"import sys; from hejie.cli.main import main; main.get_command(None, {name!r})"
    loaded += "; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", loaded], check=True)


def test_the_installed_command_speaks_on_standard_error_only_when_it_fails():
    finished = subprocess.run([COMMAND, "nonsense"], check=False, capture_output=True, text=True)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "nonsense" in finished.stderr
