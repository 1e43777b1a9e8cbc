from django.urls import path

from portal.companies import views

app_name = "companies"
HANDLER = "<uuid:company>/handlers/<uuid:handler>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("join/<str:token>/", views.join, name="join"),
    path("<uuid:company>/", views.account, name="account"),
    path("<uuid:company>/details/", views.details, name="details"),
    path("<uuid:company>/invite/", views.invite, name="invite"),
    path("<uuid:company>/leave/", views.leave, name="leave"),
    path(f"{HANDLER}again/", views.again, name="again"),
    path(f"{HANDLER}end/", views.end, name="end"),
    path(f"{HANDLER}renew/", views.renew, name="renew"),
    path(f"{HANDLER}scopes/", views.rescope, name="scopes"),
]
