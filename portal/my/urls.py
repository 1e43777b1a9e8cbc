from django.urls import path

from portal.my import messages, views

app_name = "my"
urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:application>/", views.case, name="case"),
    path("<uuid:application>/messages/", messages.thread, name="messages"),
    path("<uuid:application>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:application>/discard/", views.discard, name="discard"),
]
