"""The manual's page of stories: what each teaches, and how it went, from the kept timelines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hejie.kernel import registry
from hejie.stories.shelf import Shelved, stories

PAGES = Path(__file__).parent.parent.parent / "docs" / "manual"


def manual(room: str) -> str:
    """A Markdown page about one room's stories."""
    return "\n".join(_lines(stories(room)))


def _lines(shelf: list[Shelved]) -> Iterator[str]:
    room = registry.procedure(shelf[0].story.procedure)
    yield f"# {room.label}：{len(shelf)} 个故事"
    yield ""
    yield "人名、单位名都是虚构的。每个故事也是一个测试、一份演示数据。用 `hejie story 名字` 重演。"
    yield "本页由 `hejie story --manual` 写成，请不要手改。"
    for shelved in shelf:
        story = shelved.story
        law = registry.procedure(story.procedure)
        yield from ("", f"## {story.title}", "")
        yield f"`{story.key}` · 结局：{law.states[story.outcome]}"
        yield from ("", story.teaches) if story.teaches else ()
        yield from ("", "```text", *_history(shelved), "```")
    yield ""


def _history(shelved: Shelved) -> list[str]:
    """What happened, without the list of days, which the page would drown in."""
    lines = shelved.kept().splitlines()[1:]
    return [line for line in lines if not line.startswith("期限")]
