"""Addresses under ``/account/``. Names that begin with ``account_``, ``mfa_`` and so on are those allauth asks for."""

from __future__ import annotations

from django.urls import path

from avow.accounts import provider
from avow.accounts.views import confirming, links, profile, security, sessions, signing_in

urlpatterns = [
    path("", profile.profile, name="account-profile"),
    path("address/", profile.address, name="account-address"),
    path("address/code/", profile.address_code, name="account-address-code"),
    path("language/", profile.language, name="account-language"),
    path("sessions/", sessions.sessions, name="account-sessions"),
    path("sessions/others/end/", sessions.end_others, name="account-end-others"),
    path("sessions/<slug:mark>/end/", sessions.end_session, name="account-end-session"),
    path("security/", security.security, name="account-security"),
    path("security/needed/", security.second_factor, name="account-second-factor"),
    path("security/passkeys/add/", security.add_passkey, name="account-add-passkey"),
    path("security/passkeys/<int:key>/", security.name_passkey, name="account-name-passkey"),
    path("security/passkeys/<int:key>/remove/", security.remove_passkey, name="account-remove-passkey"),
    path("security/app/add/", security.add_app, name="account-add-app"),
    path("security/app/remove/", security.remove_app, name="account-remove-app"),
    path("security/codes/", security.codes, name="account-codes"),
    path("security/providers/<int:key>/remove/", security.forget_provider, name="account-forget-provider"),
    path("confirm/", confirming.confirm, name="account-confirm"),
    path("confirm/send/", confirming.send_code, name="account-send-code"),
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/", signing_in.sign_in, name="account_request_login_code"),
    path("sign-in/code/", signing_in.enter_code, name="account_confirm_login_code"),
    path("sign-in/second/", signing_in.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", signing_in.by_passkey, name="mfa_login_webauthn"),
    path("sign-in/with/<slug:provider_id>/", provider.begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", provider.finish, name="openid_connect_callback"),
    path("link/<str:secret>/", links.sign_in_link, name="sign-in-link"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
    path("no-account/", signing_in.no_account, name="account_signup"),
    path("closed/", signing_in.inactive, name="account_inactive"),
]
