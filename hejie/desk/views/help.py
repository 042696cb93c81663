"""Help: the shortcuts of the desk, and where things are."""

from django.http import HttpRequest, HttpResponse

from hejie.desk.menu import SHORTCUTS
from hejie.desk.visits import Visit, desk_page, show


@desk_page()
def keyboard(request: HttpRequest, visit: Visit) -> HttpResponse:
    return show(request, visit, "desk/pages/help.html", {"shortcuts": SHORTCUTS})
