"""What the pages of joining show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avow.accounts.actors import Actor
from avow.framework import queries as framework
from avow.framework.labels import label, labelled, labels
from avow.framework.models import Window
from avow.organisations.joining import access, commands, queries, states
from avow.organisations.joining.clocks import Due, Standard, due_of
from avow.organisations.models import Application, ApplicationQuestion
from avow.ui.frames import LANGUAGES
from avow.ui.lists import Filter, Listing, ListOf, Order, Text, listed

STATE_NAMES: Mapping[str, Text] = {
    states.OPEN: gettext_lazy("being written"),
    states.SUBMITTED: gettext_lazy("waiting for a decision"),
    states.ASKED: gettext_lazy("waiting for the applicant"),
    states.ACCEPTED: gettext_lazy("accepted"),
    states.DECLINED: gettext_lazy("declined"),
    states.WITHDRAWN: gettext_lazy("withdrawn"),
}
WHY: Mapping[str, Text] = {
    "identifier": gettext_lazy("the same number in a register"),
    "name": gettext_lazy("the same name"),
    "like": gettext_lazy("nearly the same name"),
}


@dataclass(frozen=True, slots=True)
class Joining:
    """The public form. ``opens`` is the window commitments can be submitted in, now or next; ``days`` the time to an answer."""

    days: int
    window: Window | None
    window_open: bool
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Own:
    """An application as its writer sees it."""

    row: Application
    part: str
    state: str
    said: str
    category: str
    place: str
    themes: Sequence[str]
    due: Due | None
    question: ApplicationQuestion | None
    editable: bool
    withdrawable: bool
    missing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One application of the desk's list."""

    href: str
    title: str
    reference: str
    category: str
    place: str
    state: str
    said: str
    due: Due | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Applications:
    listing: Listing[Application]
    lines: Sequence[Line]
    now: datetime


@dataclass(frozen=True, slots=True)
class Similar:
    reference: str
    name: str
    place: str
    why: Text


@dataclass(frozen=True, slots=True)
class Whole:
    """One application as the secretariat sees it."""

    row: Application
    state: str
    said: str
    category: str
    sub_category: str
    place: str
    themes: Sequence[str]
    language: str
    due: Due | None
    questions: Sequence[ApplicationQuestion]
    similar: Sequence[Similar]
    may_decide: bool
    zone: ZoneInfo
    now: datetime


def joining(at: datetime) -> Joining:
    standard = Standard.in_force()
    opened = framework.open_window(at)
    return Joining(standard.days, opened or framework.next_window(at), opened is not None, standard.zone)


def own(row: Application, part: str) -> Own:
    questions = list(row.questions.order_by("pk"))
    editable = row.state in (states.OPEN, states.ASKED)
    return Own(
        row=row,
        part=part,
        state=row.state,
        said=str(STATE_NAMES[row.state]),
        category=label("categories", row.category),
        place=_place(row),
        themes=labelled("themes", row.themes),
        due=due_of(row, Standard.in_force(), questions),
        question=next((one for one in questions if one.answered_at is None), None),
        editable=editable,
        withdrawable=row.state in (states.OPEN, *states.WAITING),
        missing=commands.missing_from(row) if row.state == states.OPEN else {},
    )


def applications(actor: Actor, asked: QueryDict, at: datetime) -> Applications:
    """The desk's list, the longest waiting first. Three statements and the framework's."""
    rows = access.visible_to(actor).prefetch_related(Prefetch("questions", ApplicationQuestion.objects.order_by("pk")))
    listing = listed(rows, asked, _LIST)
    standard = Standard.in_force()
    categories, countries = labels("categories"), labels("countries")
    lines = [
        Line(
            href=reverse("application", args=[row.pk]),
            title=row.name,
            reference=row.reference or "",
            category=categories.get(row.category, row.category),
            place=countries.get(row.country, "") or _("international"),
            state=row.state,
            said=str(STATE_NAMES[row.state]),
            due=None if row.state in states.DECIDED else due_of(row, standard, row.questions.all()),
            at=row.decided_at or row.submitted_at or row.signalled_at,
        )
        for row in listing.rows
    ]
    return Applications(listing, lines, at)


def whole(actor: Actor, row: Application, at: datetime) -> Whole:
    questions, standard = list(row.questions.order_by("pk")), Standard.in_force()
    waiting = row.state in states.WAITING
    return Whole(
        row=row,
        state=row.state,
        said=str(STATE_NAMES[row.state]),
        category=label("categories", row.category),
        sub_category=label("sub_categories", row.sub_category) if row.sub_category else "",
        place=_place(row),
        themes=labelled("themes", row.themes),
        language=str(LANGUAGES.get(row.language, row.language)),
        due=due_of(row, standard, questions),
        questions=questions,
        similar=similar(row) if waiting else (),
        may_decide=waiting and bool(access.may(actor, "accept")),
        zone=standard.zone,
        now=at,
    )


def similar(row: Application) -> list[Similar]:
    """Organisations it may be about, with why."""
    return [
        Similar(one.organisation.reference, one.organisation.name, _place(one.organisation), WHY[one.why])
        for one in queries.namesakes(row)
    ]


def _place(row: object) -> str:
    country = getattr(row, "country", "")
    return label("countries", country) if country else _("international")


def _narrow(field: str) -> Callable[[QuerySet[Application], str], QuerySet[Application]]:
    return lambda rows, value: rows.filter(**{field: value})


def _by_words(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    return rows.filter(Q(name__icontains=words) | Q(reference__iexact=words))


_LIST: ListOf[Application] = ListOf(
    filters=(
        Filter("state", gettext_lazy("State"), lambda: STATE_NAMES, _narrow("state")),
        Filter("category", gettext_lazy("Category"), lambda: labels("categories"), _narrow("category")),
        Filter("country", gettext_lazy("Country"), lambda: labels("countries"), _narrow("country")),
        Filter("language", gettext_lazy("Language"), lambda: LANGUAGES, _narrow("language")),
    ),
    orders=(
        Order("waiting", gettext_lazy("longest waiting"), ("decided_at", "submitted_at", "pk")),
        Order("newest", gettext_lazy("newest"), ("-signalled_at", "-pk")),
        Order("name", gettext_lazy("name"), ("name", "pk")),
    ),
    search=_by_words,
    search_label=gettext_lazy("Name or reference"),
)
