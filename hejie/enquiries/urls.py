"""Addresses of enquiries."""

from django.urls import path

from hejie.enquiries import views

app_name = "enquiries"
urlpatterns = [
    path("", views.enquiries, name="enquiries"),
    path("take/", views.take, name="take"),
    path("<slug:number>/", views.enquiry, name="enquiry"),
    path("<slug:number>/correct/", views.correct, name="correct"),
    path("<slug:number>/close/", views.close, name="close"),
    path("<slug:number>/complete/", views.complete, name="complete"),
]
