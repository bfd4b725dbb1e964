"""One commitment: the promise, who makes it, what was said beside what is computed, targets, money, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere
from avow.public.labels import Action, Theme
from avow.public.pages.makers import Maker, makers_of
from avow.public.pages.money import Money, money_of
from avow.public.pages.strength import Strength, strength_of
from avow.public.pages.targets import TargetLine, targets_of
from avow.record.reading import DayRelease
from avow.ui.formatting import partial_date, term

Row = Mapping[str, Any]
TELLING = ("ahead", "on-track", "behind")  # trajectories that what a maker declares can be held against


@dataclass(frozen=True)
class Serves:
    """A theme, with the action and the share of the money where they were told."""

    theme: Theme | None
    code: str
    action: Action | None
    share: object


@dataclass(frozen=True)
class Place:
    code: str
    name: str


@dataclass(frozen=True)
class VersionLine:
    number: int
    label: str
    label_name: str
    reason: str
    valid_from: date | None
    recorded_at: object
    said_by: str
    current: bool
    compared: str  # "1..2", the address of what changed; empty for the first
    until: date | None = None  # the day the next one took its place


@dataclass(frozen=True)
class Status:
    """The two axes. Said by the maker, and computed; ``differs`` where the two trajectories do not agree."""

    stage: str
    stage_name: str
    stage_on: date | None
    declared: str
    declared_name: str
    declared_reason: str
    computed: str
    computed_name: str
    bands: tuple[tuple[str, str, int], ...]  # code, name, how many targets
    differs: bool
    silent: bool


@dataclass(frozen=True)
class Commitment:
    row: Row
    told_by_source: bool
    main_type: str
    other_types: tuple[str, ...]
    makers: tuple[Maker, ...]
    serves: tuple[Serves, ...]
    share_left: object
    status: Status
    standing: str
    places: tuple[Place, ...]
    groups: tuple[str, ...]
    scope: str
    window: str
    origin: str
    endorsement: str
    pledge: str
    targets: tuple[TargetLine, ...]
    money: Money | None
    strength: Strength | None
    warnings: tuple[tuple[str, str], ...]  # name, meaning
    versions: tuple[VersionLine, ...]
    links: tuple[str, ...]
    term_years: str
    source_href: str

    @property
    def owner(self) -> Maker:
        return self.makers[0]

    @property
    def partners(self) -> tuple[Maker, ...]:
        return tuple(maker for maker in self.makers[1:] if maker.role != "proposed")

    @property
    def proposed(self) -> tuple[Maker, ...]:
        """Named by a source; they have not agreed."""
        return tuple(maker for maker in self.makers[1:] if maker.role == "proposed")


def commitment_row(asked: Asked, reference: str) -> Row:
    row = asked.release.find("commitments", reference)
    if row is None:
        there_now = isinstance(asked.release, DayRelease) and asked.release.base.find("commitments", reference)
        raise NotHere("commitment yet" if there_now else "commitment", reference)
    return row


def commitment_page(asked: Asked, reference: str) -> Commitment:
    row, labels = commitment_row(asked, reference), asked.labels
    types = labels.names("types", row["types"])
    main = labels.name("types", row["main_type"]) or (types[0] if types else "")
    targets = targets_of(asked, row)
    serves = serves_of(asked, reference)
    return Commitment(
        row=row,
        told_by_source=row["origin"] == "public-source",
        main_type=main,
        other_types=tuple(name for name in types if name != main),
        makers=makers_of(asked, row),
        serves=serves,
        share_left=share_left(serves),
        status=_status(asked, row, targets),
        standing=labels.name("standings", row["standing"]),
        places=tuple(Place(code, labels.name("countries", code)) for code in row["countries"] or ()),
        groups=labels.names("groups", row["groups"]),
        scope=labels.name("scopes", row["scope"]),
        window=labels.name("windows", row["window"]),
        origin=labels.name("origins", row["origin"]),
        endorsement=labels.name("endorsement_levels", row["endorsement_level"]),
        pledge=labels.name("pledges", row["pledge"]),
        targets=targets,
        money=money_of(_named_stages(asked, asked.release.rows_of("ledger", reference))),
        strength=strength_of(asked, reference),
        warnings=tuple(_warning(asked, code) for code in row["warnings"] or ()),
        versions=version_lines(asked, reference, row["version"]),
        links=tuple(link for link in row["links"] or () if web_address(link)),
        term_years=term_of(row["start"], row["end"], asked.language),
        source_href=web_address(row["source_url"]),
    )


def term_of(start: str | None, end: str | None, language: str) -> str:
    """From when to when; what was not told is said to be."""
    if start and not end:
        return _("from %(start)s, end not told") % {"start": partial_date(start, language)}
    if end and not start:
        return _("until %(end)s, start not told") % {"end": partial_date(end, language)}
    return term(start, end, language)


def web_address(told: str | None) -> str:
    """A web address that may become a link; anything else is never one."""
    return told if told and told.startswith(("https://", "http://")) else ""


def serves_of(asked: Asked, reference: str) -> tuple[Serves, ...]:
    rows = sorted(asked.release.rows_of("commitment_actions", reference), key=lambda row: int(row["number"]))
    themes, actions = asked.labels.themes, asked.labels.actions
    return tuple(
        Serves(themes.get(row["theme"]), row["theme"] or "", actions.get(row["action"] or ""), row["share"]) for row in rows
    )


def share_left(serves: Sequence[Serves]) -> object:
    """What the told shares leave open, or exceed 1 by; nothing where none is told or they add up."""
    told = [part.share for part in serves if part.share is not None]
    left = 1 - sum(told) if told else 0  # type: ignore[arg-type]
    return left or None


def version_lines(asked: Asked, reference: str, current: int) -> tuple[VersionLine, ...]:
    """Newest first."""
    rows = sorted(asked.release.rows_of("commitment_versions", reference), key=lambda row: int(row["version"]), reverse=True)
    labels = asked.labels
    return tuple(
        VersionLine(
            number=row["version"],
            label=row["label"] or "",
            label_name=labels.name("changes", row["label"]),
            reason=row["reason"] or "",
            valid_from=row["valid_from"],
            recorded_at=row["recorded_at"],
            said_by=labels.name("origins", row["said_by"]),
            current=row["version"] == current,
            compared=f"{rows[at + 1]['version']}..{row['version']}" if at + 1 < len(rows) else "",
            until=row["valid_to"],
        )
        for at, row in enumerate(rows)
    )


def _named_stages(asked: Asked, entries: Sequence[Row]) -> list[Row]:
    return [{**entry, "stage_name": asked.labels.name("money_stages", entry["stage"])} for entry in entries]


def _status(asked: Asked, row: Row, targets: Sequence[TargetLine]) -> Status:
    labels = asked.labels
    said = asked.release.rows_of("stage_declarations", row["reference"])
    last = max(said, key=lambda one: int(one["number"]), default=None)
    declared, computed = row["trajectory_declared"] or "", row["trajectory"] or ""
    bands = [target.band for target in targets if target.band]
    return Status(
        stage=row["stage"] or "not-reported",
        stage_name=labels.name("stages", row["stage"] or "not-reported"),
        stage_on=row["stage_on"],
        declared=declared,
        declared_name=labels.name("trajectories", declared),
        declared_reason=(last["reason"] or "") if last else "",
        computed=computed,
        computed_name=labels.name("trajectories", computed),
        bands=tuple((code, labels.name("trajectories", code), bands.count(code)) for code in dict.fromkeys(bands)),
        differs=bool(declared and computed in TELLING and declared != computed),
        silent=(row["stage"] or "not-reported") == "not-reported",
    )


def _warning(asked: Asked, code: str) -> tuple[str, str]:
    entry = asked.labels.entries("warnings").get(code)
    return (entry.name, entry.meaning) if entry else (code, "")
