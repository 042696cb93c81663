"""Addresses of the mediation room's own pages."""

from django.urls import path

from hejie.rooms.mediation import views

app_name = "mediation"
urlpatterns = [
    path("workload/", views.workload, name="workload"),
    path("clauses/<slug:reference>/<slug:step>/", views.put_clause, name="put_clause"),
    path("agreements/<slug:reference>/", views.agreement, name="agreement"),
]
