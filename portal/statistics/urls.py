from django.urls import path

from portal.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:table>.csv", views.table_csv, name="figures_table"),
]
