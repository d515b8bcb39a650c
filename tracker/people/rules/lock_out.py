"""When so many attempts failed that the door stays shut for a while; nobody is shut out for good.

One account from one network is shut for the window. An account tried from everywhere, and a network
that tries many names, are slowed down: the owner, and the office behind one address, still come in.
"""

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

FAILURES_OF_ACCOUNT = 20
FAILURES_OF_NETWORK = 100
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(minutes=1)
DOUBLINGS = 10
"""After so many the wait is the longest anyway."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NETWORK_BITS = {4: 24, 6: 64}


def network_of(address: str) -> str:
    """Return the network that an address counts for: its /24, of IPv6 its /64."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:45]
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    around = ipaddress.ip_network((found, NETWORK_BITS[found.version]), strict=False)
    return str(around)


def locked_until(failures: Sequence[datetime], *, most: int, window: timedelta) -> datetime | None:
    """Return when a door opens again that shuts for `window` at the last of `most` failures in it.

    failures: the moments of those that count, in order; none is counted while the door is shut.
    """
    if len(failures) < most or failures[-1] - failures[-most] > window:
        return None
    return failures[-1] + window


def delayed_until(
    failures: Sequence[datetime],
    now: datetime,
    *,
    window: timedelta,
    most: int = FAILURES_OF_ACCOUNT,
) -> datetime | None:
    """Return when a door under attack may be tried again, None for at once.

    The wait doubles with each failure beyond `most`, up to a minute: guessing takes for ever,
    while nobody is locked out.
    """
    recent = [at for at in failures if now - at <= window]
    beyond = len(recent) - most
    if beyond < 0:
        return None
    return recent[-1] + min(FIRST_DELAY * (1 << min(beyond, DOUBLINGS)), LONGEST_DELAY)


def window_began(now: datetime, window: timedelta) -> datetime:
    """Return when the stretch of time began in which a shut door is written down once."""
    return EPOCH + (now - EPOCH) // window * window
