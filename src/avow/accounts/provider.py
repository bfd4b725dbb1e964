"""OpenID Connect, for ministries and others who sign their own people in. allauth finds ``provider_classes`` by the file name.

A provider signs in people who are known here by an address that it is trusted to vouch for (``domains`` in its configuration);
it makes no accounts, cannot be connected from outside, and nothing of what it tells is kept but its name and the subject.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from avow.accounts import people
from avow.accounts.models import User


class Flow(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is published without types
    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("the provider sent no id token")
        return super().complete_login(request, app, token, **kwargs)


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Flow
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Signing in, and nothing else: an address cannot ask to connect an account, or for more than is configured."""
        asked: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        return {**asked, "process": AuthProcess.LOGIN, "scope": self.get_scope(), "auth_params": self.get_auth_params()}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject. What the provider tells beside the token must be about the same one."""
        subject = data["id_token"]["sub"]
        if data.get("userinfo", {}).get("sub", subject) != subject:
            raise OAuth2Error("token and user information are about different subjects")
        return str(subject)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}


provider_classes = [Provider]


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Links the subject to whom a vouched-for address names, the first time; later the subject alone is enough."""
        if sociallogin.is_existing:
            return
        user = _vouched_for(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(_back(request, _not_known()))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_args: Any, **_kwargs: Any) -> None:
        said = _("Signing in through %(name)s did not work, or was cancelled. Try again, or use a code by mail.")
        raise ImmediateHttpResponse(_back(request, said % {"name": provider.name}))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: whoever signs in through their ministry sees it."""


def _vouched_for(sociallogin: SocialLogin) -> User | None:
    domains = {one.lower() for one in sociallogin.provider.app.settings.get("domains", ())}
    for one in sociallogin.email_addresses:
        address = people.address(one.email)
        if one.verified is True and address.rpartition("@")[2] in domains:
            return people.who_signs_in(address)
    return None


def _not_known() -> str:
    return _(
        "Nobody is known here by the address your provider vouches for. Ask your organisation's administrator to invite it."
    )


def _back(request: HttpRequest, said: str) -> HttpResponse:
    messages.error(request, said)
    return HttpResponseRedirect(reverse("account_login"))


@login_not_required
@require_GET
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _flow(OAuth2LoginView, request, provider_id)


@login_not_required
@require_GET
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _flow(OAuth2CallbackView, request, provider_id)


def _flow(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(Flow(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
