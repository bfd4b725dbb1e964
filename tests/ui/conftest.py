"""A real browser for the gallery, served under the policy of the public site; skipped where no browser is installed."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.ui import gallery

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    gallery.write(folder)
    return folder


Opener = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any, written: Path) -> Iterator[Opener]:
    """Opens one language of the gallery at a width and colour scheme; ``page.said`` holds what the console said."""
    contexts = []

    def open_(language: str = "en", *, width: int = 1280, scheme: str = "light", script: bool = True) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))

        def answer(route: Any) -> None:
            file = written / route.request.url.split("/", 3)[3].split("?")[0].split("#")[0]
            if not file.is_file():
                route.fulfill(status=404, body="<!doctype html><title>Gone</title><h1>Gone</h1>", content_type="text/html")
                return
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(
                body=file.read_bytes(), headers={"Content-Type": f"{kind}; charset=utf-8", "Content-Security-Policy": POLICY}
            )

        context.route("**/*", answer)
        page.goto(f"http://gallery.test/gallery-{language}.html")
        return page

    yield open_
    for context in contexts:
        context.close()
