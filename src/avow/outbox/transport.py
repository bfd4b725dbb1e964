"""Ways a message leaves, opened before anything is claimed.

A message is handed over in two steps. ``announce`` asks whether sender and recipient are taken: until it returns nothing has
left. ``hand_over`` sends the text: once it has begun, only the server's answer says what became of it.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Protocol

from django.conf import settings

from avow.base.refusals import Refusal

TIMEOUT = 60  # seconds a server may take for one answer
CLOSING = 421
_ADDRESS = re.compile(r"\S*@\S+")


class UnreachableError(Exception):
    """There is no server to talk to, or it hung up before anything left. Nothing was sent; the message says why."""


class DoubtfulError(Exception):
    """The line broke while or after the text left: it may have arrived or not."""


class RefusedError(Exception):
    """The server said no to this one message. ``permanent``: asking again would not help."""

    def __init__(self, code: int, said: bytes | str) -> None:
        self.code, self.said = code, scrubbed(said)
        super().__init__(f"{code} {self.said}")

    @property
    def permanent(self) -> bool:
        return self.code >= 500


class Session(Protocol):
    """An open way for any number of messages, one after the other."""

    def announce(self, sender: str, recipient: str) -> None:
        """Raises ``RefusedError`` or ``UnreachableError``; either way nothing has left."""

    def hand_over(self, message: bytes) -> None:
        """Returns when the message was taken. Raises ``RefusedError`` when not, ``DoubtfulError`` when nobody knows."""

    def withdraw(self) -> None:
        """Takes an announced message back before its text was begun."""


def scrubbed(said: bytes | str) -> str:
    """A server's words on one line, without the addresses they often repeat."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(_ADDRESS.sub("(address)", "".join(c if c.isprintable() else " " for c in text)).split())[:300]


@contextmanager
def opened(timeout: float = TIMEOUT) -> Iterator[Session]:
    """The way the settings name. Raises ``UnreachableError`` when there is nobody at its end, ``Refusal`` when none is set."""
    if settings.MAIL.way == "none":
        raise Refusal("no-mail", "No way to send mail is set: notices wait in the outbox.", "Set EMAIL_URL and EMAIL_FROM.")
    if settings.MAIL.way == "file":
        yield Files(Path(settings.EMAIL_FILE_PATH))
        return
    server = _connected(timeout)
    try:
        yield Smtp(server)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _connected(timeout: float) -> smtplib.SMTP:
    mail = settings.MAIL
    context = ssl.create_default_context()
    try:
        if mail.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=timeout)
        if mail.starttls:
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError) as problem:
        raise UnreachableError(_why(problem)) from problem
    return server


def _why(problem: Exception) -> str:
    place = f"{settings.MAIL.host}:{settings.MAIL.port}"
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return f"the mail server {place} does not take the user and password of EMAIL_URL"
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"the certificate of the mail server {place} does not hold: {problem.verify_message}"
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return f"the mail server {place} does not offer what EMAIL_URL asks for: {scrubbed(str(problem))}"
    reason = problem.strerror if isinstance(problem, OSError) else None
    return f"the mail server {place} cannot be reached: {reason or scrubbed(str(problem))}"


class Smtp:
    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def announce(self, sender: str, recipient: str) -> None:
        international = not (sender + recipient).isascii()
        if international and not self._server.has_extn("smtputf8"):
            raise RefusedError(553, "this mail server takes no address with letters beyond ASCII")
        try:
            self._asked(*self._server.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if international else []))
            self._asked(*self._server.rcpt(recipient))
        except (smtplib.SMTPException, OSError) as problem:
            raise UnreachableError(_why(problem)) from problem

    def hand_over(self, message: bytes) -> None:
        try:
            code, said = self._server.docmd("data")
        except (smtplib.SMTPException, OSError) as problem:
            raise UnreachableError(_why(problem)) from problem
        if code != 354:
            self._asked(code, said)
        dotted = re.sub(rb"(?m)^\.", b"..", message)
        try:
            self._server.send(dotted + (b".\r\n" if dotted.endswith(b"\r\n") else b"\r\n.\r\n"))
            code, said = self._server.getreply()
        except (smtplib.SMTPException, OSError) as problem:
            raise DoubtfulError(_why(problem)) from problem
        if not 200 <= code < 300:
            raise RefusedError(code, said)

    def withdraw(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._server.rset()

    def _asked(self, code: int, said: bytes) -> None:
        if 200 <= code < 300:
            return
        if code == CLOSING:
            raise UnreachableError(f"the mail server is closing: {scrubbed(said)}")
        self.withdraw()
        raise RefusedError(code, said)


class Files:
    """Messages as files, named by their Message-ID: to try things out without a server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def announce(self, sender: str, recipient: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def hand_over(self, message: bytes) -> None:
        name = re.sub(r"[^A-Za-z0-9.@-]", "", message_from_bytes(message)["Message-ID"])
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(message)
        unfinished.rename(self._folder / f"{name}.eml")

    def withdraw(self) -> None:
        """Nothing was announced to anybody."""
