"""The district's figures as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "hejie.figures"
    label = "figures"
