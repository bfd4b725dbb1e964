"""Addresses under ``/desk/outbox/``, and those about oneself under ``/account/``."""

from __future__ import annotations

from django.urls import path

from avow.outbox.views import outbox, own

urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("over/", outbox.outbox, {"over": True}, name="outbox-over"),
    path("move/", outbox.move, name="outbox-move"),
    path("try/", outbox.try_out, name="outbox-try"),
    path("<int:key>/", outbox.notice, name="outbox-notice"),
    path("<int:key>/letter/", outbox.preview, name="outbox-letter"),
]
own_urlpatterns = [
    path("notices/", own.notices, name="account-notices"),
    path("calendar.ics", own.deadlines, name="account-calendar"),
]
