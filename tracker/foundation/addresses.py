"""Addresses that others send (a Referer, an Origin, a report of a browser), and ours as others are told them."""

from urllib.parse import SplitResult, urlsplit

from flask import current_app


def parts_of(address: str | None) -> SplitResult:
    """Take an address apart; what is none has no parts."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def from_outside(path: str) -> str:
    """Complete a path of ours by the configured address alone: what a request says of its host is hearsay.

    Where none is configured it stays a path.
    """
    base: str | None = current_app.config.get("BASE_URL")
    return (base or "").rstrip("/") + path
