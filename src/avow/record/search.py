"""Finding: from filters and words to sets of rows, and from a set to a page of it in any order."""

from __future__ import annotations

import heapq
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from avow.base.columns import Column
from avow.base.refusals import Refusal
from avow.record import bits
from avow.record.families import MAKER, Family, Reading, Row, Told, as_record
from avow.record.shards import Shard
from avow.record.stems import Term, asked, words

V = TypeVar("V")
Sets = tuple[int, ...]  # one set for each shard
COUNTED = 10_000  # hits of a phrase that are looked at one by one; beyond, the count is "10,000+"
DEEPEST = 10_000  # the last hit a page may reach; whoever wants all takes the CSV
_FEW = 16  # less than one in so many rows of a shard are put in order one by one


@dataclass(frozen=True)
class Filters:
    """What to narrow by: any of the codes inside one facet, all facets together, and words.

    A code ``""`` asks for rows where nothing was told. ``language`` limits stemming to one language.
    """

    words: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = ""

    @property
    def told(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The facets that narrow, in one spelling, so that equal filters are found again."""
        return tuple(sorted((name, tuple(sorted(set(codes)))) for name, codes in self.values.items() if codes))

    @property
    def identity(self) -> tuple[Hashable, ...]:
        return " ".join(self.words.split()), self.told, self.language


@dataclass(frozen=True)
class Hits:
    """One page of what was found. ``capped``: there are at least ``count`` hits."""

    count: int
    capped: bool
    rows: list[dict[str, Any]]


class Kept(Generic[V]):
    """The last answers, so that asking again costs nothing. Bounded, and safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable, answer: Callable[[], V]) -> V:
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        found = answer()
        with self._lock:
            self._answers[question] = found
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return found


class Finder:
    """One family of one release as it may be shown: hidden rows are taken out beneath everything that asks here.

    ``hidden`` are opaque keys of withheld rows; ``touched`` are the references of roots some of whose other rows are.
    """

    def __init__(self, family: Family, shards: Sequence[Shard], hidden: frozenset[str], touched: Iterable[str]) -> None:
        self.family, self.shards, self.hidden = family, tuple(shards), hidden
        self._reading = Reading(family)
        gone = [bits.of(shard.holding(hidden).values(), shard.size) if hidden else 0 for shard in self.shards]
        self.visible: Sets = tuple(shard.everything & ~out for shard, out in zip(self.shards, gone, strict=True))
        self.touched = self._partly(touched)
        self._sets: Kept[Sets] = Kept(64)
        self._worded: Kept[tuple[Sets, bool]] = Kept(32)

    def _partly(self, references: Iterable[str]) -> list[dict[int, Told]]:
        """Roots that stay visible while some of their rows are hidden, without those rows, by shard and position."""
        found: list[dict[int, Told]] = [{} for _ in self.shards]
        for reference in references:
            at = self.locate(reference)
            if at:
                found[at[0]][at[1]] = self.shards[at[0]].told(at[1]).without(self.hidden)
        return found

    # sets -----------------------------------------------------------------------------------------------------------

    def select(self, filters: Filters, skip: str = "") -> tuple[Sets, bool]:
        """The rows that pass, the facet ``skip`` left aside; and whether a phrase had too many candidates to check all."""
        found = self.visible
        for name, codes in filters.told:
            if name not in self.family.filters:
                raise _unknown("filter", name, self.family.filters)
            if name != skip:
                found = _meet(found, self.coded(name, codes))
        if not filters.words.strip():
            return found, False
        matched, capped = self._worded.get(
            (filters.words, filters.language), lambda: self._match(asked(filters.words, filters.language))
        )
        return _meet(found, matched), capped

    def coded(self, name: str, codes: tuple[str, ...]) -> Sets:
        """The rows holding any of the codes of a facet."""
        if name in self.family.counted:
            return tuple(_any(shard.facet(name), codes) for shard in self.shards)
        return self._sets.get((name, codes), lambda: self._looked_up(name, codes))

    def _looked_up(self, name: str, codes: tuple[str, ...]) -> Sets:
        found = [shard.coded(name, codes) for shard in self.shards]
        if name == MAKER:
            for at, touched in enumerate(self.touched):
                for position, told in touched.items():
                    found[at] = _set(found[at], position, any(code in self._reading.makers(told) for code in codes))
        return tuple(found)

    def _match(self, terms: tuple[Term, ...]) -> tuple[Sets, bool]:
        found = self.visible
        for term in terms:
            found = tuple(
                bits_ and bits_ & shard.worded(term.tokens, term.prefix)
                for shard, bits_ in zip(self.shards, found, strict=True)
            )
        changed = [self._rematched(at, set_, terms) for at, set_ in enumerate(found)]
        phrases = [term.phrase for term in terms if term.phrase]
        return self._in_text(tuple(changed), phrases) if phrases else (tuple(changed), False)

    def _rematched(self, at: int, found: int, terms: Sequence[Term]) -> int:
        for position, told in self.touched[at].items():
            if self.visible[at] >> position & 1:
                tokens = self._reading.tokens(told)
                found = _set(found, position, all(term.met_by(tokens) for term in terms))
        return found

    def _in_text(self, candidates: Sets, phrases: Sequence[tuple[str, ...]]) -> tuple[Sets, bool]:
        """The newest candidates whose text really holds the phrases, word by word; whether older ones were left unread."""
        left, kept = COUNTED, [0] * len(candidates)
        for at in range(len(candidates) - 1, -1, -1):
            places = bits.positions(candidates[at])[::-1][:left]
            left -= len(places)
            holding = [place for place in places if self._says(at, place, phrases)]
            kept[at] = bits.of(holding, self.shards[at].size)
        return tuple(kept), sum(map(int.bit_count, candidates)) > COUNTED

    def _says(self, at: int, position: int, phrases: Sequence[tuple[str, ...]]) -> bool:
        texts = [f" {' '.join(words(text))} " for text in self._reading.texts(self.told(at, position))]
        return all(any(f" {' '.join(phrase)} " in text for text in texts) for phrase in phrases)

    # rows -----------------------------------------------------------------------------------------------------------

    def locate(self, reference: str) -> tuple[int, int] | None:
        """Shard and position of a root that may be shown."""
        for at, shard in enumerate(self.shards):
            position = shard.position(reference)
            if position is not None:
                return (at, position) if self.visible[at] >> position & 1 else None
        return None

    def told(self, at: int, position: int) -> Told:
        """A root with the rows of it that may be shown."""
        return self.touched[at].get(position) or self.shards[at].told(position)

    def lines(self, chosen: Sets) -> Iterator[bytes]:
        """The lines of CSV of a set, in the order of references, some hundred at a time."""
        for shard, members in zip(self.shards, chosen, strict=True):
            if members:
                yield from shard.lines(members)

    def search(self, filters: Filters, sort: str, page: int, size: int) -> Hits:
        """A page of the hits. ``sort`` is a declared sort column, ``-`` before it for the largest first."""
        chosen, capped = self.select(filters)
        column, descending = self._column(sort)
        first, last = max(page - 1, 0) * size, min(max(page, 1) * size, DEEPEST)
        rows: Iterable[Row] = ()
        if first < last:
            in_order = self._by_reference if column.name == self.family.table.root else self._by_column
            rows = in_order(chosen, column, descending, first, last)
        return Hits(sum(map(int.bit_count, chosen)), capped, [as_record(self.family.table, row) for row in rows])

    def _column(self, sort: str) -> tuple[Column, bool]:
        if not sort:
            return self.family.table[self.family.table.root], True
        name = sort.removeprefix("-")
        for column in self.family.sorts:
            if column.name == name:
                return column, sort.startswith("-")
        raise _unknown("order", name, [column.name for column in self.family.sorts])

    def _by_reference(self, chosen: Sets, _column: Column, descending: bool, first: int, last: int) -> Iterator[Row]:
        """Shards and positions stand in this order already: whole shards before the page are skipped by their count."""
        order = range(len(chosen) - 1, -1, -1) if descending else range(len(chosen))
        passed = 0
        for at in order:
            count = chosen[at].bit_count()
            if passed + count > first and passed < last:
                places = bits.positions(chosen[at])
                if descending:
                    places.reverse()
                yield from self.shards[at].rows(places[max(first - passed, 0) : last - passed])
            passed += count

    def _by_column(self, chosen: Sets, column: Column, descending: bool, first: int, last: int) -> Iterator[Row]:
        """Merges the shards' own orders, reading no more rows than the page reaches; those without a value come last."""
        told, untold = [], []
        for at, members in enumerate(chosen):
            if members:
                with_value, without = self._in_shard(at, members, column, descending)
                told.append(with_value)
                untold.append(without)
        merged = heapq.merge(*told, key=lambda pair: pair[0], reverse=descending)
        passed = 0
        for _, row in merged:
            if passed >= first:
                yield row
            passed += 1
            if passed >= last:
                return
        for at, places in reversed(untold):
            for place in places:
                if passed >= first:
                    yield self.shards[at].row(place)
                passed += 1
                if passed >= last:
                    return

    def _in_shard(
        self, at: int, members: int, column: Column, descending: bool
    ) -> tuple[Iterator[tuple[Any, Row]], tuple[int, Iterable[int]]]:
        shard = self.shards[at]
        with_value, without = (_few_in_order if members.bit_count() * _FEW < shard.size else _many_in_order)(
            shard, members, column.name, descending
        )
        keyed = ((self._reading.sort_key(row, column), row) for row in map(shard.row, with_value))
        return keyed, (at, without)


def _many_in_order(shard: Shard, members: int, name: str, descending: bool) -> tuple[Iterable[int], Iterable[int]]:
    """Members with a value, and those without, in the order of a column. Goes through the order no further than is asked."""
    told, positions = shard.order(name)
    chosen = bits.selector(members, shard.size)
    order = range(told - 1, -1, -1) if descending else range(told)
    with_value = (positions[place] for place in order if chosen[positions[place]] == 49)
    return with_value, (place for place in reversed(positions[told:]) if chosen[place] == 49)


def _few_in_order(shard: Shard, members: int, name: str, descending: bool) -> tuple[Iterable[int], Iterable[int]]:
    """The same where going through the order would mostly find others."""
    told, positions = shard.order(name)
    ranked = sorted(map(shard.ranks(name).__getitem__, bits.positions(members)))
    cut = bisect_left(ranked, told)
    with_value = [positions[rank] for rank in ranked[:cut]]
    return with_value[::-1] if descending else with_value, [positions[rank] for rank in reversed(ranked[cut:])]


def _unknown(kind: str, name: str, known: Iterable[str]) -> Refusal:
    return Refusal(f"unknown-{kind}", f"There is no {kind} named {name[:60]!r}.", f"Use one of: {', '.join(known)}.")


def _meet(one: Sets, other: Sets) -> Sets:
    return tuple(a & b for a, b in zip(one, other, strict=True))


def _any(members: Mapping[str, int], codes: Iterable[str]) -> int:
    union = 0
    for code in codes:
        union |= members.get(code, 0)
    return union


def _set(members: int, position: int, value: bool) -> int:
    return members | 1 << position if value else members & ~(1 << position)
