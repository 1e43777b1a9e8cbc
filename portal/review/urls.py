from django.urls import path

from portal.review import checkpoint_pages, checks, company_pages, export, queue, views

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", queue.take_next, name="next"),
    path("companies/<str:uscc>/", company_pages.record, name="company"),
    path("companies/<str:uscc>/record/", company_pages.add, name="company-add"),
    path("companies/<str:uscc>/close/<uuid:incident>/", company_pages.close, name="company-close"),
    path("<uuid:application>/", views.case, name="case"),
    path("<uuid:application>/answers.csv", export.answers_csv, name="answers"),
    path("<uuid:application>/show/", views.show, name="show"),
    path("<uuid:application>/follow-up/<int:check>/", checks.follow_up, name="follow-up"),
    path("<uuid:application>/checkpoints/", checkpoint_pages.page, name="checkpoints"),
    path("<uuid:application>/checkpoints/pass-over/", checkpoint_pages.pass_over, name="pass-over"),
    path("<uuid:application>/<slug:act>/", views.act, name="act"),
]
