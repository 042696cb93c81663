"""Video meetings as a Django app."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    name = "hejie.video"
    label = "video"
    default_auto_field = "django.db.models.BigAutoField"
