"""Addresses of the desk's host: the public pages, and (with later features) the desk's own."""

from __future__ import annotations

from avow.public.urls import urlpatterns as public_pages

# Taken over one by one: addresses with a language prefix cannot be included, only listed at the root.
urlpatterns = [*public_pages]
