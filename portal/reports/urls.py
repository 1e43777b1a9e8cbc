from django.urls import path

from portal.reports import views

app_name = "reports"
urlpatterns = [
    path("<uuid:application>/reports/", views.ledger, name="ledger"),
    path("<uuid:application>/reports/new/<slug:kind>/", views.new, name="new"),
    path("<uuid:application>/reports/<uuid:report>/withdraw/", views.withdraw, name="withdraw"),
]
