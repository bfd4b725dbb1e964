"""Form fields: label, hint above, error above, then the control; and the summary that links to what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from .markup import attribute, safe, shape, text

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def error_summary(form: BaseForm | Sequence[BaseForm]) -> SafeString:
    """What is wrong, first on the page, each line a link to its field. Nothing when all is well."""
    forms_ = [form] if isinstance(form, BaseForm) else list(form)
    lines = [line for one in forms_ if one.is_bound for line in _lines(one)]
    if not lines:
        return safe("")
    title = ngettext("There is a problem", "There are %(n)s problems", len(lines)) % {"n": len(lines)}
    return safe(
        f'<div class="notice bad summary" role="alert" tabindex="-1" data-focus><h2>{shape("alert")} {text(title)}</h2>'
        f'<ul class="plain">{"".join(lines)}</ul></div>'
    )


def _lines(form: BaseForm) -> Iterable[str]:
    for name, errors in form.errors.items():
        for error in errors:
            if name == NON_FIELD_ERRORS:
                yield f"<li>{text(error)}</li>"
            else:
                bound = form[name]
                yield f'<li><a href="#{_first(bound)}">{text(bound.label)}: {text(error)}</a></li>'


def _first(bound: BoundField) -> str:
    """The id of what takes the focus: of a group, its first choice."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, _GROUPS) else str(bound.auto_id)


def fields(form: BaseForm, *names: str) -> SafeString:
    """The named fields, or all of them, hidden ones first."""
    chosen = [form[name] for name in names] if names else form.visible_fields()
    hidden = "" if names else "".join(str(one) for one in form.hidden_fields())
    return safe(hidden + "".join(field(one) for one in chosen))


def field(bound: BoundField) -> SafeString:
    """One field with everything that belongs to it."""
    errors = list(bound.errors) if bound.form.is_bound else []
    at = str(bound.auto_id)
    hint = f'<p class="hint" id="{at}-hint">{text(bound.help_text)}</p>' if bound.help_text else ""
    wrong = "".join(
        f'<p class="error"><span class="seen-by-ear">{gettext("Error:")}</span> {text(error)}</p>' for error in errors
    )
    wrong = f'<div id="{at}-error">{wrong}</div>' if wrong else ""
    described = " ".join(name for name, there in ((f"{at}-hint", hint), (f"{at}-error", wrong)) if there)
    classes = "field" + (" wrong" if errors else "")
    optional = "" if bound.field.required else f' <span class="optional">{gettext("(optional)")}</span>'
    label = f"{text(bound.label)}{optional}"
    widget = bound.field.widget
    if isinstance(widget, _GROUPS):
        told = attribute("aria-describedby", described)
        return safe(
            f'<fieldset class="{classes}"{told}><legend>{label}</legend>{hint}{wrong}'
            f'<div class="choices">{_group(bound, widget)}</div></fieldset>'
        )
    if isinstance(widget, forms.CheckboxInput):
        box = _box("checkbox", bound.html_name, at, "on", bool(bound.value()), described, bound.field.disabled)
        choice = f'<div class="choice">{box}<label for="{at}">{text(bound.label)}</label></div>'
        return safe(f'<div class="{classes}">{wrong}{choice}{hint}</div>')
    control = _control(bound, widget, described, bool(errors))
    return safe(f'<div class="{classes}"><label for="{at}">{label}</label>{hint}{wrong}{control}</div>')


def _group(bound: BoundField, widget: Any) -> str:
    kind = widget.input_type  # not by class: Django derives the many-choices widget from the one-choice one
    chosen = bound.value()
    values = {str(one) for one in (chosen if isinstance(chosen, list | tuple | set) else [chosen]) if one is not None}
    parts = []
    for place, (value, label) in enumerate(_flat(widget.choices)):
        at = f"{bound.auto_id}_{place}"
        box = _box(kind, bound.html_name, at, str(value), str(value) in values, "", bound.field.disabled)
        parts.append(f'<div class="choice">{box}<label for="{at}">{text(label)}</label></div>')
    return "".join(parts)


def _flat(pairs: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in pairs:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _box(kind: str, name: str, at: str, value: str, chosen: bool, described: str, disabled: bool) -> str:
    return (
        f'<input type="{kind}" name="{text(name)}" id="{at}" value="{text(value)}"{" checked" if chosen else ""}'
        f"{attribute('aria-describedby', described)}{' disabled' if disabled else ''}>"
    )


def _control(bound: BoundField, widget: forms.Widget, described: str, wrong: bool) -> str:
    """The control itself; widgets without a drawing of ours draw themselves."""
    more = {name: value for name, value in widget.attrs.items() if value not in (None, False)}
    if described:
        more["aria-describedby"] = described
    if wrong:
        more["aria-invalid"] = "true"
    if bound.field.required and not isinstance(widget, forms.FileInput):
        more["required"] = True
    short = getattr(bound.form, "short", ())
    if bound.name in short:
        more["class"] = f"{more.get('class', '')} short".strip()
    value = widget.format_value(bound.value())
    if isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple):
        return _select(bound, widget, more)
    if isinstance(widget, forms.Textarea):
        body = text("" if value is None else value)
        return f'<textarea name="{text(bound.html_name)}" id="{bound.auto_id}"{_attributes(more)}>\n{body}</textarea>'
    if type(widget).__name__ in _INPUTS and isinstance(widget, forms.widgets.Input):
        kind = widget.input_type
        shown = "" if value is None or kind == "password" else attribute("value", value)
        return f'<input type="{kind}" name="{text(bound.html_name)}" id="{bound.auto_id}"{shown}{_attributes(more)}>'
    return bound.as_widget(attrs=more)


_INPUTS = {"TextInput", "EmailInput", "NumberInput", "URLInput", "DateInput", "DateTimeInput", "TimeInput", "HiddenInput"}


def _select(bound: BoundField, widget: forms.Select, more: dict[str, Any]) -> str:
    chosen = "" if bound.value() is None else str(bound.value())
    options = []
    for value, label in widget.choices:
        if isinstance(label, list | tuple):
            inner = "".join(_option(one, said, chosen) for one, said in label)
            options.append(f'<optgroup label="{text(value)}">{inner}</optgroup>')
        else:
            options.append(_option(value, label, chosen))
    return f'<select name="{text(bound.html_name)}" id="{bound.auto_id}"{_attributes(more)}>{"".join(options)}</select>'


def _option(value: Any, label: Any, chosen: str) -> str:
    value = "" if value is None else str(value)
    return f'<option value="{text(value)}"{" selected" if value == chosen else ""}>{text(label)}</option>'


def _attributes(more: dict[str, Any]) -> str:
    return "".join(f" {name}" if value is True else attribute(name, value) for name, value in more.items())
