"""The confirmation room as a Django app."""

from django.apps import AppConfig


class ConfirmationConfig(AppConfig):
    name = "hejie.rooms.confirmation"
    label = "confirmation"
