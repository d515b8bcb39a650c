"""A mail server on loopback that receives for real, and can be told to refuse, to be slow or to be gone."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tracker.config import MailSecurity, MailServer

SENDER, PASSWORD = "luoshi@office.example", "harbour-77"


class Postbox:
    """What arrived; rcpt, data: what is answered instead of taking it; slow: seconds between having
    a mail and saying so; hears: what it heard last."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.rcpt = self.data = ""
        self.slow = 0.0
        self.hears = ""

    async def handle_RCPT(  # noqa: N802  the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.hears = "RCPT"
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.data:
            return self.data
        content = envelope.content
        assert isinstance(content, bytes)
        found = message_from_bytes(content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        self.to.append(list(envelope.rcpt_tos))
        self.hears = "DATA"
        await asyncio.sleep(self.slow)
        return "250 taken"

    @property
    def ids(self) -> list[str]:
        return [str(it["Message-ID"]) for it in self.mails]

    @property
    def bodies(self) -> list[str]:
        return [it.get_content() for it in self.mails]


def free_port() -> int:
    """Return a port on which nobody listens at this moment."""
    with socket.socket() as looking:
        looking.bind(("127.0.0.1", 0))
        port: int = looking.getsockname()[1]
        return port


def knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any
) -> AuthResult:
    """Let in whoever says the one password."""
    return AuthResult(handled=False, success=given == LoginPassword(b"luoshi", PASSWORD.encode()))


@contextmanager
def receiving(postbox: Postbox, **more: Any) -> Iterator[MailServer]:
    """Receive on a free port of loopback, without TLS unless `more` says so."""
    port = free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield MailServer("127.0.0.1", port, MailSecurity.NONE, SENDER)
    finally:
        controller.stop()
