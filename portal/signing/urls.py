from django.urls import path

from portal.signing import views

app_name = "signing"
urlpatterns = [
    path("<str:token>/", views.PageView.as_view(), name="page"),
    path("<str:token>/code/", views.CodeView.as_view(), name="code"),
    path("<str:token>/open/", views.OpenView.as_view(), name="open"),
    path("<str:token>/sign/", views.SignView.as_view(), name="sign"),
    path("<str:token>/decline/", views.DeclineView.as_view(), name="decline"),
]
