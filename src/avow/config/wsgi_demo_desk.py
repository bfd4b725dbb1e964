"""The demonstration's desk: the progress of its making, then the desk."""

from __future__ import annotations

from avow.config import environment
from avow.demo.opening import Application, Opening


def _desk() -> Application:
    from avow.config.wsgi import application as desk

    return desk


application = Opening(environment.home(), _desk)
