"""卷宗: one matter's papers bound behind its cover and contents, closed by the situation note."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hejie.papers.binding import Layout, Part, bind
from hejie.papers.fonts import Typefaces
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.paper_data.folder import Contents, Cover, Note, Row


def bind_folder(
    cover: Cover,
    parts: Sequence[Part],
    note: Note,
    *,
    own: Sequence[Path] = (),
    fonts: Typefaces | None = None,
) -> bytes:
    """Bind one folder; page counts on cover, contents and note are filled in here.

    `own` are the folders of the district's own templates.
    """

    def sheet(key: str, data: Cover | Contents | Note) -> bytes:
        return PAPERS[key].set(vars(data), own, fonts=fonts)

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
