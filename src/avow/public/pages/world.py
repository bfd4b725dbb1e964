"""The map page: the drawn map as an image of its own, tiles, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from avow.charts import Bands, TileRegion, colour_map, cut
from avow.public.asked import Asked
from avow.public.pages.charts import tile_map
from avow.public.pages.countries import counts

HERE, MAKERS = "here", "makers"


@dataclass(frozen=True)
class World:
    count: str  # here: carried out there; makers: made by those who sit there
    image: str
    title: str
    regions: tuple[TileRegion, ...]
    bands: Bands
    places: int
    most: int


def world_page(asked: Asked, count: str) -> World:
    count = count if count in (HERE, MAKERS) else HERE
    values = values_of(asked, count)
    title = titles()[count]
    regions, bands = tile_map(asked, "tiles", title, values, title)
    image = reverse("map-image", args=[count]) + asked.pinned
    return World(count, image, title, regions, bands, sum(1 for value in values.values() if value), max(values.values(), default=0))


def titles() -> dict[str, str]:
    return {HERE: _("Carried out here"), MAKERS: _("Made by organisations that sit here")}


def values_of(asked: Asked, count: str) -> Mapping[str, int]:
    here, made = counts(asked)
    return made if count == MAKERS else here


def world_image(asked: Asked, count: str) -> bytes:
    values = values_of(asked, count)
    bands = cut(values.values())
    shades = {code: bands.of(value) for code, value in values.items()}
    names = {code: f"{asked.labels.name('countries', code)}: {value}" for code, value in values.items()}
    return colour_map(shades, titles().get(count, ""), names)
