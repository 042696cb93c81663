"""Where the stories stand: every module with a `story` in a room's `stories` folder."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from hejie.stories.telling import Story, Telling
from hejie.stories.timeline import lines_of

ROOMS = Path(__file__).parent.parent / "rooms"


@dataclass(frozen=True)
class Shelved:
    """A story and the golden timeline beside it."""

    story: Story
    room: str
    golden: Path

    def kept(self) -> str:
        """The golden timeline; nothing when there is none yet."""
        return self.golden.read_text(encoding="utf-8") if self.golden.exists() else ""

    def accept(self, text: str) -> None:
        self.golden.write_text(text, encoding="utf-8")


def stories(room: str = "") -> list[Shelved]:
    """The stories of the rooms that are present, or of one, in order of their first day."""
    found = [
        shelved for name in ([room] if room else settings.ROOMS) for shelved in _stories_in(name)
    ]
    return sorted(found, key=lambda shelved: (shelved.story.acts[0].when, shelved.story.key))


def _stories_in(room: str) -> Iterator[Shelved]:
    for path in sorted((ROOMS / room / "stories").glob("*.py")):
        module = importlib.import_module(f"hejie.rooms.{room}.stories.{path.stem}")
        story = getattr(module, "story", None)
        if isinstance(story, Story):
            yield Shelved(story, room, path.with_name(f"{story.key}.txt"))


def written(telling: Telling) -> str:
    """A played story as its golden file holds it."""
    title = f"{telling.story.title}（{telling.story.key}）"
    return "\n".join([title, *lines_of(telling)]) + "\n"
