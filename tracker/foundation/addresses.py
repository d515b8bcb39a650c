"""Addresses that others send: a Referer, an Origin, a report of a browser."""

from urllib.parse import SplitResult, urlsplit


def parts_of(address: str | None) -> SplitResult:
    """Take an address apart; what is none has no parts."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")
