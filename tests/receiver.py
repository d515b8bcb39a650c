"""A web server on loopback with a certificate of our own: what outgoing calls are received by."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tracker.foundation.web_addresses import WebAddress
from tracker.foundation.web_client import WebClient

HOST, LOOPBACK = "hooks.example.org", "127.0.0.1"
FINE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came in."""

    line: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[ssl.SSLSocket, Received], None]


def plainly(words: bytes) -> Answer:
    """Answer with these very bytes."""
    return lambda line, _received: line.sendall(words)


class Receiver:
    """A server for one test; answer: what it does with a request; calls: who connected at all."""

    def __init__(self, answer: Answer, address: str, home: Path, name: str) -> None:
        self.answer, self.received, self.calls = answer, list[Received](), 0
        self.over = threading.Event()
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._trust.load_cert_chain(_certificate(home, name))
        self._server = socket.create_server((address, 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def address(self, target: str = "/in", host: str = HOST) -> WebAddress:
        return WebAddress(host, self.port, target)

    def url(self, target: str = "/in") -> str:
        return f"https://{HOST}:{self.port}{target}"

    def stop(self) -> None:
        self.over.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                raw, _ = self._server.accept()
            except OSError:
                return
            self.calls += 1
            raw.settimeout(5)
            with raw, suppress(OSError):
                line = self._trust.wrap_socket(raw, server_side=True)
                with line:
                    received = _read(line)
                    self.received.append(received)
                    self.answer(line, received)


@contextmanager
def receiver(
    home: Path, answer: Answer | None = None, *, address: str = LOOPBACK, name: str = HOST
) -> Iterator[Receiver]:
    """Run a server; name: what its certificate says."""
    running = Receiver(answer or plainly(FINE), address, home, name)
    try:
        yield running
    finally:
        running.stop()


def client(home: Path, *, seconds: float = 3.0, at: str = LOOPBACK) -> WebClient:
    """A client that trusts our certificates and reaches loopback, which a product's never does."""
    return WebClient(
        resolve=lambda _host, _port: [at],
        may_reach=lambda address: address == at,
        trust=trust(home),
        seconds=seconds,
    )


def trust(home: Path) -> ssl.SSLContext:
    """What trusts the certificates of this folder."""
    _certificate(home, HOST)
    return ssl.create_default_context(cafile=str(home / "authority.pem"))


def serving(home: Path, name: str) -> ssl.SSLContext:
    """What another kind of server shows a certificate of ours with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(home, name))
    return context


def _read(line: ssl.SSLSocket) -> Received:
    with line.makefile("rb") as reading:
        first = reading.readline().decode().strip()
        headers: dict[str, str] = {}
        while row := reading.readline().decode().strip():
            name, _, value = row.partition(":")
            headers[name.lower()] = value.strip()
        return Received(first, headers, reading.read(int(headers.get("content-length", 0))))


@cache
def _authority(home: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Name]:
    key, name = ec.generate_private_key(ec.SECP256R1()), _named("Test authority")
    made = _drawn(name, name, key).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    made = made.add_extension(
        x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        ),
        critical=True,
    )
    made = made.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    )
    signed = made.sign(key, hashes.SHA256())
    (home / "authority.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return key, name


@cache
def _certificate(home: Path, host: str) -> Path:
    authority, issuer = _authority(home)
    key = ec.generate_private_key(ec.SECP256R1())
    made = _drawn(_named(host), issuer, key)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False
    )
    signed = made.sign(authority, hashes.SHA256())
    kept = home / f"{host}.pem"
    kept.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return kept


def _named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, words)])


def _drawn(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    today = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
    )
