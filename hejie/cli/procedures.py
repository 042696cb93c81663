"""Print the procedures: as data, or as a diagram to open elsewhere."""

import click

from hejie.cli.answers import BadInput, answer
from hejie.cli.drawings import as_bpmn, as_data, as_mermaid
from hejie.kernel.procedures import Procedure
from hejie.kernel.registry import find_procedure, procedures


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["json", "mermaid", "bpmn"]), default="json")
def command(name: str | None, form: str) -> None:
    """Print the procedure NAME, or all. Diagrams are printed as they are, not as JSON."""
    laws = [_law(name)] if name is not None else list(procedures())
    if form == "json":
        answer(as_data(laws[0]) if name is not None else [as_data(law) for law in laws])
    elif form == "bpmn":
        click.echo(as_bpmn(laws), nl=False)
    else:
        click.echo("\n".join(map(as_mermaid, laws)), nl=False)


def _law(name: str) -> Procedure:
    law = find_procedure(name)
    if law is None:
        known = "、".join(law.key for law in procedures())
        raise BadInput(f"没有“{name}”这种程序，现有：{known}")
    return law
