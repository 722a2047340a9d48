from django.apps import AppConfig


class BusinesshoursConfig(AppConfig):
    name = "businesshours"
