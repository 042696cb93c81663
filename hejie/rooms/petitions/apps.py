"""The petitions room as a Django app."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "hejie.rooms.petitions"
    label = "petitions"
