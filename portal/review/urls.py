from django.urls import path

from portal.review import checks, export, views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("next/", views.take_next, name="next"),
    path("<uuid:application>/", views.case, name="case"),
    path("<uuid:application>/answers.csv", export.answers_csv, name="answers"),
    path("<uuid:application>/show/", views.show, name="show"),
    path("<uuid:application>/follow-up/<int:check>/", checks.follow_up, name="follow-up"),
    path("<uuid:application>/<slug:act>/", views.act, name="act"),
]
