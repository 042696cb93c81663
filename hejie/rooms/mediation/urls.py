"""Addresses of the mediation room's own pages."""

from django.urls import path

from hejie.rooms.mediation import views

app_name = "mediation"
urlpatterns = [
    path("workload/", views.workload, name="workload"),
    path("settlements/<slug:reference>/", views.settlements, name="settlements"),
    path("settlements/<slug:reference>/instalments/", views.instalments, name="instalments"),
    path("agreements/<slug:reference>/", views.agreement, name="agreement"),
]
