"""Bulk import as a Django app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "hejie.imports"
    label = "imports"
