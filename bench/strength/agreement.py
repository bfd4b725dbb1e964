"""How far scores agree with two readers, beside how far the readers agree with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.strength.drafts import ITEMS, Draft
from bench.strength.kappa import SCALE, confusion, kappa

Scores = Sequence[Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Quadratic weighted kappas: between the readers, of the scores with each, and with the readers' mean, rounded half up."""

    readers: float
    first: float
    second: float
    consensus: float

    @property
    def mean(self) -> float:
        """Of the scores with one reader and with the other: what stands beside ``readers``."""
        return (self.first + self.second) / 2


def agreement(drafts: Sequence[Draft], scores: Scores, items: Sequence[str]) -> Agreement:
    """Over the items together: each draft and item is one pair."""
    told = [(draft, score, item) for draft, score in zip(drafts, scores, strict=True) for item in items]
    return Agreement(
        readers=kappa([(draft.first[item], draft.second[item]) for draft, _, item in told]),
        first=kappa([(score[item], draft.first[item]) for draft, score, item in told]),
        second=kappa([(score[item], draft.second[item]) for draft, score, item in told]),
        consensus=kappa([(score[item], consensus(draft, item)) for draft, score, item in told]),
    )


def by_item(drafts: Sequence[Draft], scores: Scores) -> dict[str, Agreement]:
    return {item: agreement(drafts, scores, (item,)) for item in ITEMS}


def by_language(drafts: Sequence[Draft], scores: Scores) -> dict[str, Agreement]:
    """Over all items, for the drafts of each language."""
    found = {}
    for language in dict.fromkeys(draft.language for draft in drafts):
        kept = [place for place, draft in enumerate(drafts) if draft.language == language]
        found[language] = agreement([drafts[place] for place in kept], [scores[place] for place in kept], ITEMS)
    return found


def consensus(draft: Draft, item: str) -> int:
    return int(draft.mean(item) + 0.5)


def matrix(drafts: Sequence[Draft], scores: Scores, item: str) -> list[list[int]]:
    """Rows: what the readers' rounded mean says; columns: what the rules say."""
    return confusion([(consensus(draft, item), score[item]) for draft, score in zip(drafts, scores, strict=True)])


def exactly(drafts: Sequence[Draft], scores: Scores, item: str) -> tuple[int, int]:
    """On how many drafts the score is the readers' rounded mean, and on how many it is off by more than one step."""
    gaps = [abs(consensus(draft, item) - score[item]) for draft, score in zip(drafts, scores, strict=True)]
    return gaps.count(0), sum(1 for gap in gaps if gap > 1)


def matrix_lines(counts: Sequence[Sequence[int]]) -> list[str]:
    """A confusion matrix as Markdown."""
    head = ["| readers \\\\ rules | " + " | ".join(map(str, SCALE)) + " |", "|" + "---|" * (len(SCALE) + 1)]
    return head + [f"| {step} | " + " | ".join(map(str, row)) + " |" for step, row in zip(SCALE, counts, strict=True)]
