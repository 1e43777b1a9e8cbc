from django.urls import path

from portal.certificates.desk import batch_pages, views

app_name = "desk_certificates"
urlpatterns = [
    path("", views.listed, name="list"),
    path("batches/new/", batch_pages.new, name="batch_new"),
    path("batches/<uuid:proposal>/", batch_pages.batch, name="batch"),
    path("proposals/<uuid:proposal>/confirm/", views.confirm, name="confirm"),
    path("proposals/<uuid:proposal>/refuse/", views.refuse, name="refuse"),
    path("proposals/<uuid:proposal>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:certificate>/", views.page, name="page"),
    path("<uuid:certificate>/<slug:act>/", views.propose, name="propose"),
]
