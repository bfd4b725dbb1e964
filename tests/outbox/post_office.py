"""A post office on loopback: a real SMTP server that keeps what it is handed and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """The three functions are called with the recipient and give an answer, or None for yes. ``hang_up``: none comes."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    on_rcpt: Callable[[str], str | None] = lambda recipient: None
    on_data: Callable[[str], str | None] = lambda recipient: None
    after_data: Callable[[str], str | None] = lambda recipient: None
    hang_up: bool = False

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        refused = self.on_rcpt(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        refused = self.on_data(recipient)
        if refused:
            return refused
        self.taken.append((recipient, cast(bytes, envelope.original_content)))
        if self.hang_up:
            server.transport.abort()
        return self.after_data(recipient) or "250 taken"

    @property
    def messages(self) -> list[EmailMessage]:
        return [cast(EmailMessage, message_from_bytes(content, policy=policy.default)) for _, content in self.taken]

    def to(self, recipient: str) -> list[EmailMessage]:
        return [message for (address, _), message in zip(self.taken, self.messages, strict=True) if address == recipient]


class Loopback(Controller):
    def __init__(self, office: PostOffice) -> None:
        super().__init__(office, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)

    def _trigger_server(self) -> None:
        """The port is known only once the server listens; the check of the base class would ask at port 0."""
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()
