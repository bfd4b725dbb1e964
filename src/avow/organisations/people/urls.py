"""Addresses about the people of an organisation: on the desk, and where a mailed invitation leads."""

from __future__ import annotations

from django.urls import path

from avow.organisations.people import views

desk = [
    path("organisations/<str:reference>/people/", views.people, name="organisation-people"),
    path("organisations/<str:reference>/people/invite/", views.invite, name="invite-person"),
    path("organisations/<str:reference>/people/invitations/<int:key>/withdraw/", views.withdraw, name="withdraw-invitation"),
    path("organisations/<str:reference>/people/<str:person>/", views.change, name="change-person"),
    path("organisations/<str:reference>/people/<str:person>/hand-over/", views.hand_over, name="hand-over"),
    path("organisations/<str:reference>/people/<str:person>/remove/", views.remove, name="remove-person"),
]
account = [path("invitation/<str:part>/", views.invitation, name="invitation")]
