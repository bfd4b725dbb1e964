"""Rows of the commitments themselves: current text, owner, standing as of the day, trajectory, totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from avow.base.references import Reference
from avow.commitments import states
from avow.commitments.disclosure.selecting import View, items, last_day, money, select
from avow.commitments.disclosure.targets import trajectories
from avow.commitments.trajectory import CANNOT_TELL
from avow.framework.facts import Facts
from avow.kernel.reading import instant_sql

Row = tuple[object, ...]

_COLUMNS = """
    c.reference, v.title, v.description, v.language, p.reference, p.name, o.category, o.sub_category, o.country,
    (SELECT count(*) FROM commitments_maker m WHERE m.commitment_id = c.id AND m.role <> 'proposed'),
    v.themes, v.actions, v.types, v.scope, v.countries, v.groups, v.start, v."end", c."window", c."order", v.joint, c.origin,
    c.source_name, c.source_url, c.standing, c.standing_since, NULLIF(c.standing_reason, ''),
    NULLIF(c.standing_said_by, ''), c.stage, c.stage_on, c.trajectory_declared, v.endorsement_level, v.endorsed_on, v.pledge,
    v.condition, v.affirmed, v.principles, c.version, c.change, c.led, NULLIF(c.exemplar, ''), c.confirmed_on, c.pledged_usd,
    c.pledged_net_usd, c.secured_usd, c.secured_net_usd, c.disbursed_usd, c.spent_usd, c.warnings, v.links, {recorded_at}
"""
_JOINS = """
    JOIN commitments_commitmentversion v ON v.commitment_id = c.id AND v.number = c.version
    JOIN organisations_party p ON p.id = c.owner_id
    LEFT JOIN organisations_organisation o ON o.party_ptr_id = c.owner_id
"""
_YEAR = 10**10  # of ``Reference.order``
assert Reference("C", 0, 1).order == _YEAR


def commitment_rows(view: View) -> Iterator[Row]:
    bands = _Following(trajectories(view))
    tracks, standings = _tracks_of(view.facts), _standings_on(view.day)
    for (
        reference, title, description, language, owner, owner_name, category, sub_category, country,
        makers,
        themes, actions, types, scope, countries, groups, start, end, window, order, joint, origin,
        source_name, source_url, written, since, reason, said_by, stage, stage_on, declared, endorsement_level, endorsed_on,
        pledge, condition, affirmed, principles, version, change, led, exemplar, confirmed_on, pledged, pledged_net,
        secured, secured_net, disbursed, spent, warnings, links, recorded_at,
    ) in select(view, _COLUMNS.format(recorded_at=instant_sql("c.recorded_at")), _JOINS):  # fmt: skip
        kinds = items(types)
        standing, standing_on = standings(written, end, since if written != states.LIVE else None)
        yield (
            reference,
            title,
            description or None,
            language or None,
            owner,
            owner_name,
            category or None,
            view.facts.reporting_group(category or "", sub_category or "") or None,
            country or None,
            view.facts.regions.get(country),
            makers,
            tracks(themes),
            items(themes),
            items(actions),
            kinds[0] if kinds else None,
            kinds,
            scope or None,
            items(countries),
            items(groups),
            start,
            end,
            window or None,
            order // _YEAR,
            None,
            joint or makers > 1,
            origin,
            source_name or None,
            source_url or None,
            standing,
            standing_on,
            reason,
            said_by,
            stage,
            stage_on,
            declared or None,
            bands.of(reference) or CANNOT_TELL,
            endorsement_level or None,
            endorsed_on,
            pledge or None,
            condition or None,
            affirmed,
            principles or None,
            version,
            change or None,
            items(led),
            exemplar,
            confirmed_on,
            money(pledged),
            money(pledged_net),
            money(secured),
            money(secured_net),
            money(disbursed),
            money(spent),
            items(warnings),
            items(links),
            recorded_at,
        )


def _tracks_of(facts: Facts) -> Callable[[str], list[str]]:
    @lru_cache(4096)
    def tracks(themes: str) -> list[str]:
        return facts.tracks_of(tuple(items(themes)))

    return tracks


def _standings_on(day: date) -> Callable[[str, str | None, date | None], tuple[str, date | None]]:
    """Standing as of the day, and since when. Asked without a ``since`` for the live ones, most of them share an answer."""

    @lru_cache(4096)
    def standing(written: str, end: str | None, since: date | None) -> tuple[str, date | None]:
        last = last_day(end)
        read = states.standing_on(written, last, day)
        return read, states.standing_since(read, since, last)

    return standing


class _Following:
    """Values that arrive in the same order as the rows they belong to, some rows having none."""

    def __init__(self, pairs: Iterator[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._next = next(pairs, None)

    def of(self, reference: str) -> str | None:
        if self._next is None or self._next[0] != reference:
            return None
        value = self._next[1]
        self._next = next(self._pairs, None)
        return value
