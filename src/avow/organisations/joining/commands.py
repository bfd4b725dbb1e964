"""What happens to an application: the one door from a signal of interest to its decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from avow.accounts import people
from avow.accounts.actors import ADMINISTRATOR
from avow.accounts.models import Person
from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.framework.facts import Facts
from avow.kernel import journal, numbering, workflow
from avow.kernel.commands import command
from avow.organisations.commands import Registration, enter
from avow.organisations.identifiers import RegistryIdentifier
from avow.organisations.joining import notices, states
from avow.organisations.models import Application, ApplicationQuestion, Organisation
from avow.organisations.people import roles
from avow.outbox.queueing import enqueue

MOST_SIGNALS = 3  # open signals of one address: a form anybody can send must not fill a mailbox


@dataclass(frozen=True, slots=True)
class Signal:
    """What the short form asks. ``country`` is ISO 3166-1 alpha-3, empty for an international organisation."""

    name: str
    category: str
    language: str
    themes: tuple[str, ...] = ()
    country: str = ""
    international: bool = False


@dataclass(frozen=True, slots=True)
class Remaining:
    """The fields behind the personal link. ``identifier`` is a registry's, as org-id.guide writes it."""

    sub_category: str = ""
    website: str = ""
    identifier: str = ""
    about: str = ""
    intention: str = ""
    speaks_for_it: bool = False
    agrees_to_publish: bool = False
    read_privacy: bool = False


@command("joining.signal")
def signal(*, told: Signal, contact_name: str, email: str, at: datetime) -> Application:
    """Takes a signal of interest.

    1. Checks it against the framework's categories, countries and themes.
    2. Enters the contact person, who cannot sign in yet; refuses when that address has several open signals.
    3. Writes, queues the mail that asks to confirm the address, and journals.
    """
    _check(told, framework.facts())
    contact = people.enter(name=contact_name, email=email, language=told.language)
    if Application.objects.filter(contact=contact, state=states.SIGNALLED).count() >= MOST_SIGNALS:
        raise Refusal(
            "signals-waiting",
            _("Several signals of interest from this address wait to be confirmed."),
            _("Open the link in one of the mails we sent, or write to the secretariat."),
        )
    row = Application.objects.create(
        contact=contact, state_since=at.date(), signalled_at=at, **{**asdict(told), "name": told.name.strip()}
    )
    _tell(row, notices.CONFIRM_ADDRESS, at)
    _journal("joining.signal", row, contact.reference, at, [])
    return row


@command("joining.confirm_address")
def confirm_address(*, application: Application, at: datetime) -> Application:
    """Takes the click on the mailed link: the address is the applicant's, and the application can be written."""
    row = _locked(application)
    workflow.move(states.APPLICATION, row, "confirm_address", at=at)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    _tell(row, notices.REMAINING, at)
    _journal("joining.confirm_address", row, _applicant(row), at, [])
    return row


def save(*, application: Application, values: Mapping[str, Any], expected_version: int) -> Application:
    """Keeps fields as they are typed. No command: nothing is decided by it, and the journal need not know.

    Raises ``Refusal`` (``version-changed``) when somebody else saved since ``expected_version`` was read, (``not-now``) once it
    is submitted.
    """
    unknown = set(values) - _EDITABLE
    if unknown:
        raise ValueError(f"{sorted(unknown)} are no fields of an application")
    chosen = Application.objects.filter(pk=application.pk, version=expected_version, state__in=(states.OPEN, states.ASKED))
    if not chosen.update(**values, version=expected_version + 1):
        row = Application.objects.get(pk=application.pk)
        if row.state not in (states.OPEN, states.ASKED):
            raise Refusal("not-now", _("This application is submitted."), _("Reload the page to see where it stands."))
        raise Refusal(
            "version-changed",
            _("Somebody else saved this application while you were writing."),
            _("What you typed is still below, beside what is saved now. Keep what you need and save again."),
        )
    return Application.objects.get(pk=application.pk)


@command("joining.submit")
def submit(*, application: Application, at: datetime) -> Application:
    """Hands the application in; the clock of the decision starts.

    1. Locks; refuses while something needed is missing, naming each field.
    2. Gives the reference, moves, and tells the applicant the day the decision is due.
    3. Journals.
    """
    row = _locked(application)
    workflow.move(states.APPLICATION, row, "submit", at=at)
    _refuse_incomplete(row)
    (number,) = numbering.take(f"applications {at.year}")
    row.reference, row.submitted_at = str(Reference("A", number, at.year)), at
    row.save(update_fields=["reference", "submitted_at"])
    _tell(row, notices.RECEIVED, at)
    _journal("joining.submit", row, _applicant(row), at, [row.reference])
    return row


@command("joining.ask")
def ask(*, application: Application, question: str, actor: str, at: datetime) -> ApplicationQuestion:
    """Asks the applicant for more; the clock stands still until they answer, and both sides see it."""
    _refuse_wordless(question)
    row = _locked(application)
    workflow.move(states.APPLICATION, row, "ask", at=at)
    asked = ApplicationQuestion.objects.create(application=row, question=question.strip(), asked_at=at)
    _tell(row, notices.ASKED, at, str(asked.pk))
    _journal("joining.ask", row, actor, at, [asked.pk])
    return asked


@command("joining.answer")
def answer(*, application: Application, text: str, at: datetime) -> Application:
    """Takes the applicant's answer; the clock goes on."""
    _refuse_wordless(text)
    row = _locked(application)
    workflow.move(states.APPLICATION, row, "answer", at=at)
    asked = row.questions.get(answered_at=None)
    asked.answer, asked.answered_at = text.strip(), at
    asked.save(update_fields=["answer", "answered_at"])
    _journal("joining.answer", row, _applicant(row), at, [asked.pk])
    return row


@command("joining.accept")
def accept(
    *, application: Application, actor: str, at: datetime, existing: Organisation | None = None, reason: str = ""
) -> Organisation:
    """Accepts an organisation as commitment maker.

    1. Locks; a second decision finds the first one made and is refused.
    2. Enters the organisation, or takes the ``existing`` one that the application turned out to be about.
    3. The contact becomes its administrator, and can sign in.
    4. Queues the letter in the applicant's language, and journals.
    """
    row = _locked(application)
    _decide(row, "accept", reason, actor, at)
    organisation = _joined(existing, at) if existing else enter([_registration(row, at)], at)[0]
    row.organisation = organisation
    row.save(update_fields=["organisation"])
    if row.contact is not None:
        roles.give(person=row.contact, party=organisation, roles=[ADMINISTRATOR], at=at)
    _tell(row, notices.ACCEPTED, at)
    _journal("joining.accept", row, actor, at, [organisation.reference, reason], organisation)
    return organisation


@command("joining.decline")
def decline(*, application: Application, reason: str, actor: str, at: datetime) -> Application:
    """Declines, with the reason that the letter gives."""
    _refuse_wordless(reason)
    row = _locked(application)
    _decide(row, "decline", reason, actor, at)
    _tell(row, notices.DECLINED, at)
    _journal("joining.decline", row, actor, at, [reason])
    return row


@command("joining.withdraw")
def withdraw(*, application: Application, at: datetime) -> Application:
    """Takes an application back before it is decided."""
    row = _locked(application)
    workflow.move(states.APPLICATION, row, "withdraw", at=at)
    _end_question(row, at)
    _journal("joining.withdraw", row, _applicant(row), at, [])
    return row


_EDITABLE = {field.name for kind in (Signal, Remaining) for field in fields(kind)}


def missing_from(row: Application) -> dict[str, str]:
    """What an application still needs before it can be submitted: a sentence by field."""
    needed = {
        "about": _("Say what your organisation does."),
        "intention": _("Say what you want to commit to."),
        "speaks_for_it": _("Confirm that you may speak for the organisation."),
        "agrees_to_publish": _("Commitments are published; agree to it, or withdraw the application."),
        "read_privacy": _("Confirm that you have read what happens to personal data."),
    }
    return {name: sentence for name, sentence in needed.items() if not getattr(row, name)}


def _refuse_incomplete(row: Application) -> None:
    lacking = missing_from(row)
    if lacking:
        raise Refusal("incomplete", _("Something is still missing."), " ".join(lacking.values()))
    if row.identifier:
        RegistryIdentifier.parse(row.identifier)
    if row.sub_category and not framework.facts().knows("sub_categories", row.sub_category):
        raise Refusal("sub-category-unknown", _("This sub-category is not on the list."), _("Choose one of the list."))


def _check(told: Signal, facts: Facts) -> None:
    if not told.name.strip():
        raise Refusal("name-missing", _("The organisation's name is missing."), _("Write the name it goes by."))
    if not facts.knows("categories", told.category):
        raise Refusal("category-unknown", _("This category is not on the list."), _("Choose one of the list."))
    if bool(told.country) == told.international:
        raise Refusal(
            "country-or-international",
            _("An organisation has one country, or belongs to none."),
            _("Choose its country, or say that it is international."),
        )
    if told.country and not facts.knows("countries", told.country):
        raise Refusal("country-unknown", _("This country is not on the list."), _("Choose one of the list."))
    if not set(told.themes) <= set(facts.tracks):
        raise Refusal("theme-unknown", _("A theme is not on the list."), _("Choose from the list."))


def _decide(row: Application, move: str, reason: str, actor: str, at: datetime) -> None:
    workflow.move(states.APPLICATION, row, move, at=at)
    _end_question(row, at)
    row.decided_at, row.decided_by, row.reason = at, actor, reason.strip()
    row.save(update_fields=["decided_at", "decided_by", "reason"])


def _end_question(row: Application, at: datetime) -> None:
    """An open question ends with the application: a clock that stood still shows where it stopped."""
    row.questions.filter(answered_at=None).update(answered_at=at)


def _registration(row: Application, at: datetime) -> Registration:
    return Registration(
        name=row.name,
        category=row.category,
        sub_category=row.sub_category,
        country=row.country,
        international=row.international,
        identifiers=(row.identifier,) if row.identifier else (),
        website=row.website,
        joined_on=at.date(),
        origin="maker",
    )


def _joined(existing: Organisation, at: datetime) -> Organisation:
    """An organisation that was only told of has joined now; one that had joined before keeps its day."""
    row = Organisation.objects.select_for_update().get(pk=existing.pk)
    if row.joined_on is None:
        row.joined_on, row.recorded_at = at.date(), at
        row.save(update_fields=["joined_on", "recorded_at"])
    return row


def _refuse_wordless(text: str) -> None:
    if not text.strip():
        raise Refusal("reason-missing", _("The applicant needs words."), _("Write a sentence they can act on."))


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


def _applicant(row: Application) -> str:
    return row.contact.reference if row.contact else ""


def _tell(row: Application, kind: str, at: datetime, part: str = "") -> None:
    """Queues a letter to the contact, unless the contact was erased meanwhile."""
    person: Person | None = row.contact
    if person is not None:
        key = ":".join(filter(None, [kind, str(row.pk), part]))
        enqueue(kind=kind, person=person, key=key, subject=f"application:{row.pk}", language=row.language, at=at)


def _journal(name: str, row: Application, actor: str, at: datetime, details: Sequence[object], *others: Organisation) -> None:
    subjects: Iterable[tuple[str, int]] = [("application", row.pk), *(("organisation", one.pk) for one in others)]
    journal.append(command=name, actor=actor, at=at, subjects=subjects, details=list(details))
