from django.urls import path

from portal.exchange import views

app_name = "exchange"
urlpatterns = [path("packets/<uuid:packet>/retry/", views.retry, name="retry")]
