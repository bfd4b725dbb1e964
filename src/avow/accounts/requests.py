"""Typed questions to a request of the desk."""

from __future__ import annotations

from django.http import HttpRequest

from avow.accounts.models import Person, User


def user_of(request: HttpRequest) -> User:
    """Who is signed in. Only for views behind sign-in: for others this is a mistake of ours."""
    user = request.user
    if not user.is_authenticated:
        raise TypeError("a view that anybody may open asked who is signed in")
    return user


def person_of(request: HttpRequest) -> Person:
    return user_of(request).person
