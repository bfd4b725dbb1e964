"""Addresses about tokens: on the desk, and for programs."""

from __future__ import annotations

from django.urls import path

from avow.organisations.tokens import views

desk = [
    path("organisations/<str:reference>/tokens/", views.tokens, name="tokens"),
    path("organisations/<str:reference>/tokens/make/", views.make, name="make-token"),
    path("organisations/<str:reference>/tokens/<int:key>/revoke/", views.revoke, name="revoke-token"),
]
api = [path("token", views.own, name="api-token")]
