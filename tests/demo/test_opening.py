"""The demonstration's address shows how far it is, and the public site once it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from avow.demo import home as homes
from avow.demo.home import State
from avow.demo.opening import Opening


def _site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"the site"]


def _get(opening: Opening) -> tuple[str, dict[str, str], str]:
    said: list[Any] = []
    body = b"".join(opening({"PATH_INFO": "/"}, lambda status, headers: said.extend([status, dict(headers)])))
    return said[0], said[1], body.decode()


def test_while_it_is_filled_the_page_counts_and_asks_again(tmp_path: Path) -> None:
    homes.claim(tmp_path, State(step="filling", done=675, of=2700))
    status, headers, body = _get(Opening(tmp_path, lambda: _site))
    assert status.startswith("503")
    assert headers["Cache-Control"] == "no-store"
    assert "675 of 2,700" in body
    assert 'value="25"' in body
    assert 'http-equiv="refresh"' in body
    assert "invented" in body


def test_once_published_the_site_answers(tmp_path: Path) -> None:
    opening = Opening(tmp_path, lambda: _site)
    homes.claim(tmp_path, State(step="filling"))
    assert _get(opening)[0].startswith("503")
    homes.write(tmp_path, State(step="ready"))
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "current").write_text("1")
    assert _get(opening)[2] == "the site"


def test_a_failure_is_told_and_no_longer_asked_about(tmp_path: Path) -> None:
    homes.claim(tmp_path, State(step="failed", problem="No space left on <disk>"))
    body = _get(Opening(tmp_path, lambda: _site))[2]
    assert "No space left on &lt;disk&gt;" in body
    assert "refresh" not in body
