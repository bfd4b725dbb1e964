"""Handing in: within a window, or by a late entry; never losing a draft."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests import builders

from avow.base.refusals import Refusal
from avow.commitments.commands import confirm, draft, open_late_entry, submit
from avow.commitments.models import Commitment
from avow.commitments.queries import late_entries
from avow.framework.models import Framework, Window
from avow.organisations.models import Organisation
from avow.ui.formatting import ISOLATE, RELEASE

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")
CLOSES = datetime(2026, 6, 19, 23, 59, 59, tzinfo=ZONE)
AFTER = CLOSES + timedelta(days=30)


@pytest.fixture(autouse=True)
def windows() -> None:
    """One window, from 21 May to 19 June 2026 in New York, and the next a year later."""
    made = builders.framework()
    Framework.objects.filter(pk=made.pk).update(form={"id": "tiny", "time_zone": "America/New_York"})
    made.windows.all().delete()
    for year in (2026, 2027):
        opens = datetime(year, 5, 21, tzinfo=ZONE)
        Window.objects.create(framework=made, code=str(year), opens=opens, closes=CLOSES.replace(year=year))


def _draft(owner: Organisation | None = None) -> Commitment:
    content = builders.content()
    return draft(owner=owner or builders.organisation(), content=content, actor=builders.ACTOR, at=builders.AT)


def _submit(row: Commitment, at: datetime) -> Commitment:
    return submit(commitment=row, actor=builders.ACTOR, at=at)


def _late(owner: Organisation, until: date = date(2026, 7, 31), at: datetime = AFTER, **values: Any) -> None:
    given = {"reason": "Their e-mail was down", **values}
    open_late_entry(organisation=owner, until=until, actor=builders.ACTOR, at=at, **given)


class TestWindow:
    @pytest.mark.parametrize(
        "at",
        [
            datetime(2026, 5, 21, tzinfo=ZONE),
            datetime(2026, 5, 21, 4, tzinfo=UTC),
            CLOSES,
            CLOSES.replace(microsecond=999_999),
            datetime(2026, 6, 20, 3, 59, 59, tzinfo=UTC),
        ],
        ids=["first second", "the same in UTC", "last second", "end of it", "already the next day in UTC"],
    )
    def test_it_is_open_from_its_first_to_its_last_second_in_the_frameworks_time(self, at: datetime) -> None:
        assert _submit(_draft(), at).window == "2026"

    @pytest.mark.parametrize(
        "at",
        [datetime(2026, 5, 20, 23, 59, 59, tzinfo=ZONE), CLOSES + timedelta(seconds=1), datetime(2026, 5, 21, tzinfo=UTC)],
        ids=["a second before", "a second after", "midnight in UTC"],
    )
    def test_it_is_closed_a_second_before_and_after(self, at: datetime) -> None:
        row = _draft()
        with pytest.raises(Refusal) as refused:
            _submit(row, at)
        assert refused.value.code == "window-closed"

    def test_one_that_closes_while_somebody_types_keeps_the_draft_and_says_what_can_be_done(self) -> None:
        row = _draft()
        with pytest.raises(Refusal) as refused:
            _submit(row, CLOSES + timedelta(minutes=1))
        said = str(refused.value).replace(ISOLATE, "").replace(RELEASE, "")
        assert said == (
            "No registration window is open: the last one closed on 19 June 2026, 23:59 (New York). Your draft is kept: submit "
            "it when the next window opens on 21 May 2027, 00:00 (New York), or ask the secretariat for a late entry."
        )
        row.refresh_from_db()
        assert (row.registration, row.window, row.draft.content["title"]) == ("draft", "", builders.content().title)

    def test_where_no_window_is_to_come_the_late_entry_is_left(self) -> None:
        with pytest.raises(Refusal, match=r"Your draft is kept: ask the secretariat for a late entry\."):
            _submit(_draft(), CLOSES.replace(year=2028))


class TestLateEntry:
    def test_it_opens_the_last_window_for_one_organisation_alone(self) -> None:
        owner, other = builders.organisation(), builders.organisation()
        _late(owner)
        row = _submit(_draft(owner), AFTER)
        assert (row.window, row.late_entry is not None) == ("2026", True)
        with pytest.raises(Refusal, match="No registration window is open"):
            _submit(_draft(other), AFTER)

    def test_it_ends_with_its_last_day_in_the_frameworks_time(self) -> None:
        owner = builders.organisation()
        _late(owner, date(2026, 7, 20))
        last = datetime(2026, 7, 20, 23, 59, 59, tzinfo=ZONE)
        rows = [_draft(owner), _draft(owner)]
        assert late_entries(last).exists()
        assert _submit(rows[0], last).registration == "submitted"
        with pytest.raises(Refusal, match="No registration window is open"):
            _submit(rows[1], last + timedelta(seconds=1))
        assert not late_entries(last + timedelta(seconds=1)).exists()

    def test_what_came_in_by_it_says_so_with_the_reason_once_it_is_confirmed(self) -> None:
        owner = builders.organisation()
        _late(owner)
        row = _submit(_draft(owner), AFTER)
        later = AFTER + timedelta(days=10)
        confirm(commitment=row, actor=builders.ACTOR, at=later)
        turn = row.turns.get()
        assert (turn.turn, turn.on, turn.reason) == ("entered-late", AFTER.date(), "Their e-mail was down")
        row.refresh_from_db()
        assert row.reference == "C-2026-0001"

    def test_within_an_open_window_none_is_needed(self) -> None:
        owner = builders.organisation()
        _late(owner, at=CLOSES, until=date(2026, 7, 31))
        assert _submit(_draft(owner), CLOSES).late_entry is None

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"reason": " "}, "reason-missing"),
            ({"until": date(2026, 7, 18)}, "day-gone"),
            ({"window": "2027"}, "window-unknown"),
            ({"window": "1999"}, "window-unknown"),
        ],
        ids=["no reason", "a day gone", "a window to come", "no window"],
    )
    def test_what_cannot_be_is_refused(self, values: dict[str, Any], code: str) -> None:
        with pytest.raises(Refusal) as refused:
            _late(builders.organisation(), **values)
        assert refused.value.code == code
