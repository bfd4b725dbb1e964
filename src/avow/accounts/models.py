"""People. ``Person`` is the one table of names: all else knows a person by its opaque reference, so erasing stays possible."""

from __future__ import annotations

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from avow.accounts.actors import EVERYWHERE


def new_reference() -> str:
    """An opaque, unguessable reference of an actor: it says nothing about the person."""
    return f"P-{secrets.token_hex(8)}"


class Person(models.Model):
    """Somebody with a name and an address: the erasable part of an actor.

    ``email`` is kept in lower case, as ``people.address`` writes it. An empty ``time_zone`` means the framework's.
    """

    reference = models.CharField(max_length=40, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email"], condition=~models.Q(email=""), name="address_once")]

    def __str__(self) -> str:
        return self.reference


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet[User]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(person__reference=username)


class User(AbstractBaseUser):
    """A person who can sign in. Holds no name: that is the person's. Holds no password: nobody has one."""

    password = None  # type: ignore[assignment]  # Django's way to leave an inherited field out
    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "person"

    def __str__(self) -> str:
        return self.person.reference

    def has_usable_password(self) -> bool:
        return False

    def get_session_auth_hash(self) -> str:
        return salted_hmac("avow.accounts.User", str(self.pk), algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):  # type: ignore[no-untyped-def]  # a generator, as Django's is
        yield from ()


class GlobalRole(models.Model):
    """A role somebody holds everywhere. Taking it away deletes the row; the journal keeps that it was held."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30, choices=[(role, role) for role in EVERYWHERE])
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="global_role_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


class Session(AbstractBaseSession):
    """One browser that is signed in, or on its way to be. Deleting the row signs it out at once.

    ``device`` is what the browser says it is, in two words; ``session_data`` is enciphered, see ``sessions``.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"session {self.pk[:6]}…"

    @classmethod
    def get_session_store_class(cls):  # type: ignore[no-untyped-def]  # Django's own signature
        from avow.accounts.sessions import SessionStore

        return SessionStore


class SignInLink(models.Model):
    """A link that signs a person of the demonstration in, once. ``key`` is the hash of what it carries."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    key = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link of {self.person}"
