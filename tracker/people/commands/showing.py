"""What is shown once (a link, recovery codes) stays for the session's next minutes, sealed."""

from datetime import datetime

from sqlalchemy import delete, select

from tracker.foundation.db import db
from tracker.foundation.sealing import seal
from tracker.people import rules
from tracker.people.commands.tokens import token_hash
from tracker.people.models import Session, Shown


def keep_shown(token: str, about: str, words: str, *, secret_key: str, now: datetime) -> None:
    """Keep words for the session of this token; they replace those about the same before."""
    session_id = db.session.scalar(
        select(Session.id).where(Session.token_hash == token_hash(token))
    )
    is_old = Shown.at < now - rules.SHOWN_FOR
    db.session.execute(
        delete(Shown).where(is_old | ((Shown.session_id == session_id) & (Shown.about == about)))
    )
    if session_id is not None:
        sealed = seal(words, secret_key=secret_key, about=rules.seal_of(session_id, about))
        db.session.add(Shown(session_id=session_id, about=about, sealed=sealed, at=now))
