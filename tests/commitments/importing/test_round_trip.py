"""Importing an export changes nothing, in every format."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.importing import AT, FIXTURES, commitments, counts, framework

from avow.base.dates import PartialDate
from avow.commitments.commands import Admission, admit
from avow.commitments.content import ActionShare, Content, Pledge, TargetContent
from avow.commitments.exporting import export_commitments
from avow.organisations.commands import Registration, register

pytestmark = pytest.mark.django_db


def full_content(payer: str) -> Content:
    return Content(
        title='=HYPERLINK("x") a promise; with "marks", and\ttabs',
        description="-1 first line\nsecond line; 'quoted'",
        language="fr",
        actions=(
            ActionShare("gbv", "gbv-1", Decimal("0.333333")),
            ActionShare("ejr", None, Decimal("0.5")),
            ActionShare("gbv", "gbv-2"),
        ),
        types=("policy", "financial"),
        scope="global",
        countries=("NAM", "KEN"),
        start=PartialDate(2021, 7),
        end=PartialDate(2026),
        targets=(
            TargetContent(
                3,
                "Reach people; many",
                "People",
                "people",
                Decimal("0.5"),
                PartialDate(2021),
                Decimal(1000),
                PartialDate(2026, 6),
                "Count",
            ),
        ),
        pledges=(
            Pledge(
                "Grants; small", Decimal("1000000.50"), "USD", PartialDate(2021), instrument="grant", novelty="new", payer=payer
            ),
            Pledge("", Decimal(7), ""),
        ),
        pledge="conditional",
        condition="+ vote of parliament",
        affirmed=True,
        principles="@all",
        links=("https://example.org/a;b", "https://example.org/c"),
        joint=True,
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_an_export_comes_back_unchanged(tmp_path: Path, ending: str) -> None:
    framework()
    owner, other = register(
        entries=[Registration("Owner; of things", "civil-society", "KEN"), Registration("Other", "government", "FRA")],
        actor="x",
        at=AT,
    )
    plain = Content(title="A plain promise", pledges=(Pledge("", Decimal(5), "EUR", PartialDate(2021)),))
    undated = Content(title="Money without a date", start=PartialDate(2021), pledges=(Pledge("", Decimal(5), "EUR"),))
    entries = [
        Admission(
            owner.reference,
            full_content(other.reference),
            date(2021, 7, 1),
            ((other.reference, "co-maker"),),
            "maker",
            window="",
        ),
        Admission(
            owner.reference,
            plain,
            date(2026, 1, 1),
            ((other.reference, "proposed"),),
            source_key="k1",
            warnings=("no-theme", "start-missing", "end-missing"),
        ),
        Admission(owner.reference, undated, date(2026, 1, 1), source_key="k2", warnings=("no-theme", "end-missing")),
    ]
    admit(entries=entries, actor="x", at=AT)
    path = tmp_path / f"out.{ending}"
    assert export_commitments(path) == 3
    report = commitments(path)
    assert [one.as_json() for one in report.rejections] == []
    assert counts(report) == (0, 0, 3, 0)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_public_commitments_come_back_unchanged(tmp_path: Path, ending: str) -> None:
    commitments(FIXTURES / "ge_commitments_public.csv")
    path = tmp_path / f"out.{ending}"
    assert export_commitments(path) == 74
    assert counts(commitments(path)) == (0, 0, 74, 0)
