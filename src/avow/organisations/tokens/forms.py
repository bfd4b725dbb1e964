"""Making a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from avow.organisations.tokens.scopes import SCOPES
from avow.ui.forms import Form


class TokenForm(Form):
    refusals_at = {"scopes-missing": "scopes", "bad-end": "days"}
    name = forms.CharField(
        label=_("What it is for"),
        help_text=_("So that you know it again, for example: our project database."),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(label=_("It may"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label=_("It ends after"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
    )
