"""Who is at the other end of a request: the bridge between the cookie, Flask-Login and Actor."""

from typing import cast

from flask import Flask, Request, current_app, g, request
from flask import session as form_cookie
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from tracker.foundation.clock import local_date, now
from tracker.foundation.db import transaction
from tracker.people import commands, queries, rules
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Grant, Role

manager = LoginManager()

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

    def __init__(self, actor: Actor, post_line: str) -> None:
        self.id = str(actor.id)
        self.actor = actor
        self.name = actor.name
        self.post_line = post_line


def prepare_sessions(app: Flask) -> None:
    """Have every request ask the sessions table who is there."""
    manager.init_app(app)


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
    signed_in = SignedIn(actor, _post_line(session.person.grants, actor))
    if at - session.seen_at > rules.SEEN_EVERY:
        with transaction():
            commands.note_seen(session, now=at)
    return signed_in


def is_signed_in() -> bool:
    """Whether somebody is signed in."""
    return bool(current_user.is_authenticated)


def current_actor() -> Actor:
    """Return who acts; the guards saw to it that somebody is signed in."""
    return cast(SignedIn, current_user).actor


def cookie_name() -> str:
    """Return the name of the identity cookie; `__Host-` needs TLS."""
    return "__Host-luoshi" if current_app.config["SESSION_COOKIE_SECURE"] else "luoshi"


def current_token() -> str | None:
    """Return the token that the browser sent."""
    return request.cookies.get(cookie_name())


def begin(response: Response, token: str) -> Response:
    """Give the browser its token; nothing of whoever was there before stays in its form cookie."""
    form_cookie.clear()
    response.set_cookie(
        cookie_name(),
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def end(response: Response) -> Response:
    """Take the token back and have the browser forget what it kept."""
    form_cookie.clear()
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    g.pop("_login_user", None)
    return response


def _post_line(grants: list[Grant], actor: Actor) -> str:
    held = [grant for grant in grants if (grant.role, grant.unit_id) in actor.roles]
    return "、".join(f"{grant.unit.short_name} · {ROLE_NAMES[grant.role]}" for grant in held)
