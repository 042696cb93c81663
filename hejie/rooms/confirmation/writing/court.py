"""Write what the court issues before it decides."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from hejie.kernel.clocks import clocks_of
from hejie.papers.shapes import Signature
from hejie.rooms.confirmation.grounds import ACCEPTANCE, NOT_ACCEPTED
from hejie.rooms.confirmation.paper_data import court as shapes
from hejie.rooms.confirmation.writing.file import CourtFile

WAYS = {"on_site": "到法院", "video": "视频"}


def day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _last_days(file: CourtFile) -> tuple[str, ...]:
    clocks = clocks_of(file.matter).filter(started_by_seq=file.event.seq).order_by("due_at")
    return tuple(
        f"{clock.label}：{day_in_words(clock.rolled_due)}（{clock.basis}）" for clock in clocks
    )


def acceptance(file: CourtFile) -> shapes.Acceptance:
    return shapes.Acceptance(
        **file.head(file.court),
        addressees=file.names,
        agreement=file.agreement,
        received_on=file.day(file.last("submit")),
        case_number=str(file.value("case_number")),
        days=_last_days(file),
    )


def non_acceptance(file: CourtFile) -> shapes.NonAcceptance:
    ground = NOT_ACCEPTED[file.value("ground")]
    return shapes.NonAcceptance(
        **file.head(file.court),
        parties=file.parties(),
        agreement=file.agreement,
        ground=ground.law,
        basis=ACCEPTANCE,
        explanation=file.words("text"),
        advice=ground.advice,
    )


def review_notice(file: CourtFile) -> shapes.ReviewNotice:
    return shapes.ReviewNotice(
        **file.head(file.court),
        addressees=file.names,
        agreement=file.agreement,
        case_number=file.case_number,
        begins=timezone.localtime(datetime.fromisoformat(file.value("begins"))),
        way=WAYS[file.value("way")],
        words=file.words("text"),
    )


def review_record(file: CourtFile) -> shapes.ReviewRecord:
    present = tuple(file.name(key) for key in file.value("present", []))
    judge = file.staff()
    return shapes.ReviewRecord(
        **file.head(file.court),
        agreement=file.agreement,
        case_number=file.case_number,
        held_at=file.moment(),
        judge=judge,
        present=present,
        absent=tuple(file.name(key) for key in file.value("absent", [])),
        record=file.words("record"),
        signatures=(
            *(Signature(role="申请人", name=name) for name in present),
            Signature(role="审判员", name=judge),
        ),
    )


def supplement_notice(file: CourtFile) -> shapes.SupplementNotice:
    return shapes.SupplementNotice(
        **file.head(file.court),
        addressees=file.names,
        agreement=file.agreement,
        case_number=file.case_number,
        words=file.words("text"),
        due=date.fromisoformat(file.value("due")),
    )
