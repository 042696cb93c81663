"""The cockpit room as a Django app."""

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "hejie.rooms.cockpit"
    label = "cockpit"
