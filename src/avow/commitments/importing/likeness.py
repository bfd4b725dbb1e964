"""Near-duplicates and contradicting amounts among the commitments of one owner: warnings, for people to judge."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from avow.base.refusals import Finding
from avow.commitments.importing.recorded import Title
from avow.commitments.importing.rows import ToldCommitment
from avow.organisations.importing.index import Known
from avow.sheets.likeness import LIKE, NearTexts, contradiction
from avow.sheets.report import finding

_MANY = 9  # amounts of one owner among which parts of a total are looked for
_PART = re.compile(
    r"\b(?:part of (?:an?|the|its|their) (?:existing|wider|larger|overall|earlier)|within (?:an?|the|its) (?:existing|larger)"
    r"|une partie (?:de l|d'un|du)|parte de (?:un|una|la|el))\b",
    re.IGNORECASE,
)


class Likenesses:
    """Titles and amounts told so far, by owner. What the desk holds is added when an owner is first met."""

    def __init__(self) -> None:
        self._near: dict[Known, NearTexts] = defaultdict(lambda: NearTexts(LIKE))
        self._titles: dict[Known, dict[str, tuple[str, Title]]] = defaultdict(dict)
        self._amounts: dict[tuple[Known, str], list[tuple[int, Decimal]]] = defaultdict(list)

    def knows(self, owner: Known) -> bool:
        return owner in self._titles

    def add_recorded(self, owner: Known, titles: Iterable[Title]) -> None:
        for title in titles:
            self._add(owner, title.key or title.reference, title, title.reference)
        self._titles[owner]

    def _add(self, owner: Known, key: str, title: Title, place: str) -> None:
        if key not in self._titles[owner]:
            self._titles[owner][key] = (place, title)
            self._near[owner].add(key, title.title)

    def check(self, owner: Known, told: ToldCommitment) -> tuple[list[Finding], list[str]]:
        """Findings about one row, and the codes that stay with its commitment."""
        amounts = tuple(told.content.pledged().items())
        findings, codes = [], []
        like = self._near[owner].like(told.content.title, besides=told.key)
        if like and not (told.reference and told.reference == self._titles[owner][like.key][1].reference):
            place, other = self._titles[owner][like.key]
            findings.append(
                finding(
                    told.row,
                    "title",
                    told.content.title,
                    "duplicate-suspected",
                    f"It reads nearly like ({like.score} of 100) {other.title!r} of the same maker ({place}).",
                    "If both are one promise, remove one of them.",
                )
            )
            codes.append("duplicate-suspected")
            for text in _contradictions(amounts, other.amounts):
                findings.append(
                    finding(
                        told.row,
                        "amount",
                        _written(amounts),
                        "contradicting-amount",
                        f"{place} tells {_written(other.amounts)} for what seems the same promise: {text}.",
                        "Check both sources.",
                    )
                )
                codes.append("contradicting-amount")
        if _PART.search(told.content.description) and amounts:
            findings.append(
                finding(
                    told.row,
                    "amount",
                    _written(amounts),
                    "possible-part",
                    "Its text says that the money is part of another pledge, so the two must not be added up.",
                    "Say at which commitment it is counted (netted_at).",
                )
            )
        self._add(owner, told.key, Title("", told.key, told.content.title, amounts), f"row {told.row}")
        for currency, amount in amounts:
            self._amounts[owner, currency].append((told.row, amount))
        return findings, list(dict.fromkeys(codes))

    def totals(self) -> Iterator[Finding]:
        """Amounts that equal the sum of two or more others of the same owner: a total told beside its parts."""
        for (owner, currency), told in self._amounts.items():
            if 3 <= len(told) <= _MANY:
                yield from _totals(owner, currency, told)


def _totals(owner: Known, currency: str, told: Sequence[tuple[int, Decimal]]) -> Iterator[Finding]:
    for row, total in told:
        others = [one for one in told if one[0] != row and one[1] < total]
        for size in range(2, len(others) + 1):
            for parts in combinations(others, size):
                if sum(amount for _, amount in parts) == total:
                    rows = ", ".join(str(number) for number, _ in parts)
                    yield finding(
                        row, "amount", f"{total:f} {currency}", "possible-total",
                        f"{owner.entry.name}: it is exactly the sum of rows {rows}, as when a total is told beside its parts.",
                        "Check whether the money would be counted twice.",
                    )  # fmt: skip
                    return


def _contradictions(first: Sequence[tuple[str, Decimal]], second: Sequence[tuple[str, Decimal]]) -> Iterator[str]:
    theirs = dict(second)
    for currency, amount in first:
        if currency in theirs and (text := contradiction(amount, theirs[currency])):
            yield text


def _written(amounts: Iterable[tuple[str, Decimal]]) -> str:
    return ", ".join(f"{amount:,f} {currency}".rstrip() for currency, amount in amounts) or "no amount"
