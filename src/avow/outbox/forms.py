"""What a person wants to be told, as a form: one choice for each kind that offers one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from avow.outbox.queries import Choice
from avow.outbox.words import FREQUENCIES
from avow.ui.forms import Form


class ChoicesForm(Form):
    def __init__(self, chosen: Sequence[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in chosen:
            offered = [(frequency.value, FREQUENCIES[frequency]) for frequency in one.kind.frequencies]
            if len(offered) > 1:
                self.fields[one.kind.code] = forms.ChoiceField(
                    label=str(one.kind.title),
                    choices=offered,
                    initial=one.frequency,
                )

    def changed(self) -> Mapping[str, str]:
        """The choices that differ from what held."""
        return {name: str(self.cleaned_data[name]) for name in self.changed_data}
