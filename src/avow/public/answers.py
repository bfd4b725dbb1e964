"""The outermost layer: unchanged pages are answered 304, repeated ones from memory, before any other work.

A page is a pure function of (release, withheld list, software, language, UTC day), so one entity tag made of these
serves every address. Only successful, complete answers are kept, compressed, in a bounded store.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from avow import __version__
from avow.base import clock
from avow.base.refusals import Refusal
from avow.public.languages import language_of
from avow.public.opened import current

STORE_BYTES = 64 * 1024 * 1024
LARGEST_KEPT = 1024 * 1024
LONGEST_QUERY = 1_000
GZIP_LEVEL = 4
SMALLEST_PACKED = 400
REVALIDATE = "public, no-cache"
Key = tuple[str, str, bool]
Get = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class Kept:
    """A whole answer: its headers (without those of the encoding) and its compressed body."""

    headers: tuple[tuple[str, str], ...]
    packed: bytes
    length: int


class Store:
    """Least recently used answers of one state of the record; another state empties it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._state = ""
        self._lock = Lock()

    def find(self, state: str, key: Key) -> Kept | None:
        with self._lock:
            if state != self._state:
                return None
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def keep(self, state: str, key: Key, kept: Kept) -> None:
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state, self._bytes = state, 0
            old = self._kept.pop(key, None)
            self._bytes += len(kept.packed) - (len(old.packed) if old else 0)
            self._kept[key] = kept
            while self._bytes > self._limit:
                self._bytes -= len(self._kept.popitem(last=False)[1].packed)


class Answers:
    """Middleware. Stands before everything else."""

    def __init__(self, get_response: Get) -> None:
        self._next = get_response
        self._store = Store(getattr(settings, "AVOW_PAGE_STORE_BYTES", STORE_BYTES))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        path = request.path_info
        if path == "/healthz" or path.startswith(settings.STATIC_URL):
            return self._next(request)
        try:
            state = state_now()
        except Refusal:  # the view says so
            return self._next(request)
        swap = "HTTP_HX_REQUEST" in request.META
        tag = tag_of(state, language_of(path), swap)
        if _matches(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
            return _tagged(HttpResponse(status=304), tag)
        return self._answer(request, state, (path, request.META.get("QUERY_STRING", ""), swap), tag)

    def _answer(self, request: HttpRequest, state: str, key: Key, tag: str) -> HttpResponseBase:
        packs = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        kept = self._store.find(state, key)
        if kept is None:
            response = self._next(request)
            if response.status_code != 200 or response.streaming or not isinstance(response, HttpResponse):
                return response
            kept = _kept(_tagged(response, tag))
            if len(kept.packed) <= LARGEST_KEPT and len(key[1]) <= LONGEST_QUERY:
                self._store.keep(state, key, kept)
        return _unpacked(kept, packs, request.method == "HEAD")


def state_now() -> str:
    """The release, the withheld list and the day: what a page may depend on."""
    release = current()
    return f"{release.state if release else 'nothing'}|{clock.today().isoformat()}"


def tag_of(state: str, language: str, swap: bool) -> str:
    """The entity tag; weak, because the same page may leave compressed or not."""
    seed = f"{state}|{__version__}|{settings.STATIC_URL}|{language}|{swap}"
    return f'W/"{hashlib.sha256(seed.encode()).hexdigest()[:24]}"'


def _matches(told: str, tag: str) -> bool:
    return bool(told) and (told == tag or any(part.strip() == tag for part in told.split(",")))


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = REVALIDATE
    response["Vary"] = "Accept-Encoding, HX-Request"
    return response


def _kept(response: HttpResponse) -> Kept:
    body = response.content
    headers = tuple((name, value) for name, value in response.items() if name.lower() != "content-length")
    return Kept(headers, gzip.compress(body, GZIP_LEVEL, mtime=0), len(body))


def _unpacked(kept: Kept, packs: bool, head: bool) -> HttpResponse:
    packs = packs and kept.length >= SMALLEST_PACKED
    body = kept.packed if packs else gzip.decompress(kept.packed)
    response = HttpResponse(b"" if head else body, headers=dict(kept.headers))
    if packs:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    return response
