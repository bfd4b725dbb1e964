"""The page that describes the read API to people."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from avow.public.asked import Asked
from avow.public.selection import parameters
from avow.ui.dictionary import ColumnLine, column_line


@dataclass(frozen=True)
class ApiPage:
    parameters: tuple[tuple[str, ColumnLine], ...]
    base: str
    theme: str  # a code of this release, for the example


def api_page(asked: Asked) -> ApiPage:
    table = asked.release.tables["commitments"]
    return ApiPage(
        parameters=tuple((name, column_line(table[column], asked.language)) for name, column in parameters(table).items()),
        base=settings.PUBLIC_URL or "https://site.example",
        theme=next(iter(asked.labels.themes), ""),
    )
