from django.urls import path

from portal.review import (
    checks,
    columns_page,
    company_pages,
    counts,
    export,
    queue,
    saved_views,
    suggesting,
    views,
)

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", queue.take_next, name="next"),
    path("search/", queue.find, name="search"),
    path("suggest/", suggesting.suggest, name="suggest"),
    path("counts/", counts.counts, name="counts"),
    path("columns/", columns_page.columns, name="columns"),
    path("views/", saved_views.views, name="views"),
    path("views/restore/", saved_views.restore, name="view-restore"),
    path("views/<int:view>/", saved_views.change, name="view"),
    path("companies/<str:uscc>/", company_pages.record, name="company"),
    path("companies/<str:uscc>/record/", company_pages.add, name="company-add"),
    path("companies/<str:uscc>/close/<uuid:incident>/", company_pages.close, name="company-close"),
    path("<uuid:application>/", views.case, name="case"),
    path("<uuid:application>/answers.csv", export.answers_csv, name="answers"),
    path("<uuid:application>/show/", views.show, name="show"),
    path("<uuid:application>/follow-up/<int:check>/", checks.follow_up, name="follow-up"),
    path("<uuid:application>/<slug:act>/", views.act, name="act"),
]
