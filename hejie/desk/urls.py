"""Addresses of the desk."""

from datetime import date

from django.urls import path, register_converter

from hejie.desk.views import (
    accounts,
    beside,
    calculators,
    calendar,
    figures,
    help,
    intake,
    keeping,
    linking,
    matter,
    matters,
    outbox,
    papers,
    queue,
    settings,
    steps,
    supervision,
    templates,
    work,
)


class DayConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "desk"
urlpatterns = [
    path("", work.work, name="work"),
    path("queue/", queue.queue, name="queue"),
    path("queue/<slug:reference>/alike/", queue.alike, name="alike"),
    path("queue/<slug:reference>/<slug:turn>/", queue.turn, name="turn"),
    path("intake/", intake.intake, name="intake"),
    path("intake/judge/", intake.judge, name="judge"),
    path("intake/<slug:procedure>/", intake.intake, name="intake_of"),
    path("matters/", matters.matters, name="matters"),
    path("matters/table.csv", matters.table, {"kind": "csv"}, name="csv"),
    path("matters/table.xlsx", matters.table, {"kind": "xlsx"}, name="xlsx"),
    path("matters/<slug:reference>/", matter.matter, name="matter"),
    path("matters/<slug:reference>/beside/", beside.beside, name="beside"),
    path("matters/<slug:reference>/registered/", intake.registered, name="registered"),
    path("matters/<slug:reference>/parties/", matter.open_parties, name="open_parties"),
    path("matters/<slug:reference>/do/<slug:step>/", steps.do, name="do"),
    path(
        "matters/<slug:reference>/open/<slug:procedure>/<slug:step>/",
        linking.open_out,
        name="open_out",
    ),
    path("matters/<slug:reference>/papers/issue/", papers.issue, name="issue"),
    path("matters/<slug:reference>/papers/<uuid:id>/", papers.paper, name="paper"),
    path("matters/<slug:reference>/papers/<slug:kind>/<int:seq>/word/", papers.word, name="word"),
    path(
        "matters/<slug:reference>/calculators/", calculators.calculators, name="matter_calculators"
    ),
    path(
        "matters/<slug:reference>/calculators/<slug:name>/",
        calculators.calculator,
        name="matter_calculator",
    ),
    path(
        "matters/<slug:reference>/calculators/<slug:name>/sheet.pdf",
        calculators.sheet,
        name="matter_calculator_sheet",
    ),
    path(
        "matters/<slug:reference>/certificates/<slug:key>.pdf",
        matter.certificate,
        {"ending": "pdf"},
        name="certificate_paper",
    ),
    path(
        "matters/<slug:reference>/certificates/<slug:key>.json",
        matter.certificate,
        name="certificate",
    ),
    path("calculators/", calculators.calculators, name="calculators"),
    path("calculators/<slug:name>/", calculators.calculator, name="calculator"),
    path("calculators/<slug:name>/sheet.pdf", calculators.sheet, name="calculator_sheet"),
    path("calendar/", calendar.calendar, name="calendar"),
    path(
        "calendar/<day:day>/<slug:reference>/<slug:key>.ics", calendar.invitation, name="invitation"
    ),
    path("supervision/", supervision.watch, name="supervision"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("settings/", settings.settings, name="settings"),
    path("settings/calendar/", settings.notice, name="notice"),
    path("settings/figures/", figures.figures, name="figures"),
    path("settings/figures/new/", figures.enter, name="enter_figure"),
    path("settings/figures/<int:number>/", figures.check, name="check_figure"),
    path("settings/<slug:code>/", settings.value, name="setting"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.add, name="add_account"),
    path("accounts/ask/", accounts.ask, name="ask_for_post"),
    path("accounts/asked/<int:number>/", accounts.decide, name="decide_on_post"),
    path("accounts/posts/<int:number>/end/", accounts.end, name="end_post"),
    path("accounts/posts/<int:number>/stand-in/", accounts.stand_in, name="stand_in"),
    path("accounts/<int:number>/close/", accounts.close, name="close_account"),
    path("accounts/<int:number>/factor/", accounts.lost_factor, name="lost_factor"),
    path("templates/", templates.templates, name="templates"),
    *(
        path(
            f"templates/<slug:room>/<slug:kind>/{form}/",
            templates.sample,
            {"form": form},
            name=f"sample_{form}",
        )
        for form in ("pdf", "word", "blank")
    ),
    path("help/", help.keyboard, name="help"),
]
