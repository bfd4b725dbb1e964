"""The hard rules: what blocks a maker's commitment, and what an import only marks. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avow.base.refusals import Finding
from avow.commitments.content import Content


@dataclass(frozen=True, slots=True)
class TermLimits:
    """Years a commitment may run. ``leader_years`` binds in themes its owner leads; ``ends`` is the framework's last year."""

    min_years: int
    max_years: int
    leader_years: int
    ends: int


def check_hard_rules(
    content: Content,
    limits: TermLimits,
    *,
    confirmed_on: date,
    leads: frozenset[str] = frozenset(),
    excepted: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Every hard rule the content breaks, as full sentences: mandatory fields, dates, terms, shares, amounts.

    ``leads`` are themes the owner leads, ``excepted`` those it holds an exception for. What an import may carry as a warning
    is in ``WARNINGS``; the others only a maker can meet.
    """
    return [
        *_mandatory(content),
        *_dates(content, limits),
        *_term(content, limits, confirmed_on, leads - excepted),
        *_shares(content),
        *_money(content),
    ]


LEADER_TERM = "leader-term-too-short"

WARNINGS = frozenset(
    {
        "amount-without-currency",
        "contradicting-amount",
        "duplicate-suspected",
        "end-after-framework",
        "end-before-start",
        "end-missing",
        "netting-circle",
        "no-rate",
        "no-theme",
        "shares-over-100",
        "start-missing",
        "term-too-long",
        "term-too-short",
        "unlisted-makers",
    }
)


def warnings(content: Content, limits: TermLimits, *, confirmed_on: date) -> tuple[str, ...]:
    """The hard rules an import breaks, as codes of the list ``warnings``: each is kept as told and marked."""
    found = check_hard_rules(content, limits, confirmed_on=confirmed_on)
    return tuple(dict.fromkeys(one.code for one in found if one.code in WARNINGS))


def _mandatory(content: Content) -> Iterator[Finding]:
    if not content.title.strip():
        yield _finding("title", "", "title-missing", _("The commitment has no title."), _("Say the promise in a line."))
    if not content.description.strip():
        yield _finding(
            "description", "", "description-missing", _("The commitment has no description."), _("Say what will be done.")
        )
    if not content.themes:
        yield _finding("themes", "", "no-theme", _("The commitment names no single theme."), _("Choose at least one theme."))
    if not content.types:
        yield _finding("types", "", "type-missing", _("The commitment has no type."), _("Choose its main type."))
    if not content.affirmed:
        yield _finding(
            "affirmed",
            "",
            "affirmation-missing",
            _("The affirmation of shared leadership was not given."),
            _("Read it and give it."),
        )
    if content.pledge == "conditional" and not content.condition.strip():
        yield _finding(
            "condition", "", "condition-missing", _("A conditional pledge names no approval."), _("Name what it depends on.")
        )


def _dates(content: Content, limits: TermLimits) -> Iterator[Finding]:
    start, end = content.start, content.end
    if start is None:
        yield _finding("start", "", "start-missing", _("The commitment has no start."), _("Give at least the year."))
    if end is None:
        yield _finding("end", "", "end-missing", _("The commitment has no end."), _("Give at least the year."))
    elif end.first.year > limits.ends:
        yield _finding(
            "end",
            str(end),
            "end-after-framework",
            _("It ends after the framework, which ends in %(year)d.") % {"year": limits.ends},
            _("Choose an earlier end."),
        )
    if start and end and end.last < start.first:
        yield _finding(
            "end",
            str(end),
            "end-before-start",
            _("It ends before it starts (%(start)s).") % {"start": start},
            _("Check both dates."),
        )


def _term(content: Content, limits: TermLimits, confirmed_on: date, leads: frozenset[str]) -> Iterator[Finding]:
    """Dates of mixed precision are read generously: a term breaks a rule only when every reading of it does."""
    start, end = content.start, content.end
    if start is None or end is None or end.last < start.first:
        return
    if end.last < _years_after(start.first, limits.min_years):
        yield _finding(
            "end",
            str(end),
            "term-too-short",
            ngettext("It runs less than %(years)d year.", "It runs less than %(years)d years.", limits.min_years)
            % {"years": limits.min_years},
            _("Choose a later end or an earlier start."),
        )
    if end.first > _years_after(start.last, limits.max_years):
        yield _finding(
            "end",
            str(end),
            "term-too-long",
            ngettext("It runs more than %(years)d year.", "It runs more than %(years)d years.", limits.max_years)
            % {"years": limits.max_years},
            _("Choose an earlier end or a later start."),
        )
    led = sorted(leads & set(content.themes))
    if led and end.last < _years_after(min(start.last, confirmed_on), limits.leader_years):
        yield _finding(
            "end",
            str(end),
            LEADER_TERM,
            _("Its owner leads %(themes)s and commits there for %(years)d years.")
            % {"themes": ", ".join(led), "years": limits.leader_years},
            _("Choose a later end, or ask the secretariat for an exception."),
        )


def _shares(content: Content) -> Iterator[Finding]:
    shares = [one.share for one in content.actions if one.share is not None]
    if any(share < 0 for share in shares):
        yield _finding("share", "", "share-negative", _("A share is negative."), _("Shares lie between 0 and 100 %."))
    total = sum(shares, Decimal(0))
    if total > 1:
        yield _finding(
            "share",
            str(total),
            "shares-over-100",
            _("Its shares add to %(total)s %%.") % {"total": f"{total * 100:f}"},
            _("Lower them so that they add to 100 % at most."),
        )


def _money(content: Content) -> Iterator[Finding]:
    for pledge in content.pledges:
        if not pledge.amount.is_finite() or pledge.amount < 0:
            yield _finding(
                "amount",
                str(pledge.amount),
                "amount-invalid",
                _("An amount is negative or no number."),
                _("Write a plain number."),
            )
        if not pledge.currency:
            yield _finding(
                "currency",
                "",
                "amount-without-currency",
                _("An amount has no currency."),
                _("Give its ISO 4217 code, such as USD."),
            )


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th. One day is given back: 1 June to 31 May is a year."""
    try:
        later = day.replace(year=day.year + years)
    except ValueError:
        later = day.replace(year=day.year + years, day=28)
    return date.fromordinal(later.toordinal() - 1)


def _finding(column: str, value: str, code: str, reason: str, remedy: str) -> Finding:
    return Finding(None, column, value, code, reason, remedy)
