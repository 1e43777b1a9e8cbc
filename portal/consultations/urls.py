from django.urls import path

from portal.consultations import views

app_name = "desk_consultations"
urlpatterns = [
    path("", views.consultations, name="list"),
    path("new/<uuid:application>/", views.new, name="new"),
    path("<uuid:consultation>/", views.page, name="page"),
    path("<uuid:consultation>/minutes.html", views.minutes, name="minutes"),
    path("<uuid:consultation>/anonymous.html", views.anonymous, name="anonymous"),
    path("<uuid:consultation>/<slug:act>/", views.act, name="act"),
]
