"""Which user a session belongs to. Signing in itself is allauth's: there is no name and password to check here."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from avow.accounts.models import User


class OpenAccounts(BaseBackend):
    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
