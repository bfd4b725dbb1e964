"""Addresses under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from avow.web.views import home

urlpatterns = [path("", home.home, name="desk-home")]
