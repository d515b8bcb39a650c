"""The pages for signing in and out."""

import time

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotAllowed
from tracker.foundation.forms import DeedForm
from tracker.people import commands, rules
from tracker.people.forms import SignInForm
from tracker.people.permissions import Permission, requires
from tracker.people.policy import policy
from tracker.people.sessions import begin, current_actor, current_token, end, is_signed_in
from tracker.people.views.blueprint import pages
from tracker.people.views.even_moments import wait_for_even_moment


@pages.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in_page() -> ResponseReturnValue:
    """Show the form, or go on where somebody is signed in already."""
    if is_signed_in():
        return redirect(url_for("overview.my_work"))
    return render_template(
        "people/sign_in.html", form=SignInForm(next=request.args.get("next", ""))
    )


@pages.post("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Begin a session."""
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    began = time.monotonic()
    login, address, at = form.login.data or "", request.remote_addr or "-", now()
    with transaction(is_deed=False):
        is_open = commands.begin_attempt(login, address=address, now=at)
    try:
        person = commands.check_password(login, form.password.data or "", is_open=is_open)
    except NotAllowed as refusal:
        with transaction(is_deed=False):
            commands.note_failure(login, now=at)
        form.form_errors.append(_(refusal.sentence, **_limits()))
        page = render_template("people/sign_in.html", form=form)
        wait_for_even_moment(began)
        return page, 422
    with transaction():
        commands.forget_failures(login, address=address, is_second_factor=False)
        commands.end_former(current_token() or "", now=at)
        token = commands.sign_in(person, now=at, address=address, agent=request.user_agent.string)
        awaits_code = commands.has_second_factor(person)
    target = form.next.data if rules.is_local_path(form.next.data) else None
    if awaits_code:
        return begin(redirect(url_for(".second_step", next=target), 303), token)
    return begin(redirect(target or url_for("overview.my_work"), 303), token)


@pages.post("/sign-out")
@requires(Permission.OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    if DeedForm().validate():
        with transaction():
            commands.sign_out(current_actor(), current_token() or "", now=now())
    return end(redirect(url_for(".sign_in_page"), 303))


def _limits() -> dict[str, int]:
    """Say how many failures shut a door, and for how many minutes."""
    set_now = policy()
    return {
        "failures": set_now.failures,
        "minutes": int(set_now.window.total_seconds() // 60),
    }
