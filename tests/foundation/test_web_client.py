"""The way out of the house: it reaches whom it is told to reach, and nobody else (C33)."""

import socket
import ssl
import time
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest

from tests import receiver
from tests.receiver import HOST, LOOPBACK, Received, plainly
from tracker.foundation.web_addresses import (
    BadAddress,
    WebAddress,
    is_public,
    listed,
    place_of,
    web_address,
)
from tracker.foundation.web_client import MOST_BYTES, NotSent, WebClient, looked_up

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


def test_what_is_sent_arrives_and_the_answer_comes_back(home: Path) -> None:
    with receiver.receiver(home, plainly(HEAD + b"Content-Length: 3\r\n\r\nyes")) as there:
        answer = receiver.client(home).post(there.address("/in?a=1"), b"{}", {"X-Own": "v"})

        assert (answer.status, answer.body) == (200, b"yes")
        (received,) = there.received
        assert received.line == "POST /in?a=1 HTTP/1.1"
        assert received.headers["host"] == f"{HOST}:{there.port}"
        assert received.headers["x-own"] == "v"
        assert received.body == b"{}"


def test_something_is_fetched(home: Path) -> None:
    with receiver.receiver(home) as there:
        assert receiver.client(home).get(there.address(), {}).body == b"{}"
        assert there.received[0].line == "GET /in HTTP/1.1"


@pytest.mark.parametrize(
    "words",
    [
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n",
        b"Connection: keep-alive\r\nContent-Length: 3\r\n\r\nyes",
        b"\r\nyes",
    ],
)
def test_an_answer_may_be_ended_in_any_way_of_http(home: Path, words: bytes) -> None:
    with receiver.receiver(home, plainly(HEAD + words)) as there:
        assert receiver.client(home).post(there.address(), b"", {}).body == b"yes"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_like_any_other_and_followed_nowhere(
    home: Path, status: int
) -> None:
    with receiver.receiver(home) as other:
        said = f"HTTP/1.1 {status} Moved\r\nLocation: {other.url()}\r\nContent-Length: 0\r\n\r\n"
        with receiver.receiver(home, plainly(said.encode())) as there:
            assert receiver.client(home).post(there.address(), b"", {}).status == status
        assert other.calls == 0


def test_proxies_of_the_environment_are_not_asked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver.receiver(home) as proxy, receiver.receiver(home) as there:
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{LOOPBACK}:{proxy.port}")
        receiver.client(home).post(there.address(), b"", {})
        assert proxy.calls == 0


def test_a_server_that_nobody_vouches_for_gets_nothing(home: Path) -> None:
    with receiver.receiver(home) as there:
        usual = WebClient(resolve=lambda *_: [LOOPBACK], may_reach=lambda _: True, seconds=3)
        with pytest.raises(NotSent, match="证书不可信"):
            usual.post(there.address(), b"secret", {})
        assert there.received == []


def test_a_server_of_another_name_gets_nothing(home: Path) -> None:
    with receiver.receiver(home, name="other.example.org") as there:
        with pytest.raises(NotSent, match="证书不可信"):
            receiver.client(home).post(there.address(), b"secret", {})
        assert there.received == []


def test_who_drips_is_hung_up_on_when_the_time_is_over(home: Path) -> None:
    def drip(line: ssl.SSLSocket, _received: Received) -> None:
        for sign in chain(HEAD, repeat(ord("x"))):
            line.send(bytes([sign]))
            if there.over.wait(0.05):
                return

    with receiver.receiver(home, drip) as there:
        begun = time.monotonic()
        with pytest.raises(NotSent, match="没有在"):
            receiver.client(home, seconds=0.4).post(there.address(), b"", {})
        assert time.monotonic() - begun < 1


def test_who_does_not_even_greet_is_hung_up_on(home: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        address = WebAddress(HOST, silent.getsockname()[1], "/")
        with pytest.raises(NotSent, match="没有在"):
            receiver.client(home, seconds=0.2).post(address, b"", {})


def test_no_time_at_all_is_no_time_to_look_a_name_up(home: Path) -> None:
    with pytest.raises(NotSent, match="没有在"):
        receiver.client(home, seconds=0).get(WebAddress(HOST, 443, "/"), {})


def test_a_name_is_looked_up_as_the_system_knows_it() -> None:
    assert LOOPBACK in looked_up("localhost", 443)


@pytest.mark.parametrize("head", [HEAD + b"\r\n", HEAD + b"X-Long: ", HEAD])
def test_no_more_is_listened_to_than_sixty_four_kilobytes(home: Path, head: bytes) -> None:
    def talk(line: ssl.SSLSocket, _received: Received) -> None:
        line.sendall(head)
        for _ in range(64):
            line.sendall(b"X-A: " + b"x" * (MOST_BYTES // 16) + b"\r\n")

    with receiver.receiver(home, talk) as there, pytest.raises(NotSent):
        receiver.client(home).post(there.address(), b"", {})


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"nonsense\r\n\r\n",
        HEAD + b"Content-Length: 9\r\n\r\nshort",
        HEAD + b"Content-Length: " + b"9" * 13 + b"\r\n\r\nshort",
        *(CHUNKED + size + b"\r\nshort" for size in (b"-5", b"7ffffffffffffff0", b"f" * 99)),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(home: Path, words: bytes) -> None:
    with receiver.receiver(home, plainly(words)) as there, pytest.raises(NotSent):
        receiver.client(home).post(there.address(), b"", {})


def test_a_closed_door_is_said_to_be_one_after_every_address_was_tried(home: Path) -> None:
    with receiver.receiver(home) as there:
        address = there.address()
        two = WebClient(
            resolve=lambda *_: ["127.0.0.9", LOOPBACK],
            may_reach=lambda _: True,
            trust=receiver.trust(home),
        )
        assert two.post(address, b"", {}).status == 200
    with pytest.raises(NotSent, match="连不上"):
        two.post(address, b"", {})


def test_a_name_that_is_asked_for_too_long_is_given_up(home: Path) -> None:
    def patient(_host: str, _port: int) -> list[str]:
        time.sleep(0.5)
        return [LOOPBACK]

    slow = WebClient(
        resolve=patient, may_reach=lambda _: True, trust=receiver.trust(home), seconds=0.1
    )
    with pytest.raises(NotSent, match="没有在"):
        slow.post(WebAddress(HOST, 443, "/"), b"", {})


def _unknown(_host: str, _port: int) -> list[str]:
    raise OSError("no such name")


@pytest.mark.parametrize("resolve", [_unknown, lambda *_: []])
def test_a_name_that_nobody_knows_is_said_to_be_one(resolve: object) -> None:
    lost = WebClient(resolve=resolve)  # type: ignore[arg-type]  # both are ways to look up
    with pytest.raises(NotSent, match="查不到"):
        lost.post(WebAddress(HOST, 443, "/"), b"", {})


def test_a_name_that_answers_otherwise_the_second_time_leads_nowhere(home: Path) -> None:
    """DNS rebinding: what was checked is what is called."""
    answers: Iterator[list[str]] = iter([[LOOPBACK], ["127.0.0.2"], [LOOPBACK, "127.0.0.2"]])
    fickle = WebClient(
        resolve=lambda *_: next(answers),
        may_reach=lambda address: address == LOOPBACK,
        trust=receiver.trust(home),
    )
    with receiver.receiver(home, address="0.0.0.0") as there:  # noqa: S104  loopback has many addresses
        assert fickle.post(there.address(), b"", {}).status == 200
        for _ in range(2):
            with pytest.raises(NotSent, match="内部或保留"):
                fickle.post(there.address(), b"", {})
        assert there.calls == 1


HOSTILE = """
http://hooks.example.org/
HTTPS://127.0.0.1:{port}/
https://127.0.0.1:{port}/
https://127.1:{port}/
https://127.0.1:{port}/
https://2130706433:{port}/
https://0x7f000001:{port}/
https://0x7f.0.0.1:{port}/
https://0x7f.0x0.0x0.0x1:{port}/
https://0177.0.0.1:{port}/
https://0177.0000.0000.0001:{port}/
https://017700000001:{port}/
https://127.0.0.1.:{port}/
https://127.000.000.001:{port}/
https://00000127.0.0.1:{port}/
https://0:{port}/
https://0.0.0.0:{port}/
https://[::]:{port}/
https://[::1]:{port}/
https://[0:0:0:0:0:0:0:1]:{port}/
https://[::ffff:127.0.0.1]:{port}/
https://[::ffff:7f00:1]:{port}/
https://[0:0:0:0:0:ffff:127.0.0.1]:{port}/
https://[::127.0.0.1]:{port}/
https://[64:ff9b::127.0.0.1]:{port}/
https://[2002:7f00:1::]:{port}/
https://[fe80::1%25lo]:{port}/
https://[fe80::1%lo]:{port}/
https://[fc00::1]:{port}/
https://[::1%31]:{port}/
https://169.254.169.254/latest/meta-data/
https://[fd00:ec2::254]/latest/
https://100.100.100.200/latest/
https://10.0.0.1/
https://192.168.1.1/
https://172.16.0.1/
https://100.64.0.1/
https://224.0.0.1/
https://255.255.255.255/
https://localhost:{port}/
https://LOCALHOST:{port}/
https://localhost.:{port}/
https://localhost.localdomain:{port}/
https://ip6-localhost:{port}/
https://loopback.example.org:{port}/
https://both.example.org:{port}/
https://mapped.example.org:{port}/
https://nat64.example.org:{port}/
https://metadata.example.org/
https://private.example.org/
https://unspecified.example.org:{port}/
https://odd.example.org:{port}/
https://printer:{port}/
https://printer.:{port}/
https://①②⑦.⓪.⓪.①:{port}/
https://１２７.０.０.１:{port}/
https://127。0。0。1:{port}/
https://ｌｏｃａｌｈｏｓｔ:{port}/
https://localhos\u0074\u200b:{port}/
https://hooks.example.org@127.0.0.1:{port}/
https://hooks.example.org:443@127.0.0.1:{port}/
https://hooks.example.org%40127.0.0.1:{port}/
https://127.0.0.1:{port}@hooks.example.org/
https://127.0.0.1:{port}#@hooks.example.org/
https://127.0.0.1:{port}?@hooks.example.org/
https://127.0.0.1:{port}\\@hooks.example.org/
https://hooks.example.org\\@127.0.0.1:{port}/
https:\\\\127.0.0.1:{port}\\
https:/127.0.0.1:{port}/
https:127.0.0.1:{port}/
https:///127.0.0.1:{port}/
https:////127.0.0.1:{port}/
//127.0.0.1:{port}/
/127.0.0.1:{port}/
https://%6c%6f%63%61lhost:{port}/
https://127.0.0.1%00.example.org:{port}/
https://127.0.0.1%09:{port}/
https://127.0.0.1\t:{port}/
https://hooks.example.org\t.127.0.0.1:{port}/
https://hooks.example.org\r\nHost: 127.0.0.1:{port}/
https://hooks.example.org/\r\nX-A: b
https://hooks.example.org/ a
https://hooks.example.org/路
https://hooks.example.org/#frag
https://hooks.example.org:0/
https://hooks.example.org:65536/
https://hooks.example.org:+{port}/
https://hooks.example.org:{port}:{port}/
https://hooks.example.org:/
https://hooks.example.org:{port}x/
https://-hooks.example.org:{port}/
https://hooks..example.org:{port}/
https://hooks_a.example.org:{port}/
https://example.123:{port}/
https://example.0x7f:{port}/
ftp://127.0.0.1:{port}/
file:///etc/passwd
gopher://127.0.0.1:{port}/_x
dict://127.0.0.1:{port}/
jar:https://127.0.0.1:{port}!/
javascript:https://hooks.example.org/
data:text/plain,x
wss://127.0.0.1:{port}/
https://
https://.
https://.example.org/
"""
NAMES = {
    "loopback.example.org": [LOOPBACK],
    "both.example.org": ["93.184.215.14", LOOPBACK],
    "mapped.example.org": ["::ffff:127.0.0.1"],
    "nat64.example.org": ["64:ff9b::7f00:1"],
    "metadata.example.org": ["169.254.169.254"],
    "private.example.org": ["10.1.2.3"],
    "unspecified.example.org": ["0.0.0.0"],  # noqa: S104  nobody is bound here
    "odd.example.org": ["127.1"],
    "localhost.localdomain": [LOOPBACK],
}


def test_eighty_hostile_addresses_make_no_connection_at_all(home: Path) -> None:
    with receiver.receiver(home) as canary:
        forms = [line.format(port=canary.port) for line in HOSTILE.strip("\n").split("\n")]
        guarded = WebClient(resolve=lambda host, _port: NAMES[host], trust=receiver.trust(home))
        # Only these are written as an address may be; the guard stops them where they lead to.
        named = [it for it in forms if _is_well_written(it)]

        for form in named:
            with pytest.raises(NotSent, match="内部或保留"):
                guarded.post(web_address(form), b"", {})
        assert len(forms) > 80
        assert len(named) == len(NAMES)
        assert canary.calls == 0


def _is_well_written(form: str) -> bool:
    try:
        web_address(form)
    except BadAddress:
        return False
    return True


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://hooks.example.org", "hooks.example.org", 443, "/"),
        (
            "https://Hooks.Example.org/a/b?c=%E8%B7%AF&d",
            "hooks.example.org",
            443,
            "/a/b?c=%E8%B7%AF&d",
        ),
        ("https://a.xn--fiqs8s:8443/", "a.xn--fiqs8s", 8443, "/"),
        (
            "https://open.feishu.cn/open-apis/bot/v2/hook/x-y_z",
            "open.feishu.cn",
            443,
            "/open-apis/bot/v2/hook/x-y_z",
        ),
    ],
)
def test_a_plain_address_is_taken_apart(url: str, host: str, port: int, target: str) -> None:
    assert web_address(url) == WebAddress(host, port, target)


def test_only_listed_hosts_are_called_and_each_port_is_listed_for_itself() -> None:
    usual, other = WebAddress(HOST, 443, "/"), WebAddress(HOST, 8443, "/")

    assert listed(usual, (HOST,)) is usual
    assert listed(other, (f"{HOST}:8443",)) is other
    for address, places in ((other, (HOST,)), (usual, ()), (usual, ("example.org",))):
        with pytest.raises(BadAddress, match="不在允许的名单里"):
            listed(address, places)


def test_a_line_of_the_list_is_a_host_in_one_way_of_writing() -> None:
    assert place_of("hooks.example.org:443") == HOST
    assert place_of("hooks.example.org:8443") == "hooks.example.org:8443"
    nested = f"{'a.' * 130}org"
    for line in (
        "*.example.org",
        f"https://{HOST}",
        "10.0.0.1",
        "intranet",
        "A.example",
        "",
        nested,
    ):
        assert place_of(line) is None


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"])
def test_public_addresses_are_reached(address: str) -> None:
    assert is_public(address)


CLOSED = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.0.1
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1
::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:db8::1
2002:808:808::1 3fff::1 5f00::1 fc00::1 fdff::1 fe80::1 fe80::1%eth0 2606:2800::1%eth0 fec0::1
ff02::1 ff0e::1 127.1 0x7f.0.0.1 localhost
"""


@pytest.mark.parametrize("address", CLOSED.split())
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(address)
