"""Sheets of the archive folder (卷宗): cover, contents, situation note."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.mediation.paper_data.people import COMMITTEE, NUMBER, Letterhead, at, signed


@dataclass(frozen=True, kw_only=True)
class Cover(Letterhead):
    """卷宗封面; `pages` is the number of pages of the whole folder."""

    cause: str
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    mediators: tuple[str, ...]
    accepted_on: date | None
    ended_on: date | None
    outcome: str
    retention: str
    filed_by: str
    filed_on: date
    pages: int

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 5, 20),
            cause="物业服务纠纷",
            applicants=("王秀兰",),
            respondents=("十堰安居物业服务有限公司",),
            mediators=("陈志远",),
            accepted_on=date(2025, 4, 3),
            ended_on=date(2025, 4, 9),
            outcome="达成书面调解协议，已履行",
            retention="长期",
            filed_by="李敏",
            filed_on=date(2025, 5, 20),
            pages=28,
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One paper of the folder and the folder pages it fills."""

    title: str
    paper_number: str
    paper_date: date | None
    first_page: int
    last_page: int
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Contents(Letterhead):
    """卷内目录."""

    rows: tuple[Row, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 5, 20),
            rows=(
                Row(
                    title="调解申请书",
                    paper_number="HJ-MD-01",
                    paper_date=date(2025, 4, 2),
                    first_page=3,
                    last_page=5,
                ),
                Row(
                    title="漏水现场照片",
                    paper_number="",
                    paper_date=None,
                    first_page=6,
                    last_page=11,
                    remark="6张",
                ),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Note(Letterhead):
    """备考表: how many pages, what is missing or damaged, who filed and who checked."""

    pages: int
    situation: str
    missing: str
    filed_by: str
    checked_by: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 5, 20),
            pages=28,
            situation="本卷材料齐全，照片为电子原件打印件。",
            missing="",
            filed_by="李敏",
            checked_by="陈志远",
            signatures=(
                signed("立卷人", "李敏", at(5, 20, 9)),
                signed("检查人", "陈志远", at(5, 20, 10)),
            ),
        )
