from django.urls import path

from portal.certificates import views

app_name = "certificates"
urlpatterns = [
    path("<uuid:application>/receipt.pdf", views.receipt, name="receipt"),
    path("certificates/<uuid:certificate>/", views.download, name="download"),
    path("certificates/<uuid:certificate>/retry/", views.retry, name="retry"),
]
