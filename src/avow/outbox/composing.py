"""From a letter to the bytes that leave: headers that nobody's name can break out of, two parts, calendar entries attached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from django.conf import settings

from avow.accounts.models import Person
from avow.outbox import calendar
from avow.outbox.calendar import Deadline
from avow.outbox.models import Notice
from avow.outbox.rendering import SETTINGS_PATH, Letter
from avow.outbox.wording import tame

_POLICY = SMTP.clone(cte_type="7bit", raise_on_defect=False)


class NoAddressError(ValueError):
    """The person has no address that mail can be sent to."""


def message_id(notices: Iterable[Notice]) -> str:
    """The Message-ID these notices leave under: the same at every try, another when a person has them sent anew."""
    keys = sorted(f"{notice.key}|{notice.round}" for notice in notices)
    return f"<{hashlib.sha256(chr(10).join(keys).encode()).hexdigest()[:40]}@{sender().domain}>"


def sender() -> Address:
    return mailbox(settings.MAIL.sender)


@lru_cache(maxsize=64)
def mailbox(text: str) -> Address:
    """``Name <address>`` taken apart; the domain in the letters that mail servers know. Raises ``NoAddressError``."""
    try:
        (found,) = HeaderRegistry()("To", text).addresses  # type: ignore[attr-defined]  # an address header
        domain = found.domain.encode("idna").decode()
    except (ValueError, IndexError, AttributeError, TypeError):
        raise NoAddressError from None
    if not found.username or not domain or not text.isprintable() or " " in found.username:
        raise NoAddressError
    return Address(found.display_name, found.username, domain)


def recipient_of(person: Person) -> Address:
    found = mailbox(person.email)
    return Address(tame(person.name), found.username, found.domain)


def composed(
    letter: Letter, *, to: Address, message: str, at: datetime, deadlines: Sequence[Deadline] = (), may_choose: bool = True
) -> bytes:
    """The whole message. ``may_choose`` names in a header where such messages are turned off."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = str(sender())
    made["To"] = str(to)
    made["Subject"] = _header(letter.subject)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message
    if settings.MAIL.reply_to:
        made["Reply-To"] = str(mailbox(settings.MAIL.reply_to))
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    if may_choose and settings.DESK_URL:
        made["List-Unsubscribe"] = f"<{settings.DESK_URL.rstrip('/')}{SETTINGS_PATH}>"
    made.set_content(letter.text)
    made.add_alternative(letter.html, subtype="html")
    if deadlines:
        entries = calendar.written(deadlines, desk_url=settings.DESK_URL, language=letter.language, at=at)
        made.add_attachment(entries, "text", "calendar", filename="deadlines.ics", params={"method": "PUBLISH"})
    made["Content-Language"] = letter.language  # last: set earlier it would have moved into the first part
    return made.as_bytes()


def _header(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
