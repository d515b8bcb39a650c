"""Requests that another site had the browser send (C31); asked before the form's token is.

A browser says where a posting form stands: by `Sec-Fetch-Site`, or by `Origin`. Programs
without a browser send neither, and are left to the token.
"""

from flask import Flask, current_app, request

from tracker.foundation.addresses import parts_of
from tracker.foundation.errors import NotAllowed
from tracker.foundation.words import N_
from tracker.shell.reports import ENDPOINT as CSP_REPORTS

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ELSEWHERE = N_("这份表单不是从本系统的页面送来的，没有办理。")


def refuse_other_sites(app: Flask) -> None:
    """Put the question before every view that may change something."""
    app.before_request(_refuse_other_sites)


def is_from_here() -> bool:
    """Whether the browser says that the form stands on a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return _is_ours(origin) if origin is not None else site is not None


def _refuse_other_sites() -> None:
    if request.method in SAFE_METHODS or request.endpoint == CSP_REPORTS:
        return
    says_nothing = "Origin" not in request.headers and "Sec-Fetch-Site" not in request.headers
    if not says_nothing and not is_from_here():
        raise NotAllowed(ELSEWHERE)


def _is_ours(origin: str) -> bool:
    """Compare hosts, not schemes: before a proxy that ends TLS the schemes differ."""
    host = parts_of(origin).netloc
    base = parts_of(current_app.config.get("BASE_URL")).netloc
    return bool(host) and host in {request.host, base}
