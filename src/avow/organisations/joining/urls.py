"""Addresses of joining: open to all under ``/join/``, the secretariat's on the desk."""

from __future__ import annotations

from django.urls import path

from avow.organisations.joining import views

public = [
    path("", views.join, name="join"),
    path("sent/", views.sent, name="joining-sent"),
    path("privacy/", views.privacy, name="joining-privacy"),
    path("confirm/<str:part>/", views.confirm, name="joining-confirm"),
    path("application/<str:part>/", views.application, name="joining-application"),
    path("application/<str:part>/answer/", views.answer, name="joining-answer"),
    path("application/<str:part>/withdraw/", views.withdraw, name="joining-withdraw"),
]
desk = [
    path("applications/", views.applications, name="applications"),
    path("applications/<int:key>/", views.decide, name="application"),
]
