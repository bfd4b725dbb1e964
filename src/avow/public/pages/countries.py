"""Countries. Where a commitment is carried out and where its maker is based are two counts that never stand for each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from avow.public.asked import Asked, NotHere
from avow.public.labels import Theme
from avow.public.pages.counted import from_sources
from avow.public.pages.registry import Item, item_of
from avow.record.reading import Filters

SHOWN = 8


@dataclass(frozen=True)
class CountryLine:
    code: str
    name: str
    here: int  # carried out here
    made: int  # made by makers based here

    @property
    def bare(self) -> bool:
        return not self.here and not self.made


@dataclass(frozen=True)
class RegionPart:
    code: str
    name: str
    countries: tuple[CountryLine, ...]

    @property
    def lines(self) -> tuple[CountryLine, ...]:
        return tuple(country for country in self.countries if not country.bare)

    @property
    def bare(self) -> tuple[CountryLine, ...]:
        """Where nothing is promised, and from where nothing is."""
        return tuple(country for country in self.countries if country.bare)


@dataclass(frozen=True)
class Countries:
    regions: tuple[RegionPart, ...]
    placed: int  # commitments that name at least one country
    unplaced: int

    @property
    def lines(self) -> tuple[CountryLine, ...]:
        return tuple(line for region in self.regions for line in region.countries)

    @property
    def with_some(self) -> int:
        return sum(1 for line in self.lines if line.here)


@dataclass(frozen=True)
class ThemeHere:
    theme: Theme
    here: int
    made: int


@dataclass(frozen=True)
class Country:
    line: CountryLine
    region: str
    here: tuple[Item, ...]
    made: tuple[Item, ...]
    themes: tuple[ThemeHere, ...]
    organisations: int
    here_told: str  # how many are known only from public sources, in words
    made_told: str

    @property
    def bare_themes(self) -> tuple[ThemeHere, ...]:
        return tuple(line for line in self.themes if not line.here)


def countries_page(asked: Asked) -> Countries:
    here, made = counts(asked)
    labels, grouped = asked.labels, dict[str, list[CountryLine]]()
    for code, entry in labels.entries("countries").items():
        grouped.setdefault(entry.group, []).append(CountryLine(code, entry.name, here.get(code, 0), made.get(code, 0)))
    placed, every = asked.release.rows("select count(*) filter (len(countries) > 0), count(*) from commitments")[0]
    regions = (
        RegionPart(region, labels.name("regions", region), tuple(sorted(lines, key=lambda line: line.name)))
        for region, lines in grouped.items()
    )
    ordered = sorted(regions, key=lambda region: (not region.name, region.name))  # what belongs to no region comes last
    return Countries(tuple(ordered), placed, every - placed)


def country_page(asked: Asked, code: str) -> Country:
    labels, release = asked.labels, asked.release
    entry = labels.entries("countries").get(code)
    if entry is None:
        raise NotHere("country", code)
    carried_out, based = Filters(values={"countries": (code,)}), Filters(values={"maker_country": (code,)})
    here = release.search(carried_out, sort="", page=1, size=SHOWN)
    made = release.search(based, sort="", page=1, size=SHOWN)
    organisations = release.rows("select count(*) from organisations where country = ?", [code])[0][0]
    here_told, made_told = release.rows(
        "select count(*) filter (list_contains(countries, ?)), count(*) filter (maker_country = ?) "
        "from commitments where origin = 'public-source'",
        [code, code],
    )[0]
    return Country(
        line=CountryLine(code, entry.name, here.count, made.count),
        region=labels.name("regions", entry.group),
        here=tuple(item_of(asked, row) for row in here.rows),
        made=tuple(item_of(asked, row) for row in made.rows),
        themes=_themes(asked, code),
        organisations=organisations,
        here_told=from_sources(here_told, asked.language),
        made_told=from_sources(made_told, asked.language),
    )


def counts(asked: Asked) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Commitments by country: carried out there, and made by makers based there."""
    here = asked.release.rows("select code, count(*) from (select unnest(countries) as code from commitments) group by 1")
    made = asked.release.rows("select maker_country, count(*) from commitments where maker_country is not null group by 1")
    return dict(here), dict(made)


def _themes(asked: Asked, code: str) -> tuple[ThemeHere, ...]:
    rows = asked.release.rows(
        "select theme, count(*) filter (list_contains(countries, ?)), count(*) filter (maker_country = ?) "
        "from (select unnest(themes) as theme, countries, maker_country from commitments) group by 1",
        [code, code],
    )
    held = {theme: (here, made) for theme, here, made in rows}
    return tuple(ThemeHere(theme, *held.get(theme.code, (0, 0))) for theme in asked.labels.themes.values())
