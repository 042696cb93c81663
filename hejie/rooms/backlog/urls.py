"""Addresses of the backlog room's own page."""

from django.urls import path

from hejie.rooms.backlog import views

app_name = "backlog"
urlpatterns = [
    path("board/", views.board, name="board"),
]
