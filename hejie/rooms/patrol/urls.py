"""Addresses of the patrol room's own pages."""

from django.urls import path

from hejie.rooms.patrol import views
from hejie.rooms.patrol.views import field

app_name = "patrol"
urlpatterns = [
    path("map/", views.grid_map, name="map"),
    path("map/cells.json", views.cells, name="cells"),
    path("duties/", views.duties, name="duties"),
    path("field/", field.page, name="field"),
    path("field/manifest.json", field.manifest, name="manifest"),
    path("field/worker.js", field.worker, name="worker"),
    path("field/token/", field.token, name="token"),
    path("field/send/", field.send, name="send"),
    path("shifts/", field.shifts, name="shifts"),
    path("shifts/<str:reference>/point/", field.point, name="point"),
]
