"""People. ``Person`` is the one table of names: all else knows a person by its opaque reference, so erasing stays possible."""

from __future__ import annotations

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


def new_reference() -> str:
    """An opaque, unguessable reference of an actor: it says nothing about the person."""
    return f"P-{secrets.token_hex(8)}"


class Person(models.Model):
    """Somebody with a name and an address: the erasable part of an actor."""

    reference = models.CharField(max_length=40, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")

    def __str__(self) -> str:
        return self.reference


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(person__reference=username)


class User(AbstractBaseUser):
    """A person who can sign in. Holds no name: that is the person's."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "person"

    def __str__(self) -> str:
        return self.person.reference
