"""Going back to where somebody came from, when that is a page of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, otherwise: str = "/desk/") -> str:
    """``next`` of the form or the address, if it is a path of this host."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else otherwise
