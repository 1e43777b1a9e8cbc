from django.urls import path

from portal.certificates.verification import published, views

app_name = "verify"
urlpatterns = [
    path("", views.form, name="form"),
    path("file/", views.file, name="file"),
    path("keys/", published.keys, name="keys"),
    path("keys.json", published.key_set, name="key_set"),
    path("digests/", published.digests, name="digests"),
    path("digests/<str:day>.json", published.digest, name="digest"),
    path("<str:number>/", views.answer, name="answer"),
]
