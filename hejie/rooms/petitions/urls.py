"""Addresses of the petitions room's own pages."""

from django.urls import path

from hejie.rooms.petitions import views

app_name = "petitions"
urlpatterns = [path("report/", views.report, name="report")]
