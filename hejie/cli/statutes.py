"""Import the full texts of laws, one Markdown file each."""

from pathlib import Path

import click
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.kernel.statute_texts import keep
from hejie.kernel.statutes import BadStatute, read_folder


@click.group()
def command() -> None:
    """Full texts of laws. The project holds none: an operator imports them."""


@command.command("import")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def import_(folder: Path) -> None:
    """Import every *.md file of DIR, all or none; what is there already is left as it is."""
    try:
        laws = read_folder(folder)
    except BadStatute as fault:
        raise BadInput(str(fault)) from fault
    if not laws:
        raise BadInput(f"“{folder}”里没有 .md 文件")
    kept = keep(laws, now=timezone.now())
    for name in kept.differing:
        click.echo(f"{name}已经在库里，文字与文件不同，没有改动", err=True)
    answer(
        {
            "laws": len(laws),
            "articles": sum(len(law.articles) for law in laws),
            "added": list(kept.added),
            "known": list(kept.known),
            "differing": list(kept.differing),
        }
    )
