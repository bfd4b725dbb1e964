"""Forms of joining: the short public one, the personal one, and the secretariat's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from avow.framework.labels import grouped, labels
from avow.organisations.joining.commands import Remaining, Signal
from avow.ui.forms import Form, choices
from avow.ui.frames import LANGUAGES

INTERNATIONAL = "international"
_NO_CHECK = forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"})


class SignalForm(Form):
    """``trap`` is a field no person sees: what a program writes into it is taken for a program's."""

    refusals_at = {
        "name-missing": "name",
        "category-unknown": "category",
        "country-or-international": "country",
        "country-unknown": "country",
        "theme-unknown": "themes",
        "address-missing": "email",
        "signals-waiting": "email",
    }
    name = forms.CharField(label=_("Name of your organisation"), max_length=300, widget=_NO_CHECK)
    category = forms.ChoiceField(label=_("What kind of organisation it is"))
    country = forms.ChoiceField(label=_("Country in which it is based"))
    themes = forms.MultipleChoiceField(
        label=_("Themes it is interested in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    contact_name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link to it. It is not published."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language in which we should write to you"), choices=list(LANGUAGES.items()))
    trap = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language()})
        super().__init__(*args, **kwargs)
        places: dict[str, str | Promise] = {INTERNATIONAL: _("None: it is international"), **_countries()}
        _choose(self, "category", choices(labels("categories"), _("Choose…")))
        _choose(self, "country", choices(places, _("Choose…")))
        _choose(self, "themes", list(labels("themes").items()))

    @property
    def told(self) -> Signal:
        given = self.cleaned_data
        international = given["country"] == INTERNATIONAL
        return Signal(
            name=given["name"],
            category=given["category"],
            language=given["language"],
            themes=tuple(given["themes"]),
            country="" if international else given["country"],
            international=international,
        )


class RemainingForm(Form):
    """The fields behind the personal link. Nothing is required while it is being written: submitting says what is missing."""

    refusals_at = {"identifier-shape": "identifier", "sub-category-unknown": "sub_category"}
    sub_category = forms.ChoiceField(label=_("What it is more exactly"), required=False)
    about = forms.CharField(
        label=_("What your organisation does"),
        help_text=_("A few sentences: for whom, where, since when."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    intention = forms.CharField(
        label=_("What you want to commit to"),
        help_text=_("A first idea is enough. The commitment itself is written later."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    website = forms.URLField(
        label=_("Web site"), required=False, assume_scheme="https", widget=forms.URLInput(attrs={"dir": "ltr"})
    )
    identifier = forms.CharField(
        label=_("Number in a register"),
        help_text=_("With the register's code from org-id.guide, such as GB-CHC-1234567. It helps to tell namesakes apart."),
        required=False,
        max_length=140,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )
    speaks_for_it = forms.BooleanField(label=_("I may speak for this organisation."), required=False)
    agrees_to_publish = forms.BooleanField(
        label=_("The organisation agrees that its commitments are published."), required=False
    )
    read_privacy = forms.BooleanField(label=_("I have read what happens to personal data."), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, category: str = "", licence: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "sub_category", choices(grouped("sub_categories").get(category, {}), _("None of these")))
        self.fields["agrees_to_publish"].help_text = _(
            "Its name, category and country, and every commitment with all its versions, under the licence %(licence)s."
        ) % {"licence": licence}

    @property
    def told(self) -> Remaining:
        return Remaining(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class AnswerForm(Form):
    refusals_at = {"reason-missing": "text"}
    text = forms.CharField(label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))


class DecisionForm(Form):
    """``existing`` is the reference of the organisation an application turned out to be about."""

    refusals_at = {"reason-missing": "reason"}
    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("accept", _("Accept as commitment maker")),
            ("ask", _("Ask for more: the days stand still until they answer")),
            ("decline", _("Decline")),
        ],
    )
    existing = forms.ChoiceField(label=_("Which organisation it is"), required=False)
    reason = forms.CharField(
        label=_("What the letter says"),
        help_text=_("The question, or the reason. Needed unless you accept."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, namesakes: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "existing", choices(namesakes or {}, _("A new one")))


def _choose(form: Form, name: str, options: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = options


def _countries() -> dict[str, str]:
    """Sorted as the reader's language names them."""
    return dict(sorted(labels("countries").items(), key=lambda pair: pair[1].casefold()))
