"""Addresses under ``/desk/`` about people and the roles they hold everywhere."""

from __future__ import annotations

from django.urls import path

from avow.accounts.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/roles/grant/", people.grant, name="grant-role"),
    path("people/<str:reference>/", people.one, name="person"),
    path("people/<str:reference>/roles/<str:role>/revoke/", people.revoke, name="revoke-role"),
    path("people/<str:reference>/close/", people.close, name="close-account"),
    path("people/<str:reference>/reopen/", people.reopen, name="reopen-account"),
    path("people/<str:reference>/reset/", people.reset, name="reset-factors"),
]
