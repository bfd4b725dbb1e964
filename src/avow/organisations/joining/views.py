"""Pages of joining: public ones under ``/join/``, and the secretariat's."""

from __future__ import annotations

from functools import partial

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avow.accounts.access import actor_of, demand
from avow.base import clock
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.organisations.joining import access, commands, links, pages, states
from avow.organisations.joining.forms import AnswerForm, DecisionForm, RemainingForm, SignalForm
from avow.organisations.models import Application, Organisation
from avow.ui.pages import show

READ_OR_SEND = ["GET", "POST"]
_FIELDS = [name for name in RemainingForm.base_fields if name != "version"]


@login_not_required
@require_http_methods(READ_OR_SEND)
def join(request: HttpRequest) -> HttpResponse:
    """The signal of interest. The answer is the same whether or not the address is known here."""
    form = SignalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _refuse_floods(request)
        given = form.cleaned_data
        if given["trap"] or form.attempt(
            commands.signal, told=form.told, contact_name=given["contact_name"], email=given["email"], at=clock.now()
        ):
            return redirect("joining-sent")
    return show(request, "organisations/joining/join.html", pages.joining(clock.now()), form=form)


@login_not_required
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    return show(request, "organisations/joining/sent.html")


@login_not_required
@require_http_methods(READ_OR_SEND)
def confirm(request: HttpRequest, part: str) -> HttpResponse:
    """A link that a mail program opened by itself confirms nothing: the button does."""
    row = _theirs(links.to_confirm(part))
    if row.state != states.SIGNALLED:
        return redirect("joining-application", links.writing_part(row))
    if request.method == "POST":
        commands.confirm_address(application=row, at=clock.now())
        return redirect("joining-application", links.writing_part(row))
    return show(request, "organisations/joining/confirm.html", row)


@login_not_required
@require_http_methods(READ_OR_SEND)
def application(request: HttpRequest, part: str) -> HttpResponse:
    """The personal page: fields while it is being written, where it stands afterwards."""
    row = _theirs(links.to_write(part))
    saved = {name: getattr(row, name) for name in _FIELDS} | {"version": row.version}
    form = RemainingForm(request.POST or None, initial=saved, category=row.category, licence=_licence())
    if request.method == "POST" and form.is_valid():
        if _saved(form, row) and "submit" not in request.POST:
            messages.success(request, _("Saved. You can go on now, or come back by the link in your mail."))
        if not form.errors and "submit" in request.POST:
            form.attempt(commands.submit, application=row, at=clock.now())
        if not form.errors:
            return redirect("joining-application", part)
    template = "application" if row.state == states.OPEN else "standing"
    return show(request, f"organisations/joining/{template}.html", pages.own(row, part), form=form, now=clock.now())


@login_not_required
@require_http_methods(READ_OR_SEND)
def answer(request: HttpRequest, part: str) -> HttpResponse:
    row = _theirs(links.to_write(part))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.attempt(commands.answer, application=row, text=form.cleaned_data["text"], at=clock.now())
        if not form.errors:
            messages.success(request, _("Your answer has arrived. The days count again."))
            return redirect("joining-application", part)
    return show(request, "organisations/joining/answer.html", pages.own(row, part), form=form)


@login_not_required
@require_POST
def withdraw(request: HttpRequest, part: str) -> HttpResponse:
    row = _theirs(links.to_write(part))
    commands.withdraw(application=row, at=clock.now())
    messages.success(request, _("The application is withdrawn."))
    return redirect("joining-application", part)


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return show(request, "organisations/joining/privacy.html", _licence())


@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    demand(access.may(actor, access.SEE))
    return show(request, "organisations/joining/applications.html", pages.applications(actor, request.GET, clock.now()))


@require_http_methods(READ_OR_SEND)
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """One application, and the form that decides it."""
    actor = actor_of(request)
    demand(access.may(actor, access.SEE))
    row = get_object_or_404(access.visible_to(actor).select_related("contact", "organisation"), pk=key)
    page = pages.whole(actor, row, clock.now())
    form = DecisionForm(request.POST or None, namesakes={one.reference: one.name for one in page.similar})
    if request.method == "POST":
        demand(access.may(actor, "accept"))
        if form.is_valid() and _decided(form, row, actor.reference):
            messages.success(request, _("Done. The letter is in the outbox."))
            return redirect("applications")
    return show(request, "organisations/joining/decide.html", page, form=form)


def _decided(form: DecisionForm, row: Application, actor: str) -> object:
    given, at = form.cleaned_data, clock.now()
    if given["decision"] == "accept":
        existing = Organisation.objects.filter(reference=given["existing"]).first() if given["existing"] else None
        act = partial(commands.accept, existing=existing, reason=given["reason"])
    else:
        act = {
            "ask": partial(commands.ask, question=given["reason"]),
            "decline": partial(commands.decline, reason=given["reason"]),
        }[given["decision"]]  # type: ignore[assignment]  # they differ only in what they return
    return form.attempt(act, application=row, actor=actor, at=at)


def _saved(form: RemainingForm, row: Application) -> object:
    values = {name: form.cleaned_data[name] for name in _FIELDS}
    return form.attempt(commands.save, application=row, values=values, expected_version=form.cleaned_data["version"])


def _theirs(found: Application | None) -> Application:
    """The application of a link, with the page in its language."""
    if found is None:
        raise Refusal(
            "not-found",
            _("This link does not lead to an application."),
            _("Copy the whole link from the mail, or send a new signal of interest."),
        )
    translation.activate(found.language)
    return found


def _licence() -> str:
    return str(framework.current().form["data_licence"])


def _refuse_floods(request: HttpRequest) -> None:
    if not ratelimit.consume(request, app="allauth.account", action="join"):
        raise Refusal(
            "too-many",
            _("Too many signals of interest have come from your connection."),
            _("Try again in an hour, or write to the secretariat."),
        )
