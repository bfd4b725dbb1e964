"""A record of a few hand-made rows, written as the desk would: awkward lengths, hostile texts, gaps and changes included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from tests.public.small_pack import INDICATORS, PACK
from tests.public.small_rows import ARABIC, AT, FORMULA, LONG, SCRIPT, Row, commitment, entry, organisation, version

from avow.base.columns import Table
from avow.commitments import columns
from avow.organisations.columns import ORGANISATIONS
from avow.record.keys import Keys
from avow.record.writing import JournalHead, ReleaseReport, TableChange, write_release
from avow.ui.dictionary import dictionary_files

ROWS: dict[Table, list[Row]] = {
    ORGANISATIONS: [
        organisation(
            "O-0001",
            "Ministry of Water",
            aliases=["Ministry of Wells"],
            leads=["water"],
            identifiers=["KE-GOV-1"],
            website="https://water.example",
        ),
        organisation("O-0002", SCRIPT, category="civil-society", website="javascript:alert(1)", country="MLI"),
        organisation("O-0003", "شبكة النساء الريفيات", category="civil-society", country=None, region=None, international=True),
        organisation(
            "O-0004", FORMULA, category="private-sector", country="FRA", region="155", origin="public-source", joined_on=None
        ),
        organisation("O-0005", "An organisation to be hidden", category="civil-society"),
    ],
    columns.COMMITMENTS: [
        commitment(
            "C-2021-0001",
            "Dig 250 wells",
            makers=3,
            joint=True,
            themes=["water", "light"],
            actions=["water-1"],
            countries=["KEN", "MLI", "FRA", "XKX"],
            stage="in-progress",
            stage_on=date(2023, 6, 1),
            trajectory_declared="on-track",
            trajectory="behind",
            version=3,
            change="weakened",
            pledged_usd=Decimal(54000000),
            pledged_net_usd=Decimal(48000000),
            secured_usd=Decimal(31500000),
            secured_net_usd=Decimal(31500000),
            endorsement_level="minister",
            endorsed_on=date(2021, 6, 1),
            links=["https://water.example/plan", "javascript:alert(2)"],
            pledge="conditional",
            condition="Vote of parliament",
        ),
        commitment(
            "C-2021-0002",
            LONG,
            start=None,
            end=None,
            themes=[],
            tracks=[],
            actions=[],
            countries=[],
            scope="unknown",
            owner="O-0004",
            owner_name=FORMULA,
            category="private-sector",
            maker_country="FRA",
            origin="public-source",
            window=None,
            source_name="Register of promises",
            source_url="javascript:alert(3)",
            warnings=["no-theme", "end-missing"],
            trajectory=None,
            affirmed=None,
            pledge=None,
        ),
        commitment(
            "C-2021-0003",
            SCRIPT,
            owner="O-0002",
            owner_name=SCRIPT,
            category="civil-society",
            maker_country="MLI",
            description=SCRIPT,
            standing="withdrawn",
            standing_on=date(2022, 9, 5),
            standing_reason="The partner left. " + SCRIPT,
            countries=["MLI"],
            types=["advocacy", "policy"],
            main_type="advocacy",
        ),
        commitment(
            "C-2022-0004",
            ARABIC,
            language="ar",
            owner="O-0003",
            owner_name="شبكة النساء الريفيات",
            category="civil-society",
            maker_country=None,
            maker_region=None,
            year=2022,
            themes=["light"],
            actions=["light-1"],
            stage="completed",
            trajectory="ahead",
            countries=["MLI"],
            standing="ended",
            end="2023-06-30",
        ),
        commitment(
            "C-2022-0005",
            FORMULA,
            owner="O-0005",
            owner_name="An organisation to be hidden",
            category="civil-society",
            year=2022,
            description="A hidden thing about zebras.",
            countries=["FRA"],
        ),
    ],
    columns.VERSIONS: [
        version("C-2021-0001", 1, valid_to=date(2022, 3, 1)),
        version(
            "C-2021-0001",
            2,
            title="Dig 300 wells",
            label="weakened",
            reason="The drill broke. " + SCRIPT,
            valid_from=date(2022, 3, 1),
            valid_to=date(2023, 3, 1),
        ),
        version(
            "C-2021-0001",
            3,
            title="Dig 250 wells",
            label="weakened",
            reason=None,
            end="2027-01",
            countries=["KEN"],
            valid_from=date(2023, 3, 1),
        ),
        *(version(reference, 1) for reference in ("C-2021-0002", "C-2021-0003", "C-2022-0004", "C-2022-0005")),
    ],
    columns.ACTIONS: [
        {"commitment": "C-2021-0001", "number": 1, "theme": "water", "action": "water-1", "share": Decimal("0.6")},
        {"commitment": "C-2021-0001", "number": 2, "theme": "light", "action": None, "share": Decimal("0.25")},
        {"commitment": "C-2022-0004", "number": 1, "theme": "light", "action": "light-1", "share": None},
    ],
    columns.FORMER_ACTIONS: [
        {"commitment": "C-2021-0001", "version": number, "number": 1, "theme": "water", "action": "water-1", "share": share}
        for number, share in ((1, None), (2, Decimal("0.5")))
    ],
    columns.MAKERS: [
        {"commitment": "C-2021-0001", "organisation": "O-0001", "role": "owner"},
        {"commitment": "C-2021-0001", "organisation": "O-0003", "role": "co-maker"},
        {"commitment": "C-2021-0001", "organisation": "O-0005", "role": "proposed"},
        {"commitment": "C-2021-0002", "organisation": "O-0004", "role": "owner"},
        {"commitment": "C-2021-0003", "organisation": "O-0002", "role": "owner"},
        {"commitment": "C-2022-0004", "organisation": "O-0003", "role": "owner"},
        {"commitment": "C-2022-0005", "organisation": "O-0005", "role": "owner"},
    ],
    columns.FORMER_MAKERS: [
        {
            "commitment": "C-2021-0001",
            "number": 1,
            "organisation": "O-0004",
            "role": "co-maker",
            "since": date(2021, 7, 1),
            "until": date(2022, 3, 1),
            "reason": "It left the country. " + SCRIPT,
            "recorded_at": AT,
            "said_by": "maker",
        },
    ],
    columns.TURNS: [
        {
            "commitment": "C-2021-0001",
            "number": 1,
            "turn": "featured",
            "on": date(2021, 7, 1),
            "detail": "Forum of Paris",
            "recorded_at": AT,
            "said_by": "secretariat",
        },
        {
            "commitment": "C-2021-0003",
            "number": 1,
            "turn": "withdrawn",
            "on": date(2022, 9, 5),
            "reason": "The partner left. " + SCRIPT,
            "recorded_at": AT,
            "said_by": "maker",
        },
    ],
    columns.TARGETS: [
        {
            "commitment": "C-2021-0001",
            "number": 1,
            "statement": "Wells dug and in use",
            "indicator": "Wells in use",
            "unit": "wells",
            "baseline": Decimal(20),
            "baseline_on": "2021-07",
            "target": Decimal(250),
            "target_on": "2026-12",
            "verification": "Register of wells",
            "latest": Decimal(124),
            "latest_on": date(2023, 6, 1),
            "band": "behind",
        },
        {"commitment": "C-2021-0001", "number": 2, "statement": "Every well tested <b>yearly</b>", "band": "cannot-tell"},
        {
            "commitment": "C-2022-0004",
            "number": 1,
            "statement": "Lamps lit",
            "unit": "lamps",
            "baseline": Decimal(0),
            "baseline_on": "2022",
            "target": Decimal(10),
            "target_on": "2023-06",
            "latest": Decimal(12),
            "latest_on": date(2023, 5, 1),
            "band": "ahead",
        },
    ],
    columns.FORMER_TARGETS: [
        {
            "commitment": "C-2021-0001",
            "version": number,
            "number": 1,
            "statement": "Wells dug and in use",
            "indicator": "Wells in use",
            "unit": "wells",
            "baseline": Decimal(20),
            "baseline_on": "2021-07",
            "target": Decimal(value),
            "target_on": "2026-12",
            "verification": "Register of wells",
        }
        for number, value in ((1, 400), (2, 300))
    ],
    columns.TARGET_VALUES: [
        {
            "commitment": "C-2021-0001",
            "target": 1,
            "number": 1,
            "value": Decimal(50),
            "value_on": date(2022, 6, 1),
            "proof": "statement",
            "recorded_at": AT,
        },
        {
            "commitment": "C-2021-0001",
            "target": 1,
            "number": 2,
            "value": Decimal(124),
            "value_on": date(2023, 6, 1),
            "proof": "third-party",
            "recorded_at": AT,
        },
        {
            "commitment": "C-2022-0004",
            "target": 1,
            "number": 1,
            "value": Decimal(12),
            "value_on": date(2023, 5, 1),
            "proof": "document",
            "recorded_at": AT,
        },
    ],
    columns.LEDGER: [
        entry("C-2021-0001", 1, "pledged", "48000000"),
        entry(
            "C-2021-0001",
            2,
            "pledged",
            "6000000",
            purpose="Foundation grant",
            netted=True,
            netted_reason="re-granted",
            netted_at="C-2022-0005",
            payer_category="private-sector",
        ),
        entry("C-2021-0001", 3, "secured", "31500000", fulfils=1),
        entry(
            "C-2021-0001",
            4,
            "pledged",
            "900000",
            currency="KES",
            usd=None,
            rate=None,
            rate_month=None,
            rate_source=None,
            purpose="Village fund",
        ),
    ],
    columns.STAGES: [
        {
            "commitment": "C-2021-0001",
            "number": 1,
            "stage": "in-progress",
            "trajectory": "on-track",
            "said_on": date(2023, 6, 1),
            "reason": "opening as planned",
            "recorded_at": AT,
            "said_by": "maker",
        },
    ],
    columns.STRENGTHS: [
        {
            "commitment": reference,
            "version": 1,
            "overall": 2,
            "scores": ["depth:3", "smart:1", "specific:0", "measurable:2", "gone:1"],
            "spoken": spoken,
            "pack": "wells 1",
            "recorded_at": AT,
        }
        for reference, spoken in (("C-2021-0001", True), ("C-2021-0003", False))
    ],
}


def changes(rows: Mapping[Table, Sequence[Row]]) -> list[TableChange]:
    return [
        TableChange(table, [tuple(row.get(name) for name in table.names) for row in held], None) for table, held in rows.items()
    ]


def publish(
    root: Path,
    keys: Path,
    rows: Mapping[Table, Sequence[Row]] = ROWS,
    *,
    minute: int = 0,
    pack: Mapping[str, object] = PACK,
) -> ReleaseReport:
    return write_release(
        root,
        changes=changes(rows),
        pack=pack,
        indicators=INDICATORS,
        journal=JournalHead("0" * 64, 0),
        at=datetime(2023, 7, 4, 12, minute, tzinfo=UTC),
        keys=Keys.load_or_create(keys),
        software="test",
        progress=lambda _what, _done, _of: None,
        papers=dictionary_files,
    )


def without(reference: str) -> dict[Table, list[Row]]:
    """The same rows without one commitment: an earlier state of the record."""
    return {
        table: [row for row in held if reference not in (row.get("commitment"), row.get("reference"))]
        for table, held in ROWS.items()
    }
