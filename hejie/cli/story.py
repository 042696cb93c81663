"""Play stories in an instance of their own, print what happened, compare with what was kept."""

from collections.abc import Iterable
from difflib import unified_diff

import click
from django.conf import settings
from django.core.management import call_command

from hejie.cli.answers import BadInput
from hejie.kernel import registry
from hejie.stories import cast, places
from hejie.stories.manual import PAGES, manual
from hejie.stories.shelf import Shelved, stories, written
from hejie.stories.telling import StoryBroken, tell


@click.command()
@click.argument("key", required=False)
@click.option("--accept", is_flag=True, help="Keep the new timelines.")
@click.option("--manual", "write_manual", is_flag=True, help="Write the manual's pages of stories.")
def command(key: str | None, accept: bool, write_manual: bool) -> None:
    """Play one story and print its timeline, or play all and print how they went. Exit code 1
    when a story breaks or its timeline is not the one that was kept."""
    if write_manual:
        _write_manual()
        return
    chosen = [shelved for shelved in stories() if key in {None, shelved.story.key}]
    if not chosen:
        raise BadInput(f"没有“{key}”这个故事，有：{'、'.join(s.story.key for s in stories())}")
    _load_district()
    went = [_play(shelved, accept=accept, whole=key is not None) for shelved in chosen]
    if not all(went):
        raise SystemExit(1)


def _write_manual() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for room in settings.ROOMS:
        if stories(room):
            page = PAGES / f"{room}-stories.md"
            page.write_text(manual(room), encoding="utf-8")
            click.echo(page)


def _load_district() -> None:
    call_command("migrate", verbosity=0)
    places.load_divisions()
    places.load_boundaries()
    cast.load_organs()
    cast.load_cast()
    for room in registry.rooms():
        if room.stage is not None:
            room.stage()


def _play(shelved: Shelved, *, accept: bool, whole: bool) -> bool:
    """Whether the story went as it was kept, or is kept now."""
    try:
        text = written(tell(shelved.story))
    except StoryBroken as broken:
        click.echo(f"✗ {broken}")
        return False
    if whole:
        click.echo(text, nl=False)
    kept = shelved.kept()
    if accept:
        shelved.accept(text)
    same = text == kept
    click.echo(f"{_verdict(same, accept)} {shelved.story.key} {shelved.story.title}")
    if not same:
        click.echo("".join(_difference(kept, text, shelved)), nl=False)
    return same or accept


def _verdict(same: bool, accept: bool) -> str:
    if same:
        return "✓"
    return "＋" if accept else "✗"


def _difference(kept: str, text: str, shelved: Shelved) -> Iterable[str]:
    old, new = kept.splitlines(keepends=True), text.splitlines(keepends=True)
    return unified_diff(old, new, f"{shelved.golden.name}（留存的）", "这一次")
