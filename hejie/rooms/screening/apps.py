"""The screening room as a Django app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "hejie.rooms.screening"
    label = "screening"
