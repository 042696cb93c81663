"""Addresses of the screening room's own pages."""

from django.urls import path

from hejie.rooms.screening import views

app_name = "screening"
urlpatterns = [
    path("board/", views.board, name="board"),
    path("find/", views.find, name="find"),
]
