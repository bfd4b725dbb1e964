"""What people say about themselves: name, language, time zone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from avow.accounts.models import Person
from avow.ui.frames import LANGUAGES


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the language of the desk: with the person when signed in, and in a cookie for the pages before.

    No command: which language somebody reads in is no history.
    """
    chosen = request.POST.get("language", "")
    answer = HttpResponseRedirect(_back(request))
    if chosen in LANGUAGES:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax", httponly=True)
        if request.user.is_authenticated:
            Person.objects.filter(pk=request.user.person_id).update(language=chosen)
    return answer


def _back(request: HttpRequest) -> str:
    """The page the form stood on, when it is one of ours."""
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else "/desk/"
