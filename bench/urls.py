"""Every address of the portal, the plain page, and the bare view."""

from django.urls import path

from bench.plain.bare import answer
from bench.plain.views import page
from portal.urls import urlpatterns as portal

urlpatterns = [path("plain/", page, name="plain"), path("bare/<str:number>/", answer), *portal]
