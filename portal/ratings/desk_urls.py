from django.urls import path

from portal.ratings import desk

app_name = "desk_ratings"
urlpatterns = [
    path("", desk.ratings, name="list"),
    path("<uuid:rating>/contacted/", desk.contacted, name="contacted"),
]
