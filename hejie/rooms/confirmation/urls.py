"""Addresses of the confirmation room's own pages."""

from django.urls import path

from hejie.rooms.confirmation import views

app_name = "confirmation"
urlpatterns = [path("statistics/", views.statistics, name="statistics")]
