"""The kitchen sink, and the switch of language."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from hejie.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.kitchen_sink, name="kitchen_sink"),
    path("language/", login_not_required(set_language), name="language"),
]
