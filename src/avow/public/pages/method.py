"""How things are counted: the rules behind every number, with the words of the framework in this release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from avow.public.asked import Asked
from avow.public.labels import Entry

LISTS = ("standings", "stages", "trajectories", "changes", "proofs", "origins", "warnings", "netting_reasons")


@dataclass(frozen=True)
class Criterion:
    name: str
    meaning: str
    rules: tuple[tuple[str, str], ...]  # what it looks at, what would improve it


@dataclass(frozen=True)
class Method:
    lists: Mapping[str, tuple[Entry, ...]]
    criteria: tuple[Criterion, ...]
    anchors: tuple[Mapping[str, object], ...]


def method_page(asked: Asked) -> Method:
    labels = asked.labels
    return Method(
        lists={name: tuple(labels.entries(name).values()) for name in LISTS},
        criteria=tuple(
            Criterion(
                labels.of(told.get("name")),
                labels.of(told.get("meaning")),
                tuple((labels.of(rule.get("looks_at")), labels.of(rule.get("improve"))) for rule in told.get("rules", ())),
            )
            for told in labels.pack.get("criteria", ())
        ),
        anchors=tuple(labels.pack.get("anchors", ())),
    )
