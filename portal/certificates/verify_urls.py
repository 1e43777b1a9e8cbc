from django.urls import path

from portal.certificates import views

app_name = "verify"
urlpatterns = [
    path("", views.verify_form, name="form"),
    path("<str:number>/", views.verify_answer, name="answer"),
]
