from django.urls import path

from portal.documents import views

app_name = "documents"
urlpatterns = [
    path("<uuid:application>/<slug:material>/upload/", views.upload, name="upload"),
    path("<uuid:document>/remove/", views.remove, name="remove"),
    path("<uuid:document>/", views.read, name="read"),
]
