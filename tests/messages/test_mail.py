"""Mails are handed in over TLS, with a password, to the server that the certificate names."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.receiver import serving, trust
from tests.town import NOW
from tests.worker.postbox import PASSWORD, Postbox, free_port, knows, receiving
from tracker.config import MailSecurity, MailServer
from tracker.messages.digest import Letter
from tracker.messages.mail import Post, Undelivered, as_email

TO = "wang@office.example"
KINDS = {MailSecurity.STARTTLS: "tls_context", MailSecurity.TLS: "ssl_context"}


@contextmanager
def secure(
    home: Path, security: MailSecurity, postbox: Postbox, *, name: str = "localhost"
) -> Iterator[MailServer]:
    more: dict[str, Any] = {KINDS[security]: serving(home, name), "authenticator": knows}
    if security is MailSecurity.STARTTLS:
        more |= {"require_starttls": True, "auth_required": True}
    else:
        more |= {"auth_require_tls": False}
    with receiving(postbox, **more) as plain:
        yield replace(plain, host="localhost", security=security, user="luoshi", password=PASSWORD)


def send(server: MailServer, *, seconds: float = 3) -> str:
    mail = as_email(Letter("标题", "正文。"), to=TO, key="k", server=server, now=NOW)
    with Post(server, seconds=seconds) as post:
        return post.send(mail, to=TO)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an authority that the machine trusts."""
    trust(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return tmp_path


@pytest.mark.parametrize("security", KINDS)
def test_a_mail_goes_over_tls_with_a_password(home: Path, security: MailSecurity) -> None:
    postbox = Postbox()
    with secure(home, security, postbox) as server:
        assert send(server) == "250 taken"

        with pytest.raises(Undelivered, match=r"^535 ") as told:
            send(replace(server, password="wrong"))
        assert told.value.is_server
        assert not told.value.for_good
    assert [it.strip() for it in postbox.bodies] == ["正文。"]


def test_a_certificate_of_another_name_or_of_nobody_known_gets_no_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox = Postbox()
    with secure(home, MailSecurity.STARTTLS, postbox, name="other.example") as server:
        with pytest.raises(Undelivered, match="加密连接建立不起来"):
            send(server)
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
        with pytest.raises(Undelivered, match="加密连接建立不起来"):
            send(server)
    assert postbox.mails == []


def test_a_line_that_the_server_drops_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    postbox = Postbox()
    with receiving(postbox) as server:
        mail = as_email(Letter("标题", "正文。"), to=TO, key="k", server=server, now=NOW)
        with Post(server, seconds=3) as post:
            post.send(mail, to=TO)
            open_line: Any = post._open
            monkeypatch.setattr(open_line, "mail", lambda *_: (421, b"closing"))
            with pytest.raises(Undelivered, match="421 closing") as told:
                post.send(mail, to=TO)
    assert told.value.is_server


def test_a_server_that_is_not_there_is_told() -> None:
    server = MailServer("127.0.0.1", free_port(), MailSecurity.TLS, "luoshi@office.example")

    with pytest.raises(Undelivered, match="连不上邮件服务器"):
        send(server)


@contextmanager
def saying(words: bytes, *, every: float) -> Iterator[MailServer]:
    """A server that says the same for ever, and never comes to the end of it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            line, _ = listening.accept()
            with line, suppress(OSError):
                while True:
                    line.sendall(words)
                    time.sleep(every)

        threading.Thread(target=talk, daemon=True).start()
        port = listening.getsockname()[1]
        yield MailServer("127.0.0.1", port, MailSecurity.NONE, "luoshi@office.example")


@pytest.mark.parametrize(
    ("words", "every", "answer"),
    [
        (b"2", 0.02, "邮件服务器没有及时回答。"),
        (b"220-" + b"x" * 900 + b"\r\n", 0.0, "邮件服务器的回答太长。"),
    ],
)
def test_a_server_that_never_comes_to_the_end_of_its_answer_is_left(
    words: bytes, every: float, answer: str
) -> None:
    began = time.monotonic()
    with saying(words, every=every) as server, pytest.raises(Undelivered) as told:
        send(server, seconds=0.5)

    assert time.monotonic() - began < 3
    assert (told.value.answer, told.value.is_server) == (answer, True)


def test_who_is_no_sender_here_sends_none_of_the_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib.SMTP, "mail", lambda *_: (550, b"not from you"))
    with receiving(Postbox()) as server, pytest.raises(Undelivered, match="550") as told:
        send(server)

    assert told.value.is_server
    assert not told.value.for_good


@pytest.mark.parametrize(
    "to", ["zhang@例子.cn", "张三@example.cn", "a@[example.cn", "a..b@example.cn", "a\x00@b.cn"]
)
def test_an_address_that_no_mail_can_go_to_is_refused_for_good(to: str) -> None:
    server = MailServer("127.0.0.1", 25, MailSecurity.NONE, "luoshi@office.example")
    with pytest.raises(Undelivered, match="收件地址不能用") as told:
        as_email(Letter("标题", "正文。"), to=to, key="k", server=server, now=NOW)

    assert told.value.for_good
