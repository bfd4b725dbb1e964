"""Forms of the desk: Django's fields, shown after GOV.UK's patterns, and able to say a command's refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, ParamSpec, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avow.base.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")

_REQUIRED = _("Fill this in.")


class Form(forms.Form):
    """``refusals_at`` names, by refusal code, the field a command's refusal belongs to; others stand at the top.

    ``wide`` and ``short`` name fields whose box should be as wide as the column, or fit a few characters.
    """

    refusals_at: ClassVar[Mapping[str, str]] = {}
    short: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _REQUIRED

    def attempt(self, act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Does ``act``. A refusal becomes an error of this form, and the answer is ``None``: show the form again."""
        try:
            return act(*args, **kwargs)
        except Refusal as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: Refusal) -> None:
        field = self.refusals_at.get(refusal.code, NON_FIELD_ERRORS)
        self.add_error(
            None if field == NON_FIELD_ERRORS else field,
            forms.ValidationError(str(refusal), code=refusal.code),
        )


def choices(pairs: Mapping[str, str | Promise], empty: str | Promise = "") -> list[tuple[str, str | Promise]]:
    """Choices for a select; ``empty`` is the sentence shown while nothing is chosen."""
    first: list[tuple[str, str | Promise]] = [("", empty)] if empty else []
    return first + list(pairs.items())
