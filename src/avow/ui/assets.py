"""Static files of both hosts, from memory: compressed once, named by what they contain, cached for ever.

There is no collecting step: a site starts at once, and a changed style sheet has another address.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

FOR_EVER = "public, max-age=31536000, immutable"
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg+xml")


def digest_of(*folders: Path) -> str:
    """A short hash of everything in the folders: part of each static address."""
    seen = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            seen.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()[:12]


@dataclass(frozen=True)
class Asset:
    type: str
    plain: bytes
    packed: bytes | None


class Assets:
    """Middleware: answers everything under ``STATIC_URL``. A name that is not in the list of found files is a 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response
        self._prefix = settings.STATIC_URL
        self._files = dict(_found())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(self._prefix):
            return self._next(request)
        file = self._files.get(request.path_info[len(self._prefix) :])
        if file is None:
            return HttpResponse("There is no such file.", status=404, content_type="text/plain; charset=utf-8")
        asset = _read(file)
        packs = asset.packed is not None and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        response = HttpResponse(asset.packed if packs else asset.plain, content_type=asset.type)
        response["Cache-Control"] = FOR_EVER
        response["Vary"] = "Accept-Encoding"
        response["X-Content-Type-Options"] = "nosniff"
        if packs:
            response["Content-Encoding"] = "gzip"
        return response


def _found() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name.replace("\\", "/"), Path(storage.path(name))


@lru_cache(maxsize=256)
def _read(file: Path) -> Asset:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    plain = file.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0) if kind.startswith(PACKABLE) or "javascript" in kind else None
    text = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Asset(text, plain, packed)
