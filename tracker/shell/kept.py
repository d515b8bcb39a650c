"""What was typed is not lost when the session ended meanwhile, or the page's token grew old.

The page that says so carries the fields, with a pass to send them once more; sending it again does
what was wanted, once who typed it is signed in. Only for forms of our own pages, and never for
proofs of identity, which must not stand in a page.
"""

from http import HTTPStatus

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from tracker.people.sessions import is_signed_in
from tracker.shell.authors import KEY, TOKEN, author, can_pass, is_anothers, mark_of, pass_for
from tracker.shell.kept_words import in_words
from tracker.shell.origins import is_from_here

SECRETS = ("password", "one_time_code")
RENEWED = frozenset({TOKEN})
MOST_KEPT = 1_100_000
"""Characters that are shown again to whoever is not signed in: the longest report and what is asked beside it."""


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
    if not is_signed_in() and sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return render_template("shell/too_long.html"), HTTPStatus.UNAUTHORIZED
    is_strange = is_anothers()
    page = render_template(
        "shell/kept.html",
        fields=_without_key(fields) if is_strange else fields,
        parts=in_words(current_app.view_functions.get(request.endpoint or ""), fields),
        files=[(name, file.filename) for name, file in request.files.items() if file.filename],
        is_signed_in=is_signed_in(),
        is_anothers=is_strange,
        token="" if is_strange else pass_for(fields) if can_pass() else generate_csrf(),
        first=first,
        action=request.full_path.rstrip("?"),
    )
    return page, HTTPStatus.FORBIDDEN if is_strange else status


def _without_key(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out the key, with which whoever is shown the page could do more than press its button."""
    rest = [it for it in fields if it[0] != KEY]
    return [*rest, (KEY, mark_of(author()))]
