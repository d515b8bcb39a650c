"""Addresses on the web that this house may talk to (C33): one way to write them, and public ones alone.

An address that two readers could understand differently is refused, not repaired.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tracker.foundation.words import N_

LONGEST_URL, LONGEST_HOST = 1000, 253
HTTPS = 443
LARGEST_PORT = 65535

_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
HOST = re.compile(rf"({_NAME})(?::([1-9][0-9]{{0,4}}))?", re.ASCII)
"""A name with a dot whose last part is no number, and a port: never a bare number, never a name of the house."""
# Signs that stand in a path and a query as RFC 3986 has them; whatever else must be escaped.
_SIGNS = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})"
URL = re.compile(rf"https://([^/?#\\@]+)(/{_SIGNS}*)?", re.ASCII)

NO_URL = N_(
    "请填写以 https:// 开头的完整网址：主机用域名，不带用户名、密码和“#”，汉字和空格要转码。"
)
NOT_LISTED = N_("主机 {host} 不在允许的名单里，请系统管理员先在设置里加上。")

# What the registries of IANA keep for special use (RFC 6890 and later), and every way to write an
# IPv4 address as an IPv6 one: the checked address and the reached one would differ.
CLOSED = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
OPEN_IPV6 = ip_network("2000::/3")
"""Where all public addresses of IPv6 are; loopback, mapped, translated, local and group ones are outside."""


class BadAddress(ValueError):  # noqa: N818  it reads as what it is
    """An address that is not called; the sentence says why."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence.format(**values))
        self.sentence, self.values = sentence, values


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that was found well written; target: path and query, as they are sent."""

    host: str
    port: int
    target: str

    @property
    def place(self) -> str:
        """The host, with its port where that is not the usual one."""
        return self.host if self.port == HTTPS else f"{self.host}:{self.port}"


def web_address(url: str) -> WebAddress:
    """Take an address apart; BadAddress for one that is not plainly https and a public name."""
    found = URL.fullmatch(url) if len(url) <= LONGEST_URL else None
    place = _place(found[1].lower()) if found else None
    if found is None or place is None:
        raise BadAddress(NO_URL)
    return WebAddress(*place, found[2] or "/")


def listed(address: WebAddress, places: Collection[str]) -> WebAddress:
    """Return the address where its host is on the list; BadAddress where it is not."""
    if address.place not in places:
        raise BadAddress(NOT_LISTED, host=address.place)
    return address


def place_of(line: str) -> str | None:
    """Return a line of the list as it is compared, `host` or `host:port`; None for what is no host."""
    place = _place(line)
    return None if place is None else WebAddress(*place, "/").place


def is_public(address: str) -> bool:
    """Whether an address of the network is one that anybody may reach; what is none is not."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (ip.scope_id is not None or ip not in OPEN_IPV6):
        return False
    return ip.is_global and not ip.is_multicast and not _is_closed(ip)


def _is_closed(ip: IPv4Address | IPv6Address) -> bool:
    return any(ip in network for network in CLOSED if network.version == ip.version)


def _place(words: str) -> tuple[str, int] | None:
    found = HOST.fullmatch(words)
    if found is None or len(found[1]) > LONGEST_HOST:
        return None
    port = int(found[2] or HTTPS)
    return (found[1], port) if port <= LARGEST_PORT else None
