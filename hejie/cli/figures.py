"""Give statistics away as Parquet, and ask them of many districts' folders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.kernel.boards import MONTHS, months_before
from hejie.statistics import export as exporting
from hejie.statistics import parquet, reports
from hejie.statistics.queries import QUERIES

MONTH = click.DateTime(["%Y-%m"])


@click.group()
def command() -> None:
    """Counts by month, place, procedure, cause and unit; never a person or a matter."""


@command.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write what this instance has counted into FOLDER, in place of what it wrote before."""
    answer(exporting.export(folder))


@command.command()
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--query", "names", multiple=True, type=click.Choice(sorted(QUERIES)))
@click.option("--from", "first", type=MONTH, help="The first month; a year before the last.")
@click.option("--to", "last", type=MONTH, help="The last month; the one that ended last.")
@click.option(
    "--public", is_flag=True, help="Only what everybody may know, small counts kept back."
)
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="A .csv or .xlsx.")
def report(
    folders: tuple[Path, ...],
    names: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    public: bool,
    save: Path | None,
) -> None:
    """Ask all queries, or the named ones, of what lies in FOLDERS."""
    to = last.date() if last else months_before(timezone.localdate(), 1)
    since = first.date() if first else months_before(to, MONTHS - 1)
    queries = [QUERIES[name] for name in names or sorted(QUERIES)]
    if public and not names:
        queries = [query for query in queries if query.public]
    try:
        answers = reports.ask(
            folders, queries, first=f"{since:%Y-%m}", last=f"{to:%Y-%m}", public=public
        )
    except reports.NotPublic as kept:
        raise BadInput(f"{kept} 只供工作人员看，不对外公布") from kept
    except parquet.Overlapping as twice:
        raise BadInput(f"{twice} 在几个文件夹里都有，会重复计算") from twice
    if save is None:
        answer({one.query.name: one.as_objects() for one in answers})
    else:
        _save(answers, save)
        answer({one.query.name: len(one.rows) for one in answers})


def _save(answers: list[reports.Answer], path: Path) -> None:
    if path.suffix == ".xlsx":
        path.write_bytes(reports.as_workbook(answers))
    elif path.suffix == ".csv" and len(answers) == 1:
        path.write_text(reports.as_csv(answers[0]), encoding="utf-8-sig", newline="")
    else:
        raise BadInput("文件要以 .xlsx 结尾；一个查询也可以存成 .csv")
