"""The patrol room as a Django app."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    name = "hejie.rooms.patrol"
    label = "patrol"
