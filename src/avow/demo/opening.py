"""What the demonstration's address shows until its first release is there: how far it is, on a page that asks again."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

from avow.demo import home as homes

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_SAYS = {
    "making": "Making the home: database, framework, keys.",
    "filling": "Inventing organisations and what they promise.",
    "publishing": "Publishing: sealing the first release of the record and building its index.",
    "ready": "Ready.",
}
_STYLE = (
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1.5rem;color-scheme:light dark}"
    "h1{font-size:1.75rem;line-height:1.2}progress{display:block;width:100%;height:1rem;margin-top:.5rem}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">{again}<title>Avow demonstration: {title}</title><style>{style}</style></head>
<body><main><h1>The demonstration is being made</h1>
<p role="status">{says}</p>
<p><label>Step {step} of 3 <progress max="100" value="{percent}">{percent} %</progress></label></p>
<p>{detail}</p>
<p>Everything in it is invented: organisations, places below the country, texts, amounts. No name is a real body's.</p>
</main></body></html>
"""
_STEPS = {"making": 1, "filling": 2, "publishing": 3, "ready": 3}


class Opening:
    """A WSGI application: the progress page until the home is ready, then the one that ``load`` gives: site or desk.

    It is loaded only then, because the desk reads keys of the home when it starts.
    """

    def __init__(self, home: Path, load: Callable[[], Application]) -> None:
        self._home, self._load = home, load
        self._opened: Application | None = None
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        opened = self._opened or self._open()
        if opened is not None:
            return opened(environ, start_response)
        body = page(homes.read(self._home)).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", "2"),
            ("Content-Security-Policy", _POLICY),
        ]
        start_response("503 Service Unavailable", headers)
        return [body]

    def _open(self) -> Application | None:
        with self._lock:
            if self._opened is None and self._ready():
                self._opened = self._load()
            return self._opened

    def _ready(self) -> bool:
        state = homes.read(self._home)
        return state is not None and state.ready and (self._home / "record" / "current").exists()


def page(state: homes.State | None) -> str:
    """The progress page. A failure stops asking again and says what went wrong."""
    found = state or homes.State()
    if found.step == "failed":
        return _PAGE.format(
            style=_STYLE,
            again="",
            title="failed",
            says="Making it failed.",
            step=0,
            percent=0,
            detail=escape(found.problem or "The terminal says why.") + " Run avow demo again: it starts afresh.",
        )
    percent = int(100 * found.done / found.of) if found.of else 0
    detail = f"{found.done:,} of {found.of:,}" if found.of else "One moment."
    return _PAGE.format(
        style=_STYLE,
        again='<meta http-equiv="refresh" content="1">',
        title=found.step,
        says=_SAYS.get(found.step, found.step),
        step=_STEPS.get(found.step, 1),
        percent=min(100, percent),
        detail=detail,
    )
