"""What somebody reads who has a paper checked stands in nobody's way, on a phone or at a desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hejie.cli.seals import make_demonstration_keys
from hejie.journeys.tests.audit import barriers
from hejie.journeys.tests.browsing import DESK, PHONE
from hejie.journeys.tests.conftest import Open
from hejie.journeys.tests.test_main_journey import bring
from hejie.kernel.documents import papers_of, read_file
from hejie.rooms.mediation.stories import thumb_and_pen
from hejie.stories.telling import play

FOUND = "签名、盖章都有效，文件没有被改动。"
ALTERED = "不要相信这份文件"
NO_PDF = "这不是 PDF 文件"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_answer_of_the_check_can_be_read_by_everybody(
    size: dict[str, Any], opened: Open, settings: Any, tmp_path: Path
) -> None:
    settings.SEALS = tmp_path / "seals"
    make_demonstration_keys()
    matter = play(thumb_and_pen.story)
    sealed = read_file(papers_of(matter).filter(kind="agreement").latest("seq"))
    stranger = opened(size)
    stranger.open("/check/")
    altered = sealed.replace(b"/Lang", b"/Long", 1)
    for content, words in ((sealed, FOUND), (altered, ALTERED), (b"hello", NO_PDF)):
        bring(stranger, content)
        assert words in stranger.text
        assert stranger.overflows() == []
        assert barriers(stranger.page) == []
