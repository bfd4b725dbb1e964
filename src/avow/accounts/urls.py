"""Addresses under ``/account/``. The names that begin with ``account_`` and ``mfa_`` are those allauth asks for."""

from __future__ import annotations

from django.urls import path

from avow.accounts.views import profile, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/", signing_in.sign_in, name="account_request_login_code"),
    path("sign-in/code/", signing_in.enter_code, name="account_confirm_login_code"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
    path("no-account/", signing_in.no_account, name="account_signup"),
    path("closed/", signing_in.inactive, name="account_inactive"),
    path("language/", profile.language, name="account-language"),
]
