"""Addresses of the desk's host: the public pages, and (with later features) the desk's own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("avow.public.urls"))]
