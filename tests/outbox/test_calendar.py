"""Calendar files, by RFC 5545."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from avow.outbox.calendar import Deadline, written

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 12, 14, 4, 59, 59, tzinfo=UTC)
DESK = "https://desk.example/"


def file(*deadlines: Deadline, language: str = "en") -> bytes:
    return written(deadlines, desk_url=DESK, language=language, at=AT)


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_entry_ends_at_the_deadline_and_takes_no_time() -> None:
    (event,) = events(file(Deadline("application:7", "Answer due", DUE, AT, "/desk/applications/7/")))
    assert (event["uid"], event["summary"]) == ("application:7@desk.example", "Answer due")
    assert event.decoded("dtend") == DUE
    assert event.decoded("dtstart") == DUE - timedelta(minutes=30)
    assert event.decoded("dtstamp") == AT
    assert (event["transp"], event["status"]) == ("TRANSPARENT", "CONFIRMED")
    assert event["url"] == "https://desk.example/desk/applications/7/"


def test_a_later_change_replaces_the_entry_and_a_cancelled_one_takes_it_out() -> None:
    first = Deadline("application:7", "Answer due", DUE, AT)
    second = Deadline("application:7", "Answer due", DUE, AT + timedelta(hours=1), cancelled=True)
    one, two = events(file(first, second))
    assert one["uid"] == two["uid"]
    assert one["sequence"] < two["sequence"]
    assert two["status"] == "CANCELLED"


def test_lines_are_folded_at_75_octets_end_in_crlf_and_the_file_names_itself() -> None:
    title = "يُنتظر الردّ على طلب الانضمام قبل نهاية اليوم المحدّد في المنصّة، بلا تأخير؛ " * 3
    content = file(Deadline("application:7", title, DUE, AT), language="ar")
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    for needed in (b"VERSION:2.0", b"PRODID:-//Avow//", b"METHOD:PUBLISH"):
        assert any(line.startswith(needed) for line in lines)
    assert events(content)[0]["summary"] == title.strip()


@pytest.mark.parametrize("title", ["A\r\nATTENDEE:mailto:x@evil.example", "A\nEND:VEVENT\nBEGIN:VALARM", "a;b,c\\n\x00"])
def test_no_title_adds_a_property(title: str) -> None:
    (event,) = events(file(Deadline("application:7", title, DUE, AT)))
    assert "attendee" not in event
    assert not event.subcomponents
    assert "\n" not in event["summary"]


def test_no_deadlines_are_a_calendar_all_the_same() -> None:
    assert events(file()) == []
