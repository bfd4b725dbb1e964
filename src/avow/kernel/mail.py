"""Mail that goes out at once, outside the outbox: what Django uses where no way for mail was set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from avow.base.refusals import Refusal


class NowhereBackend(BaseEmailBackend):
    """Refuses to send: a message that vanished without a word would be worse."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> NoReturn:
        raise Refusal(
            "no-mail",
            "This installation has no way to send mail.",
            "Whoever runs it sets EMAIL_URL and EMAIL_FROM; avow doctor says how.",
        )
