"""Enquiries as a Django app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "hejie.enquiries"
    label = "enquiries"
