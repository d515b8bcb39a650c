"""A form that is sent twice does its deed once: a double click, a proxy's or a person's second try.

Every posting form carries a key of its page. The first transaction of a request claims the
request by its digest (person, address, fields, files); whoever comes second with the same gets
the answer of the first. The same key with other words is another wish: a page that came back
with errors, or stayed open, may send its form again.
"""

import hashlib
import secrets
import time
from collections.abc import Iterator

from flask import Flask, Response, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import event

from tracker.foundation.answers import Answer, answer_to, claim, note_answer, release
from tracker.foundation.clock import now
from tracker.foundation.db import IS_DEED, db, first_act, last_act, transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.sessions import current_actor, is_signed_in
from tracker.shell.authors import KEY, TOKEN, new_key

UNHEARD = frozenset({KEY, TOKEN})
DONE = N_("这份表单刚才已经收到，没有重复办理。")
FLASHES = "_flashes"
LONGEST_WAIT, PAUSE = 0.4, 0.02
"""Seconds. Who is answered at this moment is done with it soon; a worker is not held for long."""
BLOCK = 1 << 16


class AlreadyAnswered(RuleBroken):
    """The same request was answered before (409 where its answer cannot be given again)."""

    def __init__(self) -> None:
        super().__init__(DONE)


def answer_once(app: Flask) -> None:
    """Give every page its key, and see to it that a request is answered once."""
    app.jinja_env.globals["form_key"] = form_key
    app.after_request(_remember)


@event.listens_for(db.session, "after_commit")
def _is_committed(_session: object) -> None:
    if has_request_context() and g.pop("is_claiming", False):
        g.is_claimed = True


@event.listens_for(db.session, "after_rollback")
def _is_rolled_back(_session: object) -> None:
    if has_request_context():
        g.pop("is_claiming", None)


def form_key(action: str = "") -> str:
    """Return the key of the page now being drawn for its form that goes to this address."""
    if "page_chance" not in g:
        g.page_chance, g.form_keys = secrets.token_urlsafe(12), {}
    keys: dict[str, str] = g.form_keys
    if action not in keys:
        keys[action] = new_key(g.page_chance, action)
    return keys[action]


def expect_once() -> ResponseReturnValue | None:
    """Answer a request that was answered before; else its transactions are its deed from here on.

    The guards ask, as the last thing before the view.
    """
    if request.method == "POST" and request.form.get(KEY) and is_signed_in():
        g.request_digest = _digest()
    return earlier_answer()


def give_up_once() -> None:
    """Leave the request unclaimed: its deed was refused, and what is written now is not the deed."""
    if not g.get("is_claimed"):
        g.pop("request_digest", None)


def earlier_answer() -> ResponseReturnValue | None:
    """Return the answer that this very request got before, if it did and it can be given again.

    The one who is being answered at this moment may need a little longer than we do: we wait for
    it, once in a request; then the person is told that the form was received.
    """
    digest: str | None = g.get("request_digest")
    if digest is None or g.get("is_claimed"):
        return None
    ends = g.setdefault("waits_until", time.monotonic() + LONGEST_WAIT)
    while (kept := answer_to(digest)) is not None:
        if kept.location:
            return _again(kept)
        db.session.rollback()
        if time.monotonic() > ends:
            break
        time.sleep(PAUSE)
    return None


def _again(kept: Answer) -> ResponseReturnValue:
    if kept.said:
        session[FLASHES] = [tuple(it) for it in kept.said]
    return redirect(kept.location or "/", 303)


@first_act
def _refuse_second() -> None:
    if _is_first_deed() and answer_to(g.request_digest) is not None:
        raise AlreadyAnswered


@last_act
def _claim() -> None:
    if _is_first_deed():
        claim(g.request_digest, now=now())
        g.is_claiming = True


def _is_first_deed() -> bool:
    if not has_request_context() or not db.session().info[IS_DEED]:
        return False
    return "request_digest" in g and not g.get("is_claimed")


def _remember(response: Response) -> Response:
    if not g.get("is_claimed"):
        return response
    with transaction():
        if response.location:
            note_answer(g.request_digest, response.location, session.get(FLASHES, ()))
        else:
            # A file or a page cannot be given again from here: whoever asks anew is answered anew.
            release(g.request_digest)
    return response


def _digest() -> str:
    """Tell one request from every other; files are read through once."""
    told = hashlib.sha256()
    for part in _parts():
        told.update(len(part).to_bytes(8, "big") + part)
    return told.hexdigest()


def _parts() -> Iterator[bytes]:
    yield str(current_actor().id).encode()
    yield request.full_path.encode()
    yield request.form[KEY].encode("utf-8", "surrogatepass")
    for name, value in request.form.items(multi=True):
        if name not in UNHEARD:
            yield name.encode("utf-8", "surrogatepass")
            yield value.encode("utf-8", "surrogatepass")
    for name, file in request.files.items(multi=True):
        yield name.encode("utf-8", "surrogatepass")
        yield (file.filename or "").encode("utf-8", "surrogatepass")
        read = hashlib.sha256()
        while block := file.stream.read(BLOCK):
            read.update(block)
        file.stream.seek(0)
        yield read.digest()
