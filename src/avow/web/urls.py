"""Addresses under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from avow.accounts import desk_urls as accounts
from avow.organisations.joining.urls import desk as joining
from avow.organisations.people.urls import desk as organisation_people
from avow.organisations.tokens.urls import desk as tokens
from avow.web.views import home

urlpatterns = [path("", home.home, name="desk-home"), *accounts.urlpatterns, *joining, *organisation_people, *tokens]
