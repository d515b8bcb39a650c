"""The one way out of the house to a web address (C33); whoever fetches or posts anything does it here.

The name is looked up once, every address that it has is checked, and the line goes to that very
address: a name that answers otherwise the next time leads nowhere. No redirect is followed, no proxy
of the environment is asked, and all of it ends in ten seconds and at 64 kilobytes.
"""

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import Any

from tracker.foundation.web_addresses import WebAddress, is_public
from tracker.foundation.words import N_

SECONDS = 10.0
MOST_BYTES = 64 * 1024

NO_NAME = N_("查不到主机 {host} 的地址。")
NOT_PUBLIC = N_("主机 {host} 指向内部或保留的地址，不能连接。")
NOT_TRUSTED = N_("主机 {host} 的证书不可信或已过期。")
NOT_REACHED = N_("连不上主机 {host}。")
TOO_SLOW = N_("主机 {host} 没有在 {seconds} 秒内答完。")
TOO_LONG = N_("主机 {host} 的答复超过 {most} kB。")
NO_ANSWER = N_("主机 {host} 的答复不是网页服务的答复。")

Resolve = Callable[[str, int], Sequence[str]]


class NotSent(Exception):  # noqa: N818  it says what happened
    """There is no answer; the sentence says why."""

    def __init__(self, sentence: str, host: str) -> None:
        words = sentence.format(host=host, seconds=int(SECONDS), most=MOST_BYTES // 1024)
        super().__init__(words)
        self.sentence = words


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What the other side said."""

    status: int
    body: bytes


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a name, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


class WebClient:
    """Talks to well written addresses.

    The parameters are for tests, which have neither public addresses nor public certificates; no
    setting leads to them. resolve: how a name is looked up; may_reach: which addresses are called;
    trust: whose certificates count; seconds: how long all of it may take.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = looked_up,
        may_reach: Callable[[str], bool] = is_public,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._resolve, self._may_reach, self._seconds = resolve, may_reach, seconds
        self._trust = trust or ssl.create_default_context()

    def post(self, address: WebAddress, body: bytes, headers: Mapping[str, str]) -> WebAnswer:
        """Send a body; NotSent where nothing sensible came back in time."""
        return self._exchange("POST", address, body, headers)

    def get(self, address: WebAddress, headers: Mapping[str, str]) -> WebAnswer:
        """Fetch what is there; NotSent where nothing sensible came back in time."""
        return self._exchange("GET", address, None, headers)

    def _exchange(
        self, method: str, address: WebAddress, body: bytes | None, headers: Mapping[str, str]
    ) -> WebAnswer:
        until = _Until(self._seconds)
        host = address.host
        try:
            line = _Line(address, self._reachable(address, until), self._trust, until)
            try:
                line.request(method, address.target, body, {**headers, "Connection": "close"})
                answer = line.getresponse()
                return WebAnswer(answer.status, _body(answer))
            finally:
                line.hang_up()
        except _TooMuchError as error:
            raise NotSent(TOO_LONG, host) from error
        except ssl.SSLCertVerificationError as error:
            raise NotSent(NOT_TRUSTED, host) from error
        except TimeoutError as error:
            raise NotSent(TOO_SLOW, host) from error
        except OSError as error:
            raise NotSent(NOT_REACHED, host) from error
        except (HTTPException, ValueError) as error:
            raise NotSent(NO_ANSWER, host) from error

    def _reachable(self, address: WebAddress, until: "_Until") -> list[str]:
        """Return the addresses of a host; NotSent where a single one of them may not be called."""
        found = self._looked_up(address, until)
        if not all(self._may_reach(it) for it in found):
            raise NotSent(NOT_PUBLIC, address.host)
        return found

    def _looked_up(self, address: WebAddress, until: "_Until") -> list[str]:
        """Look a name up beside us: the system's own way of doing so knows no end of patience."""
        told: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def look() -> None:
            try:
                told.put(self._resolve(address.host, address.port))
            except (OSError, UnicodeError) as error:
                told.put(error)

        threading.Thread(target=look, daemon=True).start()
        try:
            found = told.get(timeout=until.left())
        except queue.Empty as error:
            raise NotSent(TOO_SLOW, address.host) from error
        if isinstance(found, OSError | UnicodeError) or not found:
            raise NotSent(NO_NAME, address.host)
        return [*found]


def _body(answer: HTTPResponse) -> bytes:
    """Read a body; how long it says that it is takes up no room."""
    if answer.length is not None and answer.length > MOST_BYTES:
        raise _TooMuchError
    body = answer.read(MOST_BYTES)
    if answer.length:
        raise IncompleteRead(body)
    return body


class _TooMuchError(Exception):
    """More was said than is listened to."""


class _Until:
    """A moment by which everything is over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; TimeoutError where there is none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Line(HTTPSConnection):
    """A connection to addresses that were checked, in the name of the host that they were asked for."""

    def __init__(
        self, address: WebAddress, reachable: Sequence[str], trust: ssl.SSLContext, until: _Until
    ) -> None:
        super().__init__(address.host, address.port, context=trust)
        self._at, self._trust, self._until = reachable, trust, until
        self._tls: ssl.SSLSocket | None = None

    def connect(self) -> None:
        """Call one address after the other until one answers, and see that it is who it should be."""
        raw = self._called()
        try:
            raw.settimeout(self._until.left())
            # Who it is is checked by the context, name and certificate.
            tls = self._trust.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise
        self.sock = _Wire(tls, self._until)
        self._tls = tls

    def hang_up(self) -> None:
        """End the connection, whatever came of it."""
        if self._tls is not None:
            self._tls.close()

    def _called(self) -> socket.socket:
        failed = OSError("no address")
        for at in self._at:
            try:
                return socket.create_connection((at, self.port), timeout=self._until.left())
            except OSError as error:
                failed = error
        raise failed


class _Wire:
    """What `http.client` takes for a socket: it ends on time, and after so many bytes."""

    def __init__(self, tls: ssl.SSLSocket, until: _Until) -> None:
        self.tls, self.until = tls, until

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the reader of an answer."""
        return io.BufferedReader(_Ear(self))

    def sendall(self, words: bytes) -> None:
        """Send all of it; a part that takes its time shortens the time of the next."""
        rest = memoryview(words)
        while rest:
            self.tls.settimeout(self.until.left())
            rest = rest[self.tls.send(rest) :]

    def close(self) -> None:
        """Keep the line: `http.client` lets go of it before the answer is read."""


class _Ear(io.RawIOBase):
    """The end of the wire that is read from."""

    def __init__(self, wire: _Wire) -> None:
        self._wire, self._heard = wire, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there."""
        self._wire.tls.settimeout(self._wire.until.left())
        count = self._wire.tls.recv_into(buffer)
        self._heard += count
        if self._heard > MOST_BYTES:
            raise _TooMuchError
        return count
