"""Counting: facets, headline figures and cross tables over any set of rows, without a query engine."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import partial
from operator import itemgetter

from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.record import bits
from avow.record.families import Reading
from avow.record.search import Filters, Finder, Kept, Sets

LIVE, NOT_REPORTED, GOING_WELL = "live", "not-reported", ("ahead", "on-track")


@dataclass(frozen=True)
class Headline:
    """The figures above everything else. Units: commitments, organisations, US dollars.

    ``live`` is the base of ``reported`` (a stage was declared) and ``on_track_or_ahead`` (computed from targets).
    ``makers`` counts each organisation once, co-makers included, those merely proposed by a source left out.
    """

    commitments: int = 0
    makers: int = 0
    live: int = 0
    reported: int = 0
    on_track_or_ahead: int = 0
    pledged_usd: Decimal = Decimal(0)
    pledged_net_usd: Decimal = Decimal(0)
    secured_usd: Decimal = Decimal(0)
    secured_net_usd: Decimal = Decimal(0)
    disbursed_usd: Decimal = Decimal(0)
    spent_usd: Decimal = Decimal(0)


FIGURES = tuple(one.name for one in fields(Headline))


@dataclass(frozen=True)
class FacetCounts:
    """``counts[facet][code]``: how many rows a click on the code would show. A facet's own choice does not narrow it.

    Codes with no row are left out unless chosen. ``""`` counts rows where nothing was told. ``partial`` says that a phrase
    had more than 10,000 candidates and only the newest were read. Figures of the headline not asked for are zero.
    """

    total: int
    counts: Mapping[str, Mapping[str, int]]
    headline: Headline
    partial: bool = False


_PLACE = 40  # binary digits that hold any position


class Counting:
    """Counts over one finder's rows."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._lock = threading.Lock()
        self._layout: _MakerLayout | None = None
        self._spread: Kept[int] = Kept(128)

    def facets(self, filters: Filters, names: Sequence[str], figures: Sequence[str]) -> FacetCounts:
        finder = self._finder
        chosen, capped = finder.select(filters)
        own = dict(filters.told)
        counts = {}
        for name in names:
            self._known(name)
            base = finder.select(filters, skip=name)[0] if name in own else chosen
            counts[name] = self._by_code(name, base)
            for code in own.get(name, ()):
                counts[name].setdefault(code, 0)
        return FacetCounts(_count(chosen), counts, self.headline(chosen, filters, figures), capped)

    def crosstab(self, row: str, column: str, filters: Filters) -> dict[tuple[str, str], int]:
        """How many rows hold both codes; a row with several codes of a facet stands in several cells."""
        self._known(row)
        self._known(column)
        chosen, _ = self._finder.select(filters)
        table: dict[tuple[str, str], int] = {}
        for shard, members in zip(self._finder.shards, chosen, strict=True):
            if members:
                across = shard.facet(column)
                for code, held in shard.facet(row).items():
                    both = held & members
                    for other, also in across.items() if both else ():
                        count = (both & also).bit_count()
                        if count:
                            table[code, other] = table.get((code, other), 0) + count
        return table

    def headline(self, chosen: Sets, filters: Filters, figures: Sequence[str]) -> Headline:
        """The figures asked for, over the rows that passed the filters."""
        asked = set(figures)
        found: dict[str, int | Decimal] = {"commitments": _count(chosen)}
        if asked & {"live", "reported", "on_track_or_ahead"}:
            found |= self._standing(chosen)
        if "makers" in asked:
            found["makers"] = self.makers(chosen, filters)
        for column in self._finder.family.sums:
            if column.name in asked:
                found[column.name] = self.total(column.name, chosen)
        return Headline(**found)  # type: ignore[arg-type]

    def total(self, name: str, chosen: Sets) -> Decimal:
        """The exact sum of a money column."""
        cents = 0
        for shard, members in zip(self._finder.shards, chosen, strict=True):
            if members:
                cents += sum(weight * (digit & members).bit_count() for weight, digit in shard.sums(name))
        return Decimal(cents).scaleb(-2)

    def makers(self, chosen: Sets, filters: Filters) -> int:
        """How many organisations make the commitments that passed, each counted once."""
        finder = self._finder
        if not finder.family.has_makers:
            return 0
        with self._lock:
            if self._layout is None:
                self._layout = _MakerLayout(finder)
        layout = self._layout
        if filters.words.strip():
            return layout.distinct(layout.spread(chosen))
        # Spreading a set is the slow part. Those of single codes are kept: filters are made of the same few codes.
        spread = self._spread.get("visible", lambda: layout.spread(finder.visible))
        for name, codes in filters.told:
            union = 0
            for code in codes:
                union |= self._spread.get((name, code), partial(self._spread_code, layout, name, code))
            spread &= union
        return layout.distinct(spread)

    def _spread_code(self, layout: _MakerLayout, name: str, code: str) -> int:
        return layout.spread(self._finder.coded(name, (code,)))

    def _standing(self, chosen: Sets) -> dict[str, int]:
        live = reported = well = 0
        for shard, members in zip(self._finder.shards, chosen, strict=True):
            if members:
                alive = members & shard.facet("standing").get(LIVE, 0)
                stages, bands = shard.facet("stage"), shard.facet("trajectory")
                silent = stages.get(NOT_REPORTED, 0) | stages.get("", 0)
                live += alive.bit_count()
                reported += (alive & ~silent).bit_count()
                well += sum((alive & bands.get(band, 0)).bit_count() for band in GOING_WELL)
        return {"live": live, "reported": reported, "on_track_or_ahead": well}

    def _by_code(self, name: str, chosen: Sets) -> dict[str, int]:
        counts: dict[str, int] = {}
        for shard, members in zip(self._finder.shards, chosen, strict=True):
            if members:
                for code, held in shard.facet(name).items():
                    count = (held & members).bit_count()
                    if count:
                        counts[code] = counts.get(code, 0) + count
        return counts

    def _known(self, name: str) -> None:
        counted = self._finder.family.counted
        if name not in counted:
            raise Refusal("unknown-facet", f"Nothing is counted by {name[:60]!r}.", f"Use one of: {', '.join(counted)}.")


class _MakerLayout:
    """Counts distinct makers of any set in one addition.

    Every pair of a maker and a commitment is one digit, the pairs of a maker side by side below a guard digit. Adding ones
    to all pair digits carries into a maker's guard exactly when one of its commitments is in the set.
    """

    def __init__(self, finder: Finder) -> None:
        pairs: list[int] = []  # the maker's number above the position's: one number sorts as the pair would
        base = 0
        reading = Reading(finder.family)
        for shard, touched in zip(finder.shards, finder.touched, strict=True):
            here = zip(*shard.makers(), strict=True)
            pairs += [maker << _PLACE | base + at for maker, at in here if not touched or at not in touched]
            for at, told in touched.items():
                pairs += [Reference.parse(maker).order << _PLACE | base + at for maker in reading.makers(told)]
            base += shard.size
        pairs.sort()
        self._sizes = [shard.size for shard in finder.shards]
        self._guard_at = base
        places, self._guards = self._laid_out(pairs)
        self._ones = bits.everything(len(places)) ^ self._guards
        self._pick = itemgetter(*places) if pairs else None

    def _laid_out(self, pairs: list[int]) -> tuple[list[int], int]:
        places: list[int] = []
        guards = bytearray()
        last, low = None, (1 << _PLACE) - 1
        for pair in pairs:
            maker = pair >> _PLACE
            if maker != last:
                places.append(self._guard_at)
                guards += b"1"
                last = maker
            places.append(pair & low)
            guards += b"0"
        return places, int(bytes(guards) or b"0", 2)

    def spread(self, chosen: Sets) -> int:
        """The pairs of the commitments in a set."""
        if self._pick is None:
            return 0
        one_by_one = b"".join(bits.selector(members, size) for members, size in zip(chosen, self._sizes, strict=True)) + b"0"
        return int(bytes(self._pick(one_by_one)), 2)

    def distinct(self, spread: int) -> int:
        return ((spread + self._ones) & self._guards).bit_count()


def _count(chosen: Sets) -> int:
    return sum(map(int.bit_count, chosen))
