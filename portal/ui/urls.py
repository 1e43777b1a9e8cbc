"""Addresses of the design system. Included under `ui/`, inside the language patterns."""

from django.urls import path

from portal.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.style_guide, name="style_guide"),
    path("elder/", views.elder, name="elder"),
    path("divisions/", views.divisions, name="divisions"),
]
