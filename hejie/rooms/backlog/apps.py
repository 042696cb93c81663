"""The backlog room as a Django app."""

from django.apps import AppConfig


class BacklogConfig(AppConfig):
    name = "hejie.rooms.backlog"
    label = "backlog"
