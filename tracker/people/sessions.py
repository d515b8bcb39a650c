"""Who is at the other end of a request: the bridge between the cookie, Flask-Login and Actor."""

from datetime import datetime
from typing import cast

from flask import Flask, Request, current_app, g, request
from flask import session as form_cookie
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from tracker.foundation.clock import local_date, now
from tracker.foundation.db import transaction
from tracker.people import commands, queries, rules
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Grant, Person, Role, Session
from tracker.people.policy import policy

manager = LoginManager()
UNNOTED = frozenset({"people.session_left"})
"""What a page asks by itself, which is no use of the session (C04)."""

ROLE_NAMES = {
    Role.SUPERVISOR: "督查员",
    Role.LEADER: "领导",
    Role.HEAD: "单位负责人",
    Role.CONTACT: "联络员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
}


class SignedIn(UserMixin):
    """The person of this request, with the roles of today."""

    def __init__(
        self,
        actor: Actor,
        post_line: str,
        *,
        login: str,
        end: rules.End,
        must_change_password: bool,
        must_set_up_second_factor: bool,
    ) -> None:
        self.id = str(actor.id)
        self.actor = actor
        self.login = login
        self.end = end
        self.name = actor.name
        self.post_line = post_line
        self.must_change_password = must_change_password
        self.must_set_up_second_factor = must_set_up_second_factor

    @property
    def seconds_left(self) -> int:
        """How long the session lasts if nobody does anything."""
        return max(0, int((self.end.at - now()).total_seconds()))


def prepare_sessions(app: Flask) -> None:
    """Have every request ask the sessions table who is there."""
    manager.init_app(app)
    app.after_request(_give_renewed)


@manager.request_loader
def _load(_: Request) -> SignedIn | None:
    token = current_token()
    if not token:
        return None
    at = now()
    session = queries.session_of(token, at)
    if session is None:
        return None
    today = local_date(at)
    actor = actor_on(session.person, today)
    signed_in = SignedIn(
        actor,
        _post_line(session.person.grants, actor),
        login=session.person.login,
        end=rules.end_of(
            session.began_at,
            session.seen_at if request.endpoint in UNNOTED else at,
            policy(),
            is_admin=rules.is_admin(actor),
        ),
        must_change_password=_must_change(session.person, at),
        must_set_up_second_factor=needs_second_factor(actor)
        and not commands.has_second_factor(session.person),
    )
    return signed_in if _keep_fresh(session, rules.privileges_of(actor), at) else None


def _keep_fresh(session: Session, privileges: str, at: datetime) -> bool:
    """Note that the session is in use; give it another token where its privileges changed.

    Returns whether it still is what it was: it may have ended while we looked.
    """
    if request.endpoint in UNNOTED:
        return True
    has_changed = session.privileges != privileges
    if not has_changed and at - session.seen_at <= rules.SEEN_EVERY:
        return True
    session_id, former = session.id, session.token_hash
    with transaction(is_deed=False):
        commands.note_seen(session_id, now=at)
        renewed = commands.renew(session_id, former, privileges=privileges) if has_changed else None
    if renewed is not None:
        g.renewed_token = renewed
    return renewed is not None or not has_changed


def _give_renewed(response: Response) -> Response:
    renewed: str | None = g.pop("renewed_token", None)
    if renewed is not None:
        _set_cookie(response, renewed)
    return response


def needs_second_factor(actor: Actor) -> bool:
    """Whether the person may not work without a second factor.

    The three admins need one wherever real work is kept; the example city can be tried without.
    """
    return rules.needs_second_factor(
        {role for role, _unit in actor.roles},
        all_need=policy().all_need_second_factor,
        is_demanded_of_admins=current_app.config["SECOND_FACTOR_OF_ADMINS"],
    )


def must_set_up_second_factor() -> bool:
    """Whether the person may do nothing but set up a second factor."""
    return is_signed_in() and cast(SignedIn, current_user).must_set_up_second_factor


def must_change_password() -> bool:
    """Whether the person may do nothing but change the password."""
    return is_signed_in() and cast(SignedIn, current_user).must_change_password


def is_signed_in() -> bool:
    """Whether somebody is signed in."""
    return bool(current_user.is_authenticated)


def current_actor() -> Actor:
    """Return who acts; the guards saw to it that somebody is signed in."""
    return cast(SignedIn, current_user).actor


def cookie_name() -> str:
    """Return the name of the identity cookie; `__Host-` needs TLS."""
    return "__Host-luoshi" if current_app.config["SESSION_COOKIE_SECURE"] else "luoshi"


def visitor() -> SignedIn:
    """Return who is signed in, with what pages say about it; the guards saw to it that somebody is."""
    return cast(SignedIn, current_user)


def current_token() -> str | None:
    """Return the token that the browser holds: what it sent, or what this answer will give it."""
    renewed: str | None = g.get("renewed_token")
    return renewed or request.cookies.get(cookie_name())


def begin(response: Response, token: str) -> Response:
    """Give the browser its token; nothing of whoever was there before stays in its form cookie."""
    form_cookie.clear()
    g.pop("renewed_token", None)
    _set_cookie(response, token)
    return response


def _set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def end(response: Response) -> Response:
    """Take the token back and have the browser forget what it kept."""
    form_cookie.clear()
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    g.pop("renewed_token", None)
    g.pop("_login_user", None)
    return response


def _must_change(person: Person, at: datetime) -> bool:
    return rules.must_change(
        policy().profile,
        set_at=person.password_set_at,
        is_given=person.must_change_password,
        now=at,
    )


def _post_line(grants: list[Grant], actor: Actor) -> str:
    held = [grant for grant in grants if (grant.role, grant.unit_id) in actor.roles]
    return "、".join(f"{grant.unit.short_name} · {ROLE_NAMES[grant.role]}" for grant in held)
