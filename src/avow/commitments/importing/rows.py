"""One row of a file as a commitment would be admitted, or the findings that keep it out. What a source tells is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from avow.base.refusals import Finding
from avow.commitments import rules
from avow.commitments.content import Content
from avow.commitments.importing.makers import ToldMakers, read_makers
from avow.commitments.importing.pledges import read_pledges, read_targets
from avow.commitments.importing.themes import read_actions
from avow.organisations.importing.cells import Cells
from avow.organisations.importing.rows import is_address, row_key
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import folded, split_items
from avow.sheets.reading import Row

TITLE_LENGTH, URL_LENGTH, SOURCE_LENGTH = 500, 1000, 300
PUBLIC_SOURCE = "public-source"


@dataclass(slots=True)
class ToldCommitment:
    """What a row tells. ``key`` is how the same row is known again; ``named_key`` says the source itself gives one, and
    ``source_named`` that the row names its source, which else is called by its host or by the file."""

    row: int
    content: Content
    makers: ToldMakers
    reference: str = ""
    key: str = ""
    named_key: bool = False
    origin: str = PUBLIC_SOURCE
    source_name: str = ""
    source_url: str = ""
    source_named: bool = False
    window: str = ""
    confirmed_on: date | None = None
    codes: tuple[str, ...] = ()
    warnings: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """What stays the same for all rows of a file."""

    opened: Opened
    source: str
    limits: rules.TermLimits
    themes_of: Mapping[str, str]
    today: date


def read_commitment(reading: Reading, row: Row) -> ToldCommitment:
    """Reads one row. Rules that block a maker mark the row with a warning here, and nothing more."""
    opened = reading.opened
    cells = Cells(opened, row)
    makers = read_makers(cells, opened)
    content = _content(cells, reading, makers)
    origin = cells.code("origin", "origins") or PUBLIC_SOURCE
    url, name = _source(cells)
    told = ToldCommitment(
        row=row.number,
        content=content,
        makers=makers,
        reference=cells["reference"],
        named_key=bool(cells["id"] or cells["reference"]),
        origin=origin,
        source_name=name or host_of(url) or (reading.source if origin == PUBLIC_SOURCE else ""),
        source_url=url,
        source_named=bool(name),
        window=cells.code("window", "windows"),
        confirmed_on=cells.day("confirmed_on"),
        warnings=cells.warnings,
        errors=cells.errors,
    )
    first = makers.makers[0].name or makers.makers[0].reference if makers.makers else ""
    own = cells["id"] or cells["reference"]
    source = url or told.source_name
    told.key = row_key(reading.source, own) if own else row_key("told", folded(first), folded(content.title), source)
    _mark(told, cells, reading)
    return told


def _content(cells: Cells, reading: Reading, makers: ToldMakers) -> Content:
    opened = reading.opened
    start, end = cells.date("start"), cells.date("end")
    joint = cells.flag("joint")
    title = cells.line("title", TITLE_LENGTH)
    if not title:
        cells.refuse("title", "", "title-missing", "The row has no title.", "Say the promise in a line.")
    return Content(
        title=title,
        description=cells["description"],
        language=cells.code("language", "languages") or str(opened.form.get("language") or "en"),
        actions=read_actions(cells, opened, reading.themes_of),
        types=cells.codes("types", "types"),
        scope=cells.code("scope", "scopes") or "unknown",
        countries=cells.codes("countries", "countries"),
        groups=cells.codes("groups", "groups"),
        start=start,
        end=end,
        targets=read_targets(cells),
        pledges=read_pledges(cells, opened, start),
        endorsement_level=cells.code("endorsement_level", "endorsement_levels"),
        endorsed_on=cells.day("endorsed_on"),
        pledge=cells.code("pledge", "pledges") or "unconditional",
        condition=cells["condition"],
        affirmed=cells.flag("affirmed"),
        principles=cells["principles"],
        links=_links(cells),
        joint=joint if joint is not None else len(makers.makers) > 1 or bool(makers.listed),
    )


def _links(cells: Cells) -> tuple[str, ...]:
    links = split_items(cells["links"])
    for link in links:
        if not is_address(link):
            cells.refuse("links", link, "not-an-address", f"{link!r} is not a web address.", "Write it whole, with https://.")
    return tuple(dict.fromkeys(links))


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".") if url else ""


def _source(cells: Cells) -> tuple[str, str]:
    """Address and name of the public source, as told. Text that is no address is kept as the source's name."""
    url, name = cells["source_url"], cells.line("source_name", SOURCE_LENGTH)
    if url and not is_address(url):
        if name or len(url) > SOURCE_LENGTH:
            cells.refuse(
                "source_url", url, "not-an-address", f"{url!r} is not a web address.", "Write it whole, with https://."
            )
        url, name = "", name or " ".join(url.split())[:SOURCE_LENGTH]
    if is_address(name) and not url:
        url, name = name, ""
    if len(url) > URL_LENGTH:
        cells.refuse(
            "source_url", url, "address-too-long", f"The address has more than {URL_LENGTH} characters.", "Shorten it."
        )
    return url, name


def _mark(told: ToldCommitment, cells: Cells, reading: Reading) -> None:
    """Marks what a rule would not allow today: a finding for the report, a code that stays with the commitment."""
    found = rules.check_hard_rules(told.content, reading.limits, confirmed_on=told.confirmed_on or reading.today)
    for one in found:
        if one.code in rules.WARNINGS:
            cells.warn(
                one.column, one.value, one.code, one.reason, "Kept as told." if told.origin == PUBLIC_SOURCE else one.remedy
            )
    codes = [one.code for one in cells.warnings if one.code in rules.WARNINGS]
    told.codes = tuple(dict.fromkeys(codes))
