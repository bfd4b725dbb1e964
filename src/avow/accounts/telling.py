"""Mails about one's own account: that something about signing in changed. They leave after the change, and never undo it."""

from __future__ import annotations

import logging
from functools import partial
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.utils.functional import Promise

log = logging.getLogger(__name__)


def tell(email: str, what: str | Promise) -> None:
    """Tells the owner of an account, once the transaction is through, what changed. ``what`` is a lazy sentence."""
    transaction.on_commit(partial(_send, "account/email/security_notice", email, {"what": what}))


def _send(template: str, email: str, context: dict[str, Any]) -> None:
    try:
        get_adapter().send_mail(template, email, context)
    except (OSError, SMTPException):
        log.warning("a security notice could not be mailed", exc_info=True)
