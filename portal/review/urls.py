from django.urls import path

from portal.review import absences, assigning, checks, company_pages, export, queue, views

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", queue.take_next, name="next"),
    path("absences/", absences.absences, name="absences"),
    path("absences/end/", absences.absence_end, name="absence-end"),
    path("interests/", absences.interests, name="interests"),
    path("interests/remove/", absences.interest_remove, name="interest-remove"),
    path("companies/<str:uscc>/", company_pages.record, name="company"),
    path("companies/<str:uscc>/record/", company_pages.add, name="company-add"),
    path("companies/<str:uscc>/close/<uuid:incident>/", company_pages.close, name="company-close"),
    path("<uuid:application>/", views.case, name="case"),
    path("<uuid:application>/answers.csv", export.answers_csv, name="answers"),
    path("<uuid:application>/show/", views.show, name="show"),
    path("<uuid:application>/follow-up/<int:check>/", checks.follow_up, name="follow-up"),
    path("<uuid:application>/claim/", assigning.claim, name="claim"),
    path("<uuid:application>/release-claim/", assigning.release, name="release"),
    path("<uuid:application>/alive/", assigning.alive, name="alive"),
    path("<uuid:application>/hand-over/", assigning.hand_over, name="hand-over"),
    path("<uuid:application>/stand-back/", assigning.stand_back, name="stand-back"),
    path("<uuid:application>/<slug:act>/", views.act, name="act"),
]
