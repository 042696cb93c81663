"""The mediation room as a Django app."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    name = "hejie.rooms.mediation"
    label = "mediation"
