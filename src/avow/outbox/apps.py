from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "avow.outbox"
    label = "outbox"

    def ready(self) -> None:
        autodiscover_modules("notices")  # each feature declares its kinds of notices, planners and deadlines there
