"""Reading the installed framework."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.framework.facts import Facts, from_json
from avow.framework.models import Framework, Rate, Window
from avow.framework.rates import Quote, Rates


def current() -> Framework:
    """The framework in force. Raises ``Refusal`` (``no-framework``) in an empty home."""
    found = Framework.objects.order_by("-id").first()
    if found is None:
        raise Refusal("no-framework", "No framework is installed in this home.", "Run avow init first.")
    return found


def facts() -> Facts:
    """What rules need to know of the framework in force. One query; keep it for the length of a command."""
    return from_json(current().facts)


def rates() -> Rates:
    """Every known exchange rate. One query; keep it for the length of a command."""
    return Rates(Rate.objects.values_list("currency", "month", "per_usd", "source"))


def rate_for(currency: str, on: PartialDate | date) -> Quote | None:
    """The rate an entry of that date is converted at; ``None`` when none is known."""
    return rates().find(currency, on)


def zone() -> ZoneInfo:
    """The time zone windows and clocks go by."""
    return ZoneInfo(current().form.get("time_zone") or "UTC")


def open_window(at: datetime) -> Window | None:
    """The registration window open at ``at``. One that closes at 23:59:59 is open until that second is over."""
    return current().windows.filter(opens__lte=at, closes__gte=at.replace(microsecond=0)).first()


def last_window(at: datetime) -> Window | None:
    """The window that opened last, open still or not."""
    return current().windows.filter(opens__lte=at).last()


def next_window(at: datetime) -> Window | None:
    return current().windows.filter(opens__gt=at).first()
