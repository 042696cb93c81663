"""Addresses of the mediation room's own pages."""

from django.urls import path

from hejie.rooms.mediation import views
from hejie.rooms.mediation.docking import views as docking

app_name = "mediation"
urlpatterns = [
    path("workload/", views.workload, name="workload"),
    path("clauses/<slug:reference>/<slug:step>/", views.put_clause, name="put_clause"),
    path("settlements/<slug:reference>/", views.settlements, name="settlements"),
    path("settlements/<slug:reference>/instalments/", views.instalments, name="instalments"),
    path("agreements/<slug:reference>/", views.agreement, name="agreement"),
    path("court/", docking.court, name="court"),
    path("court/refer/", docking.refer, name="refer"),
    path("court/<slug:reference>/", docking.case, name="court_case"),
    path("court/<slug:reference>/do/<slug:step>/", docking.step, name="court_step"),
    path("court/<slug:reference>/papers/<uuid:id>/", docking.paper, name="court_paper"),
    path("court/<slug:reference>/<slug:kind>.zip", docking.package, name="court_package"),
    path(
        "court/<slug:reference>/<slug:kind>/<int:number>/",
        docking.enclosed,
        name="court_enclosed",
    ),
    path("packages/", docking.packages, name="packages"),
    path("packages/<uuid:package>/receipt.json", docking.receipt, name="receipt"),
]
