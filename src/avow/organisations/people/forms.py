"""Forms about the people of a party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avow.accounts.actors import ADMINISTRATOR, APPROVER, EDITOR
from avow.ui.forms import Form
from avow.ui.frames import LANGUAGES

ROLES = (
    (EDITOR, _("Editor: writes drafts and reports")),
    (APPROVER, _("Approver: submits what editors wrote")),
    (ADMINISTRATOR, _("Administrator: invites colleagues and changes what they may do")),
)


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **more: Any) -> None:
        needed = {"required": _("Choose at least one.")}
        super().__init__(
            label=_("May act as"), choices=ROLES, widget=forms.CheckboxSelectMultiple, error_messages=needed, **more
        )


class InviteForm(Form):
    refusals_at = {
        "already-member": "email",
        "invited-already": "email",
        "address-missing": "email",
        "roles-missing": "wanted",
    }
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address your colleague reads. The invitation works for it alone."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=list(LANGUAGES.items()))
    wanted = RolesField()


class RolesForm(Form):
    refusals_at = {"roles-missing": "wanted", "last-administrator": "wanted", "nothing-changed": "wanted"}
    wanted = RolesField()
