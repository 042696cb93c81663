"""卷宗: one matter's papers bound behind its cover and contents, closed by the situation note."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hejie.papers.binding import Layout, Part, bind
from hejie.papers.fonts import Typefaces
from hejie.papers.typesetting import find, render
from hejie.rooms.mediation.paper_data import FOLDER, PAPERS
from hejie.rooms.mediation.paper_data.folder import Contents, Cover, Note, Row


def bind_folder(
    cover: Cover,
    parts: Sequence[Part],
    note: Note,
    *,
    folders: Sequence[Path] = (),
    fonts: Typefaces | None = None,
) -> bytes:
    """Bind one folder; page counts on cover, contents and note are filled in here.

    `folders` are searched for templates before the room's own.
    """
    places = (*folders, FOLDER)

    def sheet(key: str, data: Cover | Contents | Note) -> bytes:
        return render(find(PAPERS[key].template, places), vars(data), folders=places, fonts=fonts)

    def contents(layout: Layout) -> Contents:
        return Contents(
            number=cover.number,
            committee=cover.committee,
            date=cover.date,
            rows=tuple(
                Row(
                    title=entry.part.title,
                    paper_number=entry.part.number,
                    paper_date=entry.part.dated,
                    first_page=entry.first,
                    last_page=entry.last,
                    remark=entry.part.remark,
                )
                for entry in layout.entries
            ),
        )

    return bind(
        lambda layout: sheet("cover", replace(cover, pages=layout.pages)),
        parts,
        contents=lambda layout: sheet("contents", contents(layout)),
        note=lambda layout: sheet("note", replace(note, pages=layout.pages)),
        day=cover.date,
        fonts=fonts,
    )
