"""The command `hejie`: each subcommand is a module or folder here, loaded when it is called."""

import ast
import importlib
from pathlib import Path

import click

FOLDER = Path(__file__).parent
NOT_COMMANDS = {"__init__", "actors", "answers", "instance", "lines", "main", "progress"}
# Commands whose name no module can have.
MODULES = {"import": "importing"}
# These work without an instance, and start in a fraction of a second.
WITHOUT_INSTANCE = {"calc", "clock", "rules", "settle", "triage", "witness"}
# These write, so they get an instance of their own, gone afterwards.
IN_SCRATCH = {"story"}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        modules = {path.stem for path in FOLDER.glob("*.py")} - NOT_COMMANDS
        modules |= {path.parent.name for path in FOLDER.glob("*/__init__.py")} - {"tests"}
        return sorted(modules - set(MODULES.values()) | set(MODULES))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        if cmd_name not in WITHOUT_INSTANCE:
            instance = importlib.import_module("hejie.cli.instance")
            (instance.connect_scratch if cmd_name in IN_SCRATCH else instance.connect)()
        command = importlib.import_module(f"hejie.cli.{_module(cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by the first sentence of their modules, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])


def _module(name: str) -> str:
    return MODULES.get(name, name)


def _summary(name: str) -> str:
    module = FOLDER / _module(name)
    file = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
    source = file.read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Hejie (和解). Commands print JSON; exit code 0 done, 2 bad input, 1 failed."""
