"""``{% load ui %}``: the components and formats inside templates. Each tag takes what the function of its name takes."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString

from avow.base.dates import PartialDate
from avow.ui import formatting
from avow.ui.components import charting, clocks, facets, fields, figures, history, passages, scores, status, tables, targets

register = template.Library()

for component in (
    status.badge, status.tag, status.unconfirmed, status.said,
    figures.figure, figures.figures, figures.meter,
    facets.facet, facets.facets, facets.chosen,
    tables.data_table, tables.money_table,
    passages.crumbs, passages.facts, passages.notice, passages.told_by, passages.release_line, passages.warnings,
    passages.downloads, passages.search, passages.pages, passages.blank,
    history.versions, history.difference, history.words_changed,
    targets.target, targets.targets, scores.score,
    charting.chart, charting.multiples, charting.tiles, charting.bands_key,
    fields.error_summary, fields.fields, fields.field, clocks.due_clock, clocks.countdown,
):  # fmt: skip
    register.simple_tag(component)


@register.filter
def number(value: formatting.Numeric | None, language: str = "") -> str:
    return formatting.number(value, language)


@register.filter
def percent(value: formatting.Numeric | None, language: str = "") -> str:
    return formatting.percent(value, language)


@register.filter
def compact(value: formatting.Numeric | None, language: str = "") -> str:
    return formatting.compact(value, language)


@register.filter
def usd(value: formatting.Numeric | None, language: str = "") -> str:
    return formatting.money(value, "USD", language)


@register.filter
def usd_compact(value: formatting.Numeric | None, language: str = "") -> str:
    return formatting.money_compact(value, "USD", language)


@register.filter
def signed(value: formatting.Numeric, language: str = "") -> SafeString:
    return formatting.signed_html(value, language)


@register.filter
def reference(value: str) -> SafeString:
    return formatting.reference_html(value)


@register.filter
def as_told(value: PartialDate | date | str | None, language: str = "") -> str:
    return formatting.partial_date(value, language)


@register.filter
def instant(value: datetime, language: str = "") -> str:
    return formatting.instant(value, language)


@register.filter
def in_zone(value: datetime, zone: ZoneInfo) -> str:
    """``{{ due|in_zone:zone }}``: by the clocks of the zone's city."""
    return formatting.instant_in(value, zone)


@register.filter
def listed(value: list[str], language: str = "") -> str:
    return formatting.listed(value, language)


@register.filter
def fit(value: str) -> str:
    """The class of a figure's value, by its length."""
    return figures.fit(value)


@register.filter
def joined(value: list[str], language: str = "") -> str:
    return formatting.joined(value, language)


@register.simple_tag
def comma() -> str:
    """What stands between the entries of a list, in the active language."""
    return formatting.manner().comma


@register.filter
def quoted(value: str, language: str = "") -> str:
    return formatting.quoted(value, language)


@register.filter
def named(value: str, name: str) -> str:
    """``{{ source|named:origin }}``: the name, a colon as the active language sets it, the value."""
    return formatting.named(name, value)


@register.tag
def sheet(parser: Parser, token: Token) -> SheetNode:
    """``{% sheet 2 %}…{% endsheet %}``: filters that open on a phone and stand open on a wide page; 2 are chosen."""
    count = token.split_contents()[1:]
    body = parser.parse(("endsheet",))
    parser.delete_first_token()
    return SheetNode(body, parser.compile_filter(count[0]) if count else None)


class SheetNode(template.Node):
    def __init__(self, body: template.base.NodeList, count: FilterExpression | None) -> None:
        self.body, self.count = body, count

    def render(self, context: template.Context) -> SafeString:
        chosen = self.count.resolve(context) if self.count else 0
        return facets.sheet(self.body.render(context), int(chosen or 0))
