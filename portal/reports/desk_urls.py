from django.urls import path

from portal.reports import desk

app_name = "desk_reports"
urlpatterns = [path("", desk.register, name="register")]
