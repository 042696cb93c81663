"""Addresses of the reception room's own pages."""

from django.urls import path

from hejie.rooms.reception import views

app_name = "reception"
urlpatterns = [
    path("board/", views.board, name="board"),
]
