"""What makes a function a command: one transaction, and exactly one journal entry. Forgetting the entry is an error."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Run:
    code: str
    noted: list[str] = field(default_factory=list)


_running: ContextVar[_Run | None] = ContextVar("running command", default=None)
_meanings: dict[str, str] = {}


class JournalForgottenError(Exception):
    """A command ended without its one journal entry; its transaction was rolled back."""


def command(code: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Registers ``code`` and runs the function in one transaction that must journal ``code`` exactly once.

    Commands do not call commands: what they share is a plain function both call.
    """

    def register(function: Callable[P, R]) -> Callable[P, R]:
        if code in _meanings:
            raise ValueError(f"two commands share the code {code}")
        _meanings[code] = (function.__doc__ or "").strip().partition("\n")[0]

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _running.get() is not None:
                raise RuntimeError(f"{code} was called inside another command")
            this = _Run(code)
            token = _running.set(this)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    if this.noted != [code]:
                        raise JournalForgottenError(f"{code} should journal itself once; it journalled {this.noted}")
            finally:
                _running.reset(token)
            return result

        return run

    return register


def noted(code: str) -> None:
    """Called by the journal: the running command has journalled ``code``."""
    if code not in _meanings:
        raise ValueError(f"no command is registered under {code}")
    this = _running.get()
    if this is not None:
        this.noted.append(code)


def meanings() -> dict[str, str]:
    """Every registered command by code, with the first line of its docstring: what the journal's codes mean."""
    return dict(sorted(_meanings.items()))
