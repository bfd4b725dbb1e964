"""Invented rows for all published tables, by seed: what the record is measured and tested with.

Built from the real declarations; about ten rows a commitment over all of them. Values are made cheaply, so that making
them does not drown what is measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from avow.base.columns import Table, Type
from avow.commitments.columns import TABLES
from avow.organisations.columns import ORGANISATIONS

ALL = (ORGANISATIONS, *TABLES)
THEMES = ("gbv", "ejr", "srhr", "climate", "tech", "movements")
COUNTRIES = ("KEN", "FRA", "MEX", "FIN", "GEO", "USA", "TUN", "CAN", "ISL", "ZAF", "BRA", "IND", "JOR", "NPL", "SEN", "ESP")
CODES = {
    "language": ("en", "fr", "es", "ru", "ar"),
    "category": ("government", "civil-society", "youth", "private-sector", "philanthropy", "international"),
    "payer_category": ("government", "philanthropy", None),
    "receiver_category": ("civil-society", None),
    "standing": ("live", "live", "live", "ended", "withdrawn"),
    "stage": ("planning", "in-progress", "completed", "not-reported"),
    "trajectory": ("too-early", "ahead", "on-track", "behind", "cannot-tell"),
    "trajectory_declared": ("on-track", "behind", None),
    "origin": ("maker", "secretariat", "public-source"),
    "scope": ("domestic", "global", "unknown"),
    "main_type": ("financial", "advocacy", "policy", "programmatic"),
    "currency": ("USD", "EUR", "KES", "MXN", "CAD"),
    "instrument": ("grant", "loan", "in-kind", "unknown"),
    "novelty": ("new", "existing", "unknown"),
    "proof": ("statement", "document", "public-source"),
    "maker_region": ("002", "150", "019", "142"),
    "region": ("002", "150", "019", "142"),
    "role": ("owner", "co-maker"),
}
WORDS = tuple(
    """we will fund shelters train nurses change the law on equal pay open grants for young leaders count unpaid care work close
    the digital gap protect defenders report every year with partners in rural districts until the target is met garantir
    l'accès soins financer les droits apoyar a las mujeres rurales обеспечить равную оплату دعم القيادات الشابة""".split()  # noqa: SIM905
)
_START = date(2021, 6, 30)


def references(commitments: int) -> Iterator[str]:
    """References in their order: five years of them."""
    for number in range(commitments):
        year, place = divmod(number, max(1, commitments // 5 + 1))
        yield f"C-{2021 + year}-{place + 1:04d}"


def organisation(number: int) -> str:
    return f"O-{number + 1:04d}"


def tables(commitments: int, seed: int = 7, changed: Mapping[str, str] | None = None) -> dict[str, Iterator[list[Any]]]:
    """The rows of each table. ``changed`` gives other titles to single commitments."""
    organisations = max(1, commitments * 55 // 100)
    found: dict[str, Iterator[list[Any]]] = {
        "organisations": _rows(ORGANISATIONS, ((organisation(n), {}) for n in range(organisations)), seed, {})
    }
    counts = {
        "commitments": (1,),
        "commitment_versions": (1, 1, 2),
        "commitment_actions": (1, 2),
        "former_actions": (1, 0, 1),
        "commitment_makers": (1, 1, 2),
        "former_makers": (0, 0, 0, 1),
        "commitment_turns": (0, 0, 1),
        "targets": (1, 2),
        "former_targets": (1, 0, 1),
        "target_values": (0, 1, 2),
        "ledger": (1, 2),
        "stage_declarations": (0, 1),
        "strengths": (1, 1, 0),
    }
    for table in TABLES:
        found[table.name] = _children(table, counts[table.name], commitments, organisations, seed, changed or {})
    return found


def _children(
    table: Table, counts: tuple[int, ...], commitments: int, organisations: int, seed: int, changed: Mapping[str, str]
) -> Iterator[list[Any]]:
    def roots() -> Iterator[tuple[str, dict[str, Any]]]:
        for at, reference in enumerate(references(commitments)):
            owner = at % organisations
            for number in range(counts[at % len(counts)]):
                yield (
                    reference,
                    {
                        "number": number + 1,
                        "version": number + 1,
                        "target": 1,
                        "owner": organisation(owner),
                        "organisation": organisation((owner + number) % organisations),
                        "owner_name": f"Organisation {owner}",
                        "year": int(reference[2:6]),
                    },
                )

    return _rows(table, roots(), seed, changed)


def _rows(
    table: Table, roots: Iterable[tuple[str, dict[str, Any]]], seed: int, changed: Mapping[str, str]
) -> Iterator[list[Any]]:
    """Rows cycle through pre-made values of each column, at steps that share no factor, so that few rows are alike."""
    chance = random.Random(f"{seed} {table.name}")
    pools = [(column.name, _pool(chance, column.name, column.type, bool(column.refers_to))) for column in table.columns]
    sizes = [(name, pool, len(pool)) for name, pool in pools]
    title = table.names.index("title") if "title" in table.names and table.root == "reference" else -1
    for at, (root, fixed) in enumerate(roots):
        row: list[Any] = [
            root if name == table.root else fixed[name] if name in fixed else pool[at % size] for name, pool, size in sizes
        ]
        if title >= 0 and root in changed:
            row[title] = changed[root]
        yield row


def _pool(chance: random.Random, name: str, kind: Type, reference: bool) -> list[Any]:
    size = chance.choice((997, 1009, 1013, 1019, 1021, 1031, 1033))
    if reference:
        return [None]
    if name in CODES:
        return [chance.choice(CODES[name]) for _ in range(size)]
    makers: dict[Type, Any] = {
        Type.INTEGER: lambda: chance.randint(1, 5),
        Type.MONEY: lambda: chance.choice((None, Decimal(chance.randint(1, 10**9)) / 100)),
        Type.NUMBER: lambda: chance.choice((None, Decimal(chance.randint(1, 10**8)) / 1000)),
        Type.BOOLEAN: lambda: chance.choice((None, True, False)),
        Type.DAY: lambda: _START + timedelta(days=chance.randint(0, 1800)),
        Type.DATE: lambda: chance.choice(("2021", "2022-03", "2026-06-30", None)),
        Type.INSTANT: lambda: f"2026-{chance.randint(1, 9):02d}-11T10:{chance.randint(10, 59)}:00Z",
        Type.LIST: lambda: _list(chance, name),
        Type.TEXT: lambda: _text(chance, name),
    }
    return [makers[kind]() for _ in range(size)]


def _list(chance: random.Random, name: str) -> list[str]:
    if name in {"themes", "leads"}:
        return chance.sample(THEMES, chance.choice((1, 1, 2)))
    if name == "countries":
        return chance.sample(COUNTRIES, chance.choice((1, 1, 2, 3)))
    return chance.sample(WORDS, chance.choice((0, 0, 1, 2)))


def _text(chance: random.Random, name: str) -> str | None:
    long = {"description": 60, "principles": 15, "condition": 8, "statement": 14, "reason": 12, "verification": 10}
    if name in {"country", "maker_country"}:
        return chance.choice(COUNTRIES)
    if (
        name in {"condition", "source_url", "source_name", "collective", "window", "pledge", "principles"}
        and chance.random() < 0.7
    ):
        return None
    return " ".join(chance.choices(WORDS, k=long.get(name, 5)))
