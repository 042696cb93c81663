"""The reception room as a Django app."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "hejie.rooms.reception"
    label = "reception"
