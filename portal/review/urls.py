from django.urls import path

from portal.review import (
    batch_pages,
    checks,
    company_pages,
    export,
    export_pages,
    inbox_pages,
    label_pages,
    note_pages,
    queue,
    views,
)

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", queue.take_next, name="next"),
    path("inbox/", inbox_pages.listed, name="inbox"),
    path("inbox/read/", inbox_pages.read_all, name="inbox-read"),
    path("inbox/<int:memo>/", inbox_pages.opened, name="memo"),
    path("labels/", label_pages.kept, name="labels"),
    path("labels/<int:label>/", label_pages.change, name="label"),
    path("exports/", export_pages.exports, name="exports"),
    path("exports/<uuid:export>/", export_pages.progress, name="export"),
    path("exports/<uuid:export>/retry/", export_pages.retry, name="export-retry"),
    path("exports/<uuid:export>/file/", export_pages.take, name="export-file"),
    path("batch/", batch_pages.run, name="batch"),
    path("companies/<str:uscc>/", company_pages.record, name="company"),
    path("companies/<str:uscc>/record/", company_pages.add, name="company-add"),
    path("companies/<str:uscc>/close/<uuid:incident>/", company_pages.close, name="company-close"),
    path("<uuid:application>/", views.case, name="case"),
    path("<uuid:application>/answers.csv", export.answers_csv, name="answers"),
    path("<uuid:application>/show/", views.show, name="show"),
    path("<uuid:application>/follow-up/<int:check>/", checks.follow_up, name="follow-up"),
    path("<uuid:application>/labels/", label_pages.case_labels, name="case-labels"),
    path("<uuid:application>/follow/", label_pages.follow, name="follow"),
    path("<uuid:application>/note/", note_pages.write, name="note"),
    path("<uuid:application>/note/<int:note>/strike/", note_pages.strike, name="strike"),
    path("<uuid:application>/people/", note_pages.people, name="people"),
    path("<uuid:application>/<slug:act>/", views.act, name="act"),
]
