"""Pages of bulk import: send a table, see what is wrong, choose, watch, take the report away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hejie.desk.paging import page_of
from hejie.desk.visits import Visit, desk_page, show, show_refusal
from hejie.imports import report, steering
from hejie.imports.models import Import, Row
from hejie.imports.tables import LARGEST_FILE
from hejie.imports.tasks import enqueue
from hejie.imports.ways import ENQUIRIES, Way, ways_for
from hejie.kernel.actions import Refused
from hejie.ui.sending import go_to

SHOWN = 50
"""Rows of one page."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADS = {
    Import.CHECKING: _("正在检查"),
    Import.CHECKED: _("检查完了，请选择"),
    Import.OPENING: _("正在登记"),
    Import.STOPPED: _("停下了"),
    Import.DONE: _("办完了"),
    Import.UNREADABLE: _("这个文件读不了"),
}
TABS = (
    (Row.BROKEN, _("要改")),
    (Row.OPENED, _("已登记")),
    (Row.KNOWN, _("以前登记过")),
    (Row.GOOD, _("可以登记")),
)


class UploadForm(forms.Form):
    what = forms.ChoiceField(label=_("表里是什么"))
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("CSV 或者 Excel（.xlsx），不超过 20 MB、50000 行。"),
        error_messages={"empty": _("这个文件是空的")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *given: object, ways: list[Way]) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.fields["what"].choices = [(way.what, way.label) for way in ways]  # type: ignore[attr-defined]

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("文件超过 20 MB，请分成几个文件"))
        return file


@require_http_methods(["GET", "POST"])
@desk_page()
def page(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Send a table, fetch an empty one, come back to one that was sent."""
    ways = ways_for(visit.actor, now=visit.now)
    if not ways:
        return show_refusal(request, visit, [gettext("您的岗位不登记事项，也就不能批量导入。")])
    form = UploadForm(*(request.POST, request.FILES) if request.method == "POST" else (), ways=ways)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        one = steering.start(
            visit.actor,
            what=form.cleaned_data["what"],
            name=str(file.name),
            content=file.read(),
            now=visit.now,
        )
        if one.is_working:
            enqueue(one.pk)
        return go_to(request, reverse("imports:one", args=[one.pk]))
    earlier = _mine(visit).order_by("-made_at")[:20]
    named = {way.what: way.label for way in ways}
    values = {
        "form": form,
        "ways": ways,
        "earlier": [(one, named.get(one.what, ""), HEADS[one.status]) for one in earlier],
    }
    return show(
        request, visit, "imports/pages/import.html", values, status=422 if form.is_bound else 200
    )


@desk_page()
def template(request: HttpRequest, visit: Visit, what: str, kind: str) -> HttpResponse:
    """An empty table to fill in."""
    way = next((w for w in ways_for(visit.actor, now=visit.now) if w.what == what), None)
    if way is None:
        raise Http404
    from hejie.imports import blank  # noqa: PLC0415 - openpyxl takes 15 MB with numpy

    write = blank.blank_csv if kind == "csv" else blank.blank_workbook
    return _file(write(way), TYPES[kind], f"hejie-{what}.{kind}")


@dataclass(frozen=True)
class Face:
    """An import as its page shows it."""

    one: Import
    label: str
    counts: Counter[str]

    @property
    def head(self) -> object:
        waits = self.one.is_working and self.one.beat_at is None and not self.one.checked
        return gettext("排队等候") if waits else HEADS[self.one.status]

    @property
    def done(self) -> int:
        opening = self.one.status == Import.OPENING
        return self.one.opened if opening else self.one.checked

    @property
    def of(self) -> int:
        """Of how many rows."""
        if self.one.status == Import.OPENING:
            return self.counts[Row.GOOD] + self.counts[Row.OPENED]
        return self.one.total or 0

    @property
    def may_be_whole(self) -> bool:
        """Whether all or none is possible; `steering.choose` has the last word."""
        good = self.counts[Row.GOOD]
        return (
            not self.counts[Row.BROKEN]
            and self.one.what != ENQUIRIES
            and (good <= steering.MOST_AT_ONE_BLOW)
        )

    @property
    def most_whole(self) -> int:
        return steering.MOST_AT_ONE_BLOW

    @property
    def has_file(self) -> bool:
        return hasattr(self.one, "source")


@never_cache
@desk_page()
def one(request: HttpRequest, visit: Visit, key: UUID) -> HttpResponse:
    """How far an import is, and its rows by what became of them."""
    found = _find(visit, key)
    ways = {way.what: way.label for way in ways_for(visit.actor, now=visit.now)}
    face = Face(found, ways.get(found.what, ""), steering.counts_of(found))
    tabs = [(name, label, face.counts[name]) for name, label in TABS if face.counts[name]]
    wanted = request.GET.get("show", "")
    shown = wanted if wanted in {name for name, _l, _n in tabs} else (tabs[0][0] if tabs else "")
    rows = Row.objects.filter(of=found, outcome=shown)
    values = {
        "face": face,
        "one": found,
        "tabs": tabs,
        "shown": shown,
        "rows": page_of(rows, ("number",), cursor=request.GET.get("cursor", ""), size=SHOWN),
        "address": request.get_full_path(),
        "enquiries": found.what == ENQUIRIES,
    }
    whole = not request.htmx  # type: ignore[attr-defined]
    return show(
        request, visit, "imports/pages/one.html" if whole else "imports/pages/_one.html", values
    )


@require_POST
@desk_page()
def steer(request: HttpRequest, visit: Visit, key: UUID, act: str) -> HttpResponseBase:
    """Choose, stop, go on, look again, or give up."""
    found = _find(visit, key)
    try:
        ACTS[act](found)
    except Refused as refused:
        messages.error(request, str(refused))
    left = _mine(visit).filter(pk=key).first()
    if left is None:
        messages.success(request, gettext("这次导入已经取消，文件已删除。"))
        return go_to(request, reverse("imports:page"))
    if left.is_working and not left.stopping:
        enqueue(left.pk)
    return go_to(request, reverse("imports:one", args=[key]))


ACTS = {
    "good": lambda one: steering.choose(one, whole=False),
    "all": lambda one: steering.choose(one, whole=True),
    "stop": steering.stop,
    "resume": steering.resume,
    "recheck": steering.recheck,
    "discard": steering.discard,
}


@desk_page()
def report_file(request: HttpRequest, visit: Visit, key: UUID) -> HttpResponse:
    found = _find(visit, key)
    return _file(report.report(found), TYPES["csv"], f"report-{found.made_at:%Y%m%d}.csv")


@desk_page()
def mend_file(request: HttpRequest, visit: Visit, key: UUID) -> HttpResponse:
    """The broken rows as they came, while the file is still kept."""
    found = _find(visit, key)
    way = next((w for w in ways_for(visit.actor, now=visit.now) if w.what == found.what), None)
    if way is None or not hasattr(found, "source"):
        raise Http404
    return _file(report.to_mend(found, way), TYPES["csv"], f"to-mend-{found.made_at:%Y%m%d}.csv")


def _mine(visit: Visit) -> QuerySet[Import]:
    """One's own imports only: the files hold names and numbers of people."""
    return Import.objects.filter(account=visit.actor.account)


def _find(visit: Visit, key: UUID) -> Import:
    found = _mine(visit).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
