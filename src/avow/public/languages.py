"""The language of a page is the first part of its address and nothing else: no cookie, no header, no guess."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

LANGUAGES = ("en", "fr", "es", "ru", "ar")
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية"}


def language_of(path: str) -> str:
    """``fr`` for ``/fr/…``; English for everything else."""
    first = path[1:3]
    return first if first in LANGUAGES and path[3:4] == "/" and first != settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def in_language(path: str, language: str) -> str:
    """The address of the same page in another language."""
    bare = path[3:] if language_of(path) != settings.LANGUAGE_CODE else path
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


class LanguageFromPath:
    """Middleware: activates the language of the address for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self._next(request)
        response["Content-Language"] = language
        return response
