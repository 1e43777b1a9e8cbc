from django.apps import AppConfig


class MyConfig(AppConfig):
    name = "portal.my"
