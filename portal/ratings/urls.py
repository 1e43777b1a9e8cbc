from django.urls import path

from portal.ratings import views

app_name = "ratings"
urlpatterns = [path("<uuid:application>/rating/", views.rate, name="rate")]
