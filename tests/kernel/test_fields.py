"""Fields that keep values exactly as told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import builders

from avow.base.dates import PartialDate
from avow.commitments.models import CommitmentVersion, LedgerEntry, Target
from avow.kernel.fields import CentsField, ListField, NumberField


@pytest.mark.django_db
class TestKept:
    def test_an_amount_of_seventeen_digits_comes_back_to_the_cent(self) -> None:
        amount = Decimal("987654321098765.43")
        row = builders.commitment(pledges=(builders.pledge(str(amount)),))
        assert LedgerEntry.objects.get(commitment=row).amount == amount

    def test_amounts_compare_and_filter_as_numbers(self) -> None:
        builders.commitment(pledges=(builders.pledge("9.99"),))
        builders.commitment(pledges=(builders.pledge("100.00"),))
        found = LedgerEntry.objects.filter(amount__gt=Decimal(10))
        assert [entry.amount for entry in found] == [Decimal("100.00")]

    def test_dates_keep_the_precision_they_were_told_with(self) -> None:
        row = builders.commitment(start=PartialDate(2021), end=PartialDate(2024, 2))
        version = CommitmentVersion.objects.get(commitment=row)
        assert (str(version.start), str(version.end)) == ("2021", "2024-02")

    def test_what_was_not_told_is_null(self) -> None:
        row = builders.commitment(targets=(builders.target(baseline=None, baseline_on=None),))
        target = Target.objects.get(commitment=row)
        assert (target.baseline, target.baseline_on) == (None, None)

    def test_lists_keep_their_order(self) -> None:
        row = builders.commitment(countries=("PER", "FRA", "KEN"))
        assert CommitmentVersion.objects.get(commitment=row).countries == ("PER", "FRA", "KEN")


def test_nothing_is_rounded_on_the_way_in() -> None:
    with pytest.raises(ValueError, match="more than 2 decimals"):
        CentsField().get_prep_value(Decimal("0.005"))
    with pytest.raises(ValueError, match="more than 6 decimals"):
        NumberField().get_prep_value(Decimal("0.0000001"))


@pytest.mark.parametrize("item", ["", "two\nlines"])
def test_a_list_holds_no_empty_item_and_no_line_break(item: str) -> None:
    with pytest.raises(ValueError, match="empty or holds a line break"):
        ListField().get_prep_value(["fine", item])
