"""One's own account: where one is signed in, and the second factor."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import segno
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotAllowed, NotFound, RuleBroken, require
from tracker.foundation.forms import DeedForm
from tracker.foundation.words import N_
from tracker.people import commands, queries, rules
from tracker.people.forms import CodeForm, ProofForm
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import (
    current_actor,
    current_token,
    must_set_up_second_factor,
    needs_second_factor,
)
from tracker.people.views import shown_once
from tracker.people.views.blueprint import pages
from tracker.people.views.shown_once import secret_key, shown_minutes

Done = TypeVar("Done")
WRONG_PASSWORD = N_("密码不对。")
RECOVERY_CODES = "recovery_codes"
A_MOMENT = timedelta(seconds=30)
"""After so long a code that is wrong is no second click any more."""
NOTHING_PENDING = N_("没有待确认的动态口令，请先开始设置。")


@pages.get("/account")
@requires(Permission.OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    """Show who one is here, where one is signed in, and how one proves it."""
    return _account_page(CodeForm(formdata=None))


@pages.post("/account/sessions/<int:session_id>/end")
@requires(Permission.OWN_ACCOUNT)
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    if DeedForm().validate():
        with transaction():
            commands.end_session(current_actor(), session_id, now=now())
        flash(_("那里的登录已退出。"))
    return redirect(url_for(".account"), 303)


@pages.post("/account/sessions/end-others")
@requires(Permission.OWN_ACCOUNT)
def end_other_sessions() -> ResponseReturnValue:
    """End every session but this one."""
    if DeedForm().validate():
        with transaction():
            ended = commands.end_other_sessions(current_actor(), current_token() or "", now=now())
        flash(_("其他 %(count)s 处登录已退出。", count=ended))
    return redirect(url_for(".account"), 303)


# ── the second factor ───────────────────────────────────────────────────────


@pages.get("/account/second-factor")
@requires(Permission.OWN_ACCOUNT)
def second_factor_setup() -> ResponseReturnValue:
    """Show how to set a device up: first the password, then the picture and the first code."""
    return _setup_page()


@pages.post("/account/second-factor/begin")
@requires(Permission.OWN_ACCOUNT)
def begin_second_factor() -> ResponseReturnValue:
    """Make a secret for the device, for whoever knows the password."""
    form = ProofForm()
    if not form.validate():
        return _setup_page(proof=form), 422
    if not _is_proved(form):
        return _setup_page(proof=form), 422
    with transaction():
        actor = current_actor()
        commands.begin_second_factor(
            actor, queries.own_account(actor), secret_key=secret_key(), now=now()
        )
    return redirect(url_for(".second_factor_setup"), 303)


@pages.get("/account/second-factor/picture")
@requires(Permission.OWN_ACCOUNT)
def second_factor_picture() -> ResponseReturnValue:
    """Draw what the device reads."""
    person = queries.own_account(current_actor())
    secret = commands.pending_secret(person, secret_key=secret_key())
    if secret is None:
        raise NotFound(NOTHING_PENDING)
    drawn = io.BytesIO()
    segno.make(rules.address_of(secret, person.login), micro=False).save(
        drawn, kind="svg", scale=5, xmldecl=False
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@pages.post("/account/second-factor/confirm")
@requires(Permission.OWN_ACCOUNT)
def confirm_second_factor() -> ResponseReturnValue:
    """Take the device into use, and lead to the recovery codes."""
    form = CodeForm()
    if not form.validate():
        return _setup_page(code=form), 422
    actor = current_actor()
    try:
        _attempt(
            lambda: _keep(
                commands.confirm_second_factor(
                    actor,
                    queries.own_account(actor),
                    form.one_time_code.data or "",
                    secret_key=secret_key(),
                    kept_session=current_token() or "",
                    now=now(),
                )
            )
        )
    except (NotAllowed, RuleBroken) as refusal:
        if _codes(within=A_MOMENT):
            # The second of two clicks: the first one used the code up.
            return redirect(url_for(".recovery_codes"), 303)
        if isinstance(refusal, RuleBroken):
            raise
        form.one_time_code.errors = [_(refusal.sentence)]
        return _setup_page(code=form), 422
    return redirect(url_for(".recovery_codes"), 303)


@pages.post("/account/second-factor/remove")
@requires(Permission.OWN_ACCOUNT)
def remove_second_factor() -> ResponseReturnValue:
    """Give the second factor up."""
    form = CodeForm()
    actor = current_actor()
    if not form.validate():
        return _account_page(form), 422
    try:
        _attempt(
            lambda: commands.remove_second_factor(
                actor,
                queries.own_account(actor),
                form.one_time_code.data or "",
                is_needed=needs_second_factor(actor),
                secret_key=secret_key(),
                kept_session=current_token() or "",
                now=now(),
            )
        )
    except NotAllowed as refusal:
        form.one_time_code.errors = [_(refusal.sentence)]
        return _account_page(form), 422
    flash(_("动态口令已停用。"))
    return redirect(url_for(".account"), 303)


@pages.get("/account/recovery-codes")
@requires(Permission.OWN_ACCOUNT)
def recovery_codes() -> ResponseReturnValue:
    """Show the codes that were made a few minutes ago; later nobody can."""
    return render_template("people/recovery_codes.html", codes=_codes(), minutes=shown_minutes())


@pages.post("/account/recovery-codes")
@requires(Permission.OWN_ACCOUNT)
def renew_recovery_codes() -> ResponseReturnValue:
    """Replace the recovery codes, and lead to the new ones."""
    form = CodeForm()
    actor = current_actor()
    if not form.validate():
        return _account_page(form), 422
    try:
        _attempt(
            lambda: _keep(
                commands.renew_recovery_codes(
                    actor,
                    queries.own_account(actor),
                    form.one_time_code.data or "",
                    secret_key=secret_key(),
                    now=now(),
                )
            )
        )
    except NotAllowed as refusal:
        if _codes(within=A_MOMENT):
            return redirect(url_for(".recovery_codes"), 303)
        form.one_time_code.errors = [_(refusal.sentence)]
        return _account_page(form), 422
    return redirect(url_for(".recovery_codes"), 303)


@pages.post("/persons/<int:person_id>/second-factor/reset")
@requires(Permission.RESET_SECOND_FACTORS)
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    """Take a lost device's codes out of use."""
    actor = current_actor()
    person = queries.visible_person(actor, person_id)
    if DeedForm().validate():
        with transaction():
            person = queries.visible_person(actor, person_id)
            commands.reset_second_factor(actor, person, now=now())
        flash(_("%(name)s的动态口令已重置，下次登录后重新设置。", name=person.name))
    return redirect(url_for(".person", person_id=person_id), 303)


def _account_page(form: CodeForm) -> str:
    actor = current_actor()
    person = queries.own_account(actor)
    return render_template(
        "people/account.html",
        person=person,
        sessions=queries.sessions_of(actor, now()),
        here=commands.token_hash(current_token() or ""),
        has_factor=commands.has_second_factor(person),
        codes_left=commands.recovery_codes_left(person),
        is_needed=needs_second_factor(actor),
        form=form,
        shows_codes=bool(_codes()),
    )


def _setup_page(*, proof: ProofForm | None = None, code: CodeForm | None = None) -> str:
    person = queries.own_account(current_actor())
    return render_template(
        "people/second_factor.html",
        secret=commands.pending_secret(person, secret_key=secret_key()),
        has_factor=commands.has_second_factor(person),
        must_set_up=must_set_up_second_factor(),
        proof=proof or ProofForm(formdata=None),
        code=code or CodeForm(formdata=None),
    )


def _attempt(deed: Callable[[], Done]) -> Done:
    """Do something that a code must prove; guesses are counted like those at sign-in."""
    login, address = queries.own_account(current_actor()).login, request.remote_addr or "-"
    with transaction(is_deed=False):
        is_open = commands.begin_attempt(login, address=address, now=now(), is_second_factor=True)
    try:
        require(is_open, rules.WRONG_CODE)
        with transaction():
            done = deed()
            commands.forget_failures(login, address=address, is_second_factor=True)
    except NotAllowed:
        with transaction(is_deed=False):
            commands.note_failure(login, now=now())
        raise
    return done


def _is_proved(form: ProofForm) -> bool:
    """Whether the password was given once more; guesses are counted like those at sign-in."""
    login, address, at = (
        queries.own_account(current_actor()).login,
        request.remote_addr or "-",
        now(),
    )
    with transaction(is_deed=False):
        is_open = commands.begin_attempt(login, address=address, now=at)
    person = queries.own_account(current_actor())
    if is_open and commands.knows_password(person, form.current_password.data or ""):
        with transaction(is_deed=False):
            commands.forget_failures(login, address=address, is_second_factor=False)
        return True
    with transaction(is_deed=False):
        commands.note_failure(login, now=at)
    form.current_password.errors = [_(WRONG_PASSWORD)]
    return False


def _keep(codes: list[str]) -> None:
    shown_once.keep(RECOVERY_CODES, json.dumps(codes))


def _codes(within: timedelta = rules.SHOWN_FOR) -> list[str]:
    kept = shown_once.again(RECOVERY_CODES, within)
    codes: list[str] = json.loads(kept) if kept else []
    return codes
