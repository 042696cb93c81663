"""Addresses of bulk import."""

from django.urls import path, re_path

from hejie.imports import views

ACTS = "|".join(views.ACTS)

app_name = "imports"
urlpatterns = [
    path("", views.page, name="page"),
    re_path(r"^template/(?P<what>[a-z_]+)\.(?P<kind>csv|xlsx)$", views.template, name="template"),
    path("<uuid:key>/", views.one, name="one"),
    path("<uuid:key>/report.csv", views.report_file, name="report"),
    path("<uuid:key>/to-mend.csv", views.mend_file, name="mend"),
    re_path(rf"^(?P<key>[0-9a-f-]{{36}})/(?P<act>{ACTS})/$", views.steer, name="steer"),
]
