"""Every address of the portal, and the plain page."""

from django.urls import path

from bench.plain.views import page
from portal.urls import urlpatterns as portal

urlpatterns = [path("plain/", page, name="plain"), *portal]
