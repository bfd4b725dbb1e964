"""Forms after GOV.UK's patterns: hint above, error above, a summary that links to what is wrong."""

from __future__ import annotations

from django import forms

from avow.base.refusals import Refusal
from avow.ui.components.fields import error_summary, fields
from avow.ui.forms import Form


class Letter(Form):
    refusals_at = {"name-taken": "name"}
    name = forms.CharField(label="Name", help_text="As others <know> it.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    body = forms.CharField(label="Body", widget=forms.Textarea, required=False)
    parts = forms.MultipleChoiceField(
        label="Parts", choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple, required=False
    )


def test_what_is_wrong_is_said_at_the_top_and_at_the_field_and_told_to_screen_readers() -> None:
    form = Letter({"name": ""})
    assert '<a href="#id_name">Name: Fill this in.</a>' in error_summary(form)
    assert '<a href="#id_kind_0">Kind: Fill this in.</a>' in error_summary(form)
    assert 'aria-describedby="id_name-hint id_name-error" aria-invalid="true"' in fields(form, "name")


def test_an_empty_form_says_nothing_is_wrong() -> None:
    assert error_summary(Letter()) == ""
    assert "error" not in fields(Letter())


def test_what_was_typed_stays_and_is_never_markup() -> None:
    form = Letter({"name": '"><script>', "body": "</textarea><b>"})
    shown = fields(form)
    assert "<script>" not in shown
    assert "</textarea><b>" not in shown
    assert "&lt;/textarea&gt;&lt;b&gt;" in shown
    assert "As others &lt;know&gt; it." in shown


def test_of_several_choices_one_or_many_can_be_taken() -> None:
    shown = fields(Letter(initial={"kind": "a", "parts": ["x", "y"]}))
    assert shown.count('type="radio"') == 2
    assert shown.count('type="checkbox"') == 2
    assert shown.count(" checked") == 3


def test_a_refusal_of_a_command_stands_at_the_field_it_belongs_to_or_at_the_top() -> None:
    def refuse(code: str) -> None:
        raise Refusal(code, "That cannot be.", "Do this instead.")

    form = Letter({"name": "One", "kind": "a"})
    assert form.is_valid()
    assert form.attempt(refuse, "name-taken") is None
    assert form.attempt(refuse, "something-else") is None
    assert form.errors["name"] == ["That cannot be. Do this instead."]
    assert "<li>That cannot be. Do this instead.</li>" in error_summary(form)


def test_one_choice_is_made_with_radio_buttons_and_several_with_check_boxes() -> None:
    class Several(Form):
        tags = forms.MultipleChoiceField(choices=[("a", "First")], widget=forms.CheckboxSelectMultiple)

    assert 'type="radio"' in fields(Letter(), "kind")
    assert 'type="checkbox"' in fields(Several())
