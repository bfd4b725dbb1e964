"""Applications in every state, by the commands that lead there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.builders import AT

from avow.organisations.joining import commands
from avow.organisations.joining.commands import Signal
from avow.organisations.models import Application

COMPLETE = {
    "about": "Legal aid for women in three valleys.",
    "intention": "To train two hundred paralegals.",
    "speaks_for_it": True,
    "agrees_to_publish": True,
    "read_privacy": True,
}


def told(**values: Any) -> Signal:
    return Signal(**{"name": "Women of the Valley", "category": "civil-society", "country": "PER", "language": "en", **values})


def signalled(email: str = "rosa@example.org", **values: Any) -> Application:
    return commands.signal(told=told(**values), contact_name="Rosa Quispe", email=email, at=AT)


def opened(**values: Any) -> Application:
    return commands.confirm_address(application=signalled(**values), at=AT)


def written(**values: Any) -> Application:
    row = opened(**values)
    return commands.save(application=row, values=COMPLETE, expected_version=row.version)


def submitted(**values: Any) -> Application:
    return commands.submit(application=written(**values), at=AT)


def asked(after: int = 5, **values: Any) -> Application:
    row = submitted(**values)
    commands.ask(application=row, question="Where are you registered?", actor="P-1", at=AT + timedelta(days=after))
    return Application.objects.get(pk=row.pk)
