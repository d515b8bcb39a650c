"""The second step of signing in: the code of the device."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import local_date, now
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotAllowed
from tracker.people import commands, queries, rules
from tracker.people.actor import actor_on
from tracker.people.forms import SecondStepForm
from tracker.people.models import Session
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import begin, current_token
from tracker.people.views.blueprint import pages


@pages.get("/sign-in/second-factor")
@requires(Permission.PUBLIC)
def second_step() -> ResponseReturnValue:
    """Ask for the code; whoever comes here without the password goes back to it."""
    if _waiting() is None:
        return redirect(url_for(".sign_in_page"))
    return _page(SecondStepForm(next=request.args.get("next", "")))


@pages.post("/sign-in/second-factor")
@requires(Permission.PUBLIC)
def give_code() -> ResponseReturnValue:
    """Open the session; guesses are counted like those of a password."""
    session, form, at = _waiting(), SecondStepForm(), now()
    if session is None:
        return redirect(url_for(".sign_in_page"), 303)
    if not form.validate():
        return _page(form), 422
    login, address = session.person.login, request.remote_addr or "-"
    with transaction(is_deed=False):
        is_open = commands.begin_attempt(login, address=address, now=at, is_second_factor=True)
    try:
        token, is_recovery = _pass(form.one_time_code.data or "", login, address, is_open=is_open)
    except NotAllowed as refusal:
        with transaction(is_deed=False):
            commands.note_failure(login, now=at)
        form.one_time_code.errors = [_(refusal.sentence)]
        return _page(form), 422
    target = form.next.data if rules.is_local_path(form.next.data) else None
    answer = begin(redirect(target or url_for("overview.my_work"), 303), token)
    if is_recovery:
        # After `begin`, which forgets whatever was to be said to whoever was here before.
        flash(_("刚用掉一个恢复码。设备丢失的，请到“我的账号”换设备，或请安全管理员重置。"))
    return answer


def _pass(code: str, login: str, address: str, *, is_open: bool) -> tuple[str, bool]:
    at = now()
    with transaction():
        session = _waiting() if is_open else None
        if session is None:
            raise NotAllowed(rules.WRONG_CODE)
        person, is_recovery = commands.pass_second_factor(
            session, code, secret_key=current_app.config["SECRET_KEY"], now=at
        )
        commands.forget_failures(login, address=address, is_second_factor=True)
        actor = actor_on(person, local_date(at))
        token = commands.renew(
            session.id, session.token_hash, privileges=rules.privileges_of(actor)
        )
        if token is None:
            raise NotAllowed(rules.WRONG_CODE)
        return token, is_recovery


def _waiting() -> Session | None:
    token = current_token()
    return queries.waiting_session_of(token, now()) if token else None


def _page(form: SecondStepForm) -> str:
    return render_template("people/second_step.html", form=form)
