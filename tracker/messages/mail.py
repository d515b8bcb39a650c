"""Handing a mail in to the mail server: one recipient each, the same Message-ID at every try."""

import io
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from time import monotonic
from types import TracebackType
from typing import Any, Self

from tracker.config import MailSecurity, MailServer
from tracker.foundation.words import N_
from tracker.messages.digest import Letter

SECONDS = 15
"""How long one answer of the server may take, to its last byte."""
LONGEST_WORDS = 64 * 1024
"""How many bytes of one answer are listened to."""
GOOD, GOES_AWAY, FOR_GOOD = 200, 421, 500
"""Answers of SMTP: from 200 it is taken, 421 closes the line, from 500 it is refused for good."""
A_HUNDRED = 100
SENDER_NAME = N_("落实")
TOO_LATE, CUT_OFF = N_("邮件服务器没有及时回答。"), N_("邮件服务器中断了连接。")
TOO_MUCH = N_("邮件服务器的回答太长。")
BAD_ADDRESS = N_("收件地址不能用。")


class Undelivered(Exception):  # noqa: N818  says what happened, as refusals do
    """The mail was not taken; answer: what the server said, or what went wrong on the way.

    for_good: no later try is answered otherwise; is_server: others would fare the same now.
    """

    def __init__(self, answer: str, *, for_good: bool = False, is_server: bool = False) -> None:
        super().__init__(answer)
        self.answer, self.for_good, self.is_server = answer, for_good, is_server


def as_email(
    letter: Letter, *, to: str, key: str, server: MailServer, now: datetime
) -> EmailMessage:
    """Write a letter as a mail; raises Undelivered where the address or the subject cannot stand in one."""
    domain = server.sender.partition("@")[2]
    mail = EmailMessage(policy=SMTP)
    try:
        # A name of the net that is not in Latin letters would fail on the way out only.
        to.encode("ascii")
        mail["From"] = Address(SENDER_NAME, addr_spec=server.sender)
        mail["To"] = Address(addr_spec=to)
        mail["Subject"] = letter.subject
    except (ValueError, MessageError, LookupError, AttributeError) as error:
        # The last two are what the library stumbles over in some malformed addresses.
        raise Undelivered(BAD_ADDRESS, for_good=True) from error
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"
    # No holiday notes and no bounces to a box that nobody reads.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail


class Post:
    """A way to the mail server that is opened when the first mail wants it, and closed at the end."""

    def __init__(self, server: MailServer, *, seconds: float = SECONDS) -> None:
        self._server, self._seconds = server, seconds
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, mail: EmailMessage, *, to: str) -> str:
        """Hand one mail in and return the server's answer; raises Undelivered."""
        try:
            with _faults_told():
                if self._open is None:
                    self._open = _connect(self._server, self._seconds)
                return _hand_in(self._open, self._server.sender, to, mail)
        except Undelivered:
            self._close()
            raise

    def _close(self) -> None:
        way, self._open = self._open, None
        if way is not None:
            with suppress(smtplib.SMTPException, OSError):
                way.quit()


@contextmanager
def _faults_told() -> Iterator[None]:
    """Turn whatever goes wrong on the way into its answer; only a refusal of the mail is the mail's own."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise Undelivered(_said(error.smtp_code, error.smtp_error), is_server=True) from error
    except smtplib.SMTPServerDisconnected as error:
        why = error.__context__
        is_late, is_much = isinstance(why, TimeoutError), isinstance(why, TooMuchError)
        answer = TOO_LATE if is_late else TOO_MUCH if is_much else CUT_OFF
        raise Undelivered(answer, is_server=True) from error
    except TimeoutError as error:
        raise Undelivered(TOO_LATE, is_server=True) from error
    except ssl.SSLError as error:
        answer = N_("和邮件服务器的加密连接建立不起来：{error}").format(error=error.reason or error)
        raise Undelivered(answer, is_server=True) from error
    except (smtplib.SMTPException, OSError) as error:
        answer = N_("连不上邮件服务器：{error}").format(error=error)
        raise Undelivered(answer, is_server=True) from error


def _connect(server: MailServer, seconds: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is MailSecurity.TLS:
        way: smtplib.SMTP = _LineOfTLS(server.host, server.port, timeout=seconds, context=context)
    else:
        way = _Line(server.host, server.port, timeout=seconds)
    try:
        if server.security is MailSecurity.STARTTLS:
            way.starttls(context=context)
        if server.user:
            way.login(server.user, server.password)
    except BaseException:
        way.close()
        raise
    return way


def _hand_in(way: smtplib.SMTP, sender: str, to: str, mail: EmailMessage) -> str:
    way.ehlo_or_helo_if_needed()
    _expect(way.mail(sender), is_of_all=True)
    _expect(way.rcpt(to), is_recipient=True)
    return _expect(way.data(mail.as_bytes()))


def _expect(
    answer: tuple[int, bytes], *, is_recipient: bool = False, is_of_all: bool = False
) -> str:
    """Return a good answer in words; a mailbox that does not exist now will not do so later.

    is_of_all: what is refused here is refused of every mail.
    """
    code, said = answer
    if not GOOD <= code < GOOD + A_HUNDRED:
        for_good = is_recipient and code >= FOR_GOOD
        is_server = is_of_all or code == GOES_AWAY
        raise Undelivered(_said(code, said), for_good=for_good, is_server=is_server)
    return _said(code, said)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"


class TooMuchError(OSError):
    """More was said than is listened to."""


class _Line(smtplib.SMTP):
    """A line to the server on which each answer ends in time, however slowly it drips."""

    def getreply(self) -> tuple[int, bytes]:
        """Hear one answer out."""
        line: Any = self.sock
        if self.file is None:
            self.file = io.BufferedReader(_Ear(line))
        self.file.raw.begin(self.timeout)
        try:
            return super().getreply()
        finally:
            if self.sock is not None:
                line.settimeout(self.timeout)


class _LineOfTLS(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""


class _Ear(io.RawIOBase):
    """What an answer is heard with: so long, and so many bytes."""

    def __init__(self, line: Any) -> None:
        self._line, self._until, self._left = line, 0.0, 0

    def begin(self, seconds: float) -> None:
        """Listen to another answer."""
        self._until, self._left = monotonic() + seconds, LONGEST_WORDS

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there."""
        seconds = self._until - monotonic()
        if seconds <= 0:
            raise TimeoutError
        self._line.settimeout(seconds)
        count: int = self._line.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise TooMuchError
        return count
