"""The map page: the drawn map as an image of its own, tiles, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avow.charts import Bands, TileRegion, colour_map, cut
from avow.public.asked import Asked
from avow.public.pages.charts import tile_map
from avow.public.pages.countries import counts
from avow.ui.formatting import number

HERE, MAKERS = "here", "makers"


@dataclass(frozen=True)
class World:
    count: str  # here: carried out there; makers: made by those based there
    image: str
    title: str
    alternative: str
    regions: tuple[TileRegion, ...]
    bands: Bands
    places: int
    disclaimer: str


def world_page(asked: Asked, count: str) -> World:
    count = count if count in (HERE, MAKERS) else HERE
    values = values_of(asked, count)
    title, places = titles()[count], sum(1 for value in values.values() if value)
    regions, bands = tile_map(asked, "tiles", title, values, title)
    image = reverse("map-image", args=[count]) + asked.pinned
    return World(count, image, title, _alternative(count, places, asked.language), regions, bands, places, disclaimer())


def _alternative(count: str, places: int, language: str) -> str:
    """What the drawn map says, for those who do not see it."""
    if count == MAKERS:
        seen = ngettext(
            "World map of where makers are based: %(n)s country or area is shaded.",
            "World map of where makers are based: %(n)s countries and areas are shaded.",
            places,
        )
    else:
        seen = ngettext(
            "World map of where commitments are carried out: %(n)s country or area is shaded.",
            "World map of where commitments are carried out: %(n)s countries and areas are shaded.",
            places,
        )
    return f"{seen % {'n': number(places, language)}} {_('The tiles and the table below say the same in text.')}"


def titles() -> dict[str, str]:
    return {HERE: _("Where commitments are carried out"), MAKERS: _("Where their makers are based")}


def values_of(asked: Asked, count: str) -> Mapping[str, int]:
    here, made = counts(asked)
    return made if count == MAKERS else here


def world_image(asked: Asked, count: str) -> bytes:
    values = values_of(asked, count)
    bands = cut(values.values())
    shades = {code: bands.of(value) for code, value in values.items()}
    return colour_map(shades, titles().get(count, ""), disclaimer())


def disclaimer() -> str:
    return _(
        "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
        "acceptance by the initiative, its host or its members. Lines follow Natural Earth, which draws who governs a place "
        "in fact."
    )
