"""What was typed is not lost when the session ended meanwhile, or the page's token grew old.

The page that says so carries the fields with a fresh token; sending it again does what was
wanted, as whoever signed in meanwhile. Only for forms of our own pages, and never for proofs
of identity, which must not stand in a page.
"""

from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.people.sessions import is_signed_in
from tracker.shell.once import KEY
from tracker.shell.origins import is_from_here

SECRETS = ("password", "one_time_code")
RENEWED = frozenset({"csrf_token"})
SHORTEST_WORDS = 2


def typed_fields() -> list[tuple[str, str]]:
    """Return the fields that were sent, but for the token, which the page gives anew.

    The key of the page stays: what was done already, unseen, is not done again.
    """
    return [it for it in request.form.items(multi=True) if it[0] not in RENEWED]


def can_be_kept() -> bool:
    """Whether this request is a form of ours whose words can be shown again."""
    names = [name for name, _ in typed_fields() if name != KEY]
    has_secret = any(secret in name for name in names for secret in SECRETS)
    # A script that wants no page says itself what it has not sent.
    wants_page = not request.accept_mimetypes or request.accept_mimetypes.accept_html
    is_form = request.method == "POST" and bool(names) and wants_page
    return is_form and not has_secret and is_from_here()


def keep_page(status: HTTPStatus, *, first: str | None = None) -> ResponseReturnValue:
    """Show what was typed, to be sent again; `first` is where one must go before that."""
    fields = typed_fields()
    page = render_template(
        "shell/kept.html",
        fields=fields,
        words=list(dict.fromkeys(value for name, value in fields if _is_wording(value))),
        files=[file.filename for file in request.files.values() if file.filename],
        is_signed_in=is_signed_in(),
        first=first,
        action=request.full_path.rstrip("?"),
    )
    return page, status


def _is_wording(value: str) -> bool:
    """Whether somebody wrote this, and not the page: words of a language, not keys and figures."""
    return len(value.strip()) >= SHORTEST_WORDS and (not value.isascii() or " " in value.strip())
