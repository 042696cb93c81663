"""Addresses of video meetings."""

from django.urls import path

from hejie.video import views

app_name = "video"
urlpatterns = [
    path("my/<slug:code>/meetings/<slug:key>/", views.party_page, name="party"),
    path("my/<slug:code>/meetings/<slug:key>/enter/", views.party_enter, name="party_enter"),
    path("desk/matters/<slug:reference>/meetings/<slug:key>/", views.staff_page, name="staff"),
    path(
        "desk/matters/<slug:reference>/meetings/<slug:key>/enter/",
        views.staff_enter,
        name="staff_enter",
    ),
    path("meetings/act/<slug:act>/", views.act, name="act"),
    path("meetings/recording/<int:stretch>/<int:number>/", views.chunk, name="chunk"),
    path("meetings/page/<uuid:paper>/<int:page>/", views.picture, name="picture"),
]
