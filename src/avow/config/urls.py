"""Addresses of the desk's host, and of nothing else: the public pages have their own host and settings."""

from __future__ import annotations

from django.urls import include, path

from avow.organisations.joining.urls import public as joining
from avow.organisations.people.urls import account as invitations
from avow.organisations.tokens.urls import api
from avow.outbox import urls as outbox
from avow.web.views import home

urlpatterns = [
    path("", home.front, name="front"),
    path("healthz", home.healthz, name="healthz"),
    path("account/", include("avow.accounts.urls")),
    path("account/", include(invitations)),
    path("account/", include(outbox.own_urlpatterns)),
    path("join/", include(joining)),
    path("desk/outbox/", include("avow.outbox.urls")),
    path("desk/", include("avow.web.urls")),
    path("api/v1/", include(api)),
]

handler400 = "avow.web.views.errors.malformed"
handler403 = "avow.web.views.errors.denied"
handler404 = "avow.web.views.errors.missing"
handler500 = "avow.web.views.errors.failed"
