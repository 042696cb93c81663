"""Addresses of the board."""

from django.urls import path

from hejie.rooms.cockpit import views

app_name = "cockpit"
urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/outlines.json", views.outlines, name="outlines"),
]
