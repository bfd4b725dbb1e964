from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "avow.ui"
    label = "ui"
