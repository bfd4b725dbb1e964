from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "avow.kernel"
    label = "kernel"

    def ready(self) -> None:
        from avow.kernel.reading import remember_days

        remember_days()
