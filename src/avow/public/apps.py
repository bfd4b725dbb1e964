from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "avow.public"
    label = "public"
