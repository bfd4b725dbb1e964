"""A commitment in the components a page is made of: readings of its status, ledger lines, target lines, versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avow.charts import Chart, Point, line
from avow.public.asked import Asked
from avow.public.pages.commitment import Commitment, Status, VersionLine
from avow.public.pages.money import STAGES, Line, Money
from avow.public.pages.pledges import party_name
from avow.public.pages.targets import TargetLine
from avow.public.shares import share
from avow.ui.components.history import Turn, Version
from avow.ui.components.status import Said
from avow.ui.components.tables import MoneyRow
from avow.ui.components.targets import Target
from avow.ui.formatting import isolated, listed, manner, money, number, partial_date, quoted
from avow.ui.frames import direction


@dataclass(frozen=True)
class MoneyParts:
    stages: tuple[str, ...]
    rows: tuple[MoneyRow, ...]
    gross: tuple[Decimal | None, ...]
    net: tuple[Decimal | None, ...]
    unrated: int


@dataclass(frozen=True)
class TargetPart:
    card: Target
    chart: Chart | None


@dataclass(frozen=True)
class Parts:
    readings: tuple[Said, ...]
    money: MoneyParts | None
    targets: tuple[TargetPart, ...]
    versions: tuple[Version | Turn, ...]
    standing_since: str  # the day, as read; empty while live


def parts_of(asked: Asked, page: Commitment) -> Parts:
    return Parts(
        readings=readings(asked, page.status),
        money=money_parts(asked, page.money) if page.money else None,
        targets=tuple(TargetPart(_card(asked, target), _chart(asked, target)) for target in page.targets),
        versions=history_of(asked, page.row, page.versions),
        standing_since=partial_date(page.row.get("standing_on"), asked.language),
    )


def readings(asked: Asked, status: Status) -> tuple[Said, ...]:
    """What the maker said beside what is computed."""
    language = asked.language
    said_on = partial_date(status.stage_on, language)
    stage = Said(
        _("Stage, said by the maker, %(when)s") % {"when": said_on} if said_on else _("Stage, as the maker says"),
        status.stage,
        status.stage_name,
        _("Nothing has been reported yet.") if status.silent else "",
    )
    declared = Said(
        _("Trajectory, said by the maker"),
        status.declared or "not-reported",
        status.declared_name or _("Nothing said"),
        quoted(status.declared_reason, language) if status.declared_reason else "",
    )
    bands = listed([f"{name} {number(count, language)}" for _code, name, count in status.bands], language)
    note = _("by target: %(bands)s") % {"bands": bands} if len(status.bands) > 1 else ""
    if status.differs and not status.declared_reason:
        note = "; ".join(filter(None, (note, _("the two differ and no reason was given"))))
    computed = Said(
        _("Trajectory, computed"), status.computed or "cannot-tell", status.computed_name or _("Not computed"), note
    )
    return (stage, declared, computed)


def money_parts(asked: Asked, told: Money) -> MoneyParts:
    return MoneyParts(
        stages=asked.labels.names("money_stages", STAGES),
        rows=tuple(_money_row(asked, one) for one in told.lines),
        gross=told.gross,
        net=told.net,
        unrated=told.unrated,
    )


def _money_row(asked: Asked, one: Line) -> MoneyRow:
    labels = asked.labels
    in_told = ", ".join(
        money(amount.amount, amount.currency, asked.language) for amount in one.told if amount.currency != "USD"
    )
    payer, receiver = party_name(asked, one.payer, one.payer_category), party_name(asked, one.receiver, one.receiver_category)
    details = (
        _("told as %(amount)s") % {"amount": in_told} if in_told else "",
        labels.name("instruments", one.instrument) if one.instrument not in ("", "unknown") else "",
        labels.name("novelties", one.novelty) if one.novelty not in ("", "unknown") else "",
        _("paid by %(who)s") % {"who": payer} if payer else "",
        _("to %(who)s") % {"who": receiver} if receiver else "",
    )
    there = one.netted_at and asked.release.find("commitments", one.netted_at)
    href = reverse("commitment", args=[one.netted_at]) + asked.pinned if there else ""
    netted = labels.name("netting_reasons", one.netted_reason) or _("counted at source")
    purpose = one.purpose or (_("Pledge %(n)s") % {"n": one.number} if one.number is not None else _("Not tied to a pledge"))
    return MoneyRow(purpose, one.usd, " · ".join(part for part in details if part), netted if one.netted else "", href)


def _card(asked: Asked, target: TargetLine) -> Target:
    language = asked.language

    def amount(value: Decimal | None) -> str:
        return isolated(f"{number(value, language)} {target.unit}".strip(), language) if value is not None else ""

    latest = target.latest
    reached = target.reached
    return Target(
        number=target.number,
        statement=target.statement,
        band=target.band or "cannot-tell",
        band_word=target.band_name or _("Not computed"),
        baseline=_when(language, _("baseline %(value)s"), amount(target.baseline), partial_date(target.baseline_on, language)),
        latest=_when(language, _("latest %(value)s"), amount(latest.value), partial_date(latest.on, language))
        if latest
        else _("no value reported"),
        target=_when(language, _("target %(value)s"), amount(target.target), partial_date(target.target_on, language)),
        achieved=float(reached) if reached is not None else None,
        expected=_expected(target),
        verification=target.verification,
        note=_reached_note(target, language),
    )


def _reached_note(target: TargetLine, language: str) -> str:
    reached, expected = target.reached, _expected(target)
    if reached is None:
        return ""
    if expected is None:
        return _("%(reached)s of the way reached") % {"reached": share(reached, 1, language)}
    told = {"reached": share(reached, 1, language), "expected": share(Decimal(str(expected)), 1, language)}
    return _("%(reached)s of the way reached; %(expected)s expected by then on a straight path") % told


def _when(language: str, pattern: str, value: str, when: str) -> str:
    told = pattern % {"value": value} if value else ""
    return manner(language).comma.join(filter(None, (told, when)))


def _expected(target: TargetLine) -> float | None:
    """Share of the straight path from baseline to target that was due when the latest value was true; it is judged by that."""
    if (
        target.latest is None
        or target.begins is None
        or target.ends is None
        or target.baseline is None
        or target.target is None
        or target.ends <= target.begins
    ):
        return None
    due = (target.latest.on - target.begins).days / (target.ends - target.begins).days
    return min(1.0, max(0.0, due))


def _chart(asked: Asked, target: TargetLine) -> Chart | None:
    """A line only where values were reported: one dot is said in words above."""
    if not target.values or target.begins is None or target.ends is None or target.baseline is None or target.target is None:
        return None
    language = asked.language
    ends = max(target.begins, target.ends)
    return line(
        f"target-line-{target.number}",
        target.indicator or target.statement,
        baseline=Point(target.begins, target.baseline, partial_date(target.baseline_on or str(target.begins), language)),
        target=Point(ends, target.target, partial_date(target.target_on or str(ends), language)),
        reported=[Point(one.on, one.value, partial_date(one.on, language), one.proof) for one in target.values],
        words=(_("baseline"), _("target"), _("reported")),
        heads=(_("What"), _("When"), target.unit or _("Value")),
        write=lambda value: number(value, language),
        rtl=direction(language) == "rtl",
    )


def history_of(asked: Asked, row: Mapping[str, Any], lines: Sequence[VersionLine]) -> tuple[Version | Turn, ...]:
    """Newest first, with the day it stopped being live among the versions. Older releases do not know that day."""
    since: date | None = row.get("standing_on")
    known = [(told.valid_from, version_of(asked, row["reference"], told)) for told in lines]
    if since is None:
        return tuple(version for _day, version in known)
    later = [version for day, version in known if isinstance(day, date) and day > since]
    turn = Turn(
        row["standing"],
        asked.labels.name("standings", row["standing"]),
        partial_date(since, asked.language),
        row.get("standing_reason") or "",
        _("by its maker") if row["standing"] == "withdrawn" and _said_by_maker(row) else "",
    )
    return (*later, turn, *(version for _day, version in known[len(later) :]))


def _said_by_maker(row: Mapping[str, Any]) -> bool:
    """Whose word it is; older releases do not say, and had the maker's alone."""
    said_by = row.get("standing_said_by")
    return bool(said_by == "maker" if said_by else row["origin"] != "public-source")


def version_of(asked: Asked, reference: str, told: VersionLine) -> Version:
    compared = told.compared.split("..")
    began, over = told.valid_from, told.until
    stood = asked.past_kept and bool(began and over and began < over)  # one that was replaced the same day never stood
    return Version(
        number=told.number,
        when=partial_date(told.valid_from, asked.language),
        said_by=told.said_by,
        reason=told.reason,
        change=told.label,
        word=told.label_name,
        diff_href=reverse("comparison", args=[reference, *map(int, compared)]) + asked.pinned if told.compared else "",
        current=told.current,
        href=reverse("commitment", args=[reference]) + asked.on_day(began) if stood and began else "",
    )


def makers_more(page: Commitment) -> str:
    """“and 2 others”, for the line under the title."""
    more = len(page.partners) - 1
    return ngettext("and %(n)s other", "and %(n)s others", more) % {"n": more} if more > 0 else ""
