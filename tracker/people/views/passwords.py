"""The page on which people change their own password."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotAllowed
from tracker.foundation.words import N_
from tracker.people import commands, queries, rules
from tracker.people.forms import ChangePasswordForm
from tracker.people.permissions import Permission, requires
from tracker.people.policy import policy
from tracker.people.sessions import current_actor, current_token, must_change_password
from tracker.people.views.blueprint import pages

LOCKED = N_("密码连续不对，暂时不能修改；%(minutes)s 分钟后再试。")


@pages.get("/account/password")
@requires(Permission.OWN_ACCOUNT)
def password_page() -> ResponseReturnValue:
    """Show the form, with what is asked of a password."""
    return _page(ChangePasswordForm())


@pages.post("/account/password")
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change the password; guessing the present one is counted like guessing at sign-in."""
    form = ChangePasswordForm()
    if not form.validate():
        return _page(form), 422
    actor, address, at = current_actor(), request.remote_addr or "-", now()
    login = queries.own_account(actor).login
    with transaction(is_deed=False):
        is_open = commands.begin_attempt(login, address=address, now=at)
    if not is_open:
        with transaction(is_deed=False):
            commands.note_failure(login, now=at)
        minutes = int(policy().window.total_seconds() // 60)
        form.form_errors.append(_(LOCKED, minutes=minutes))
        return _page(form), 422
    try:
        with transaction():
            commands.forget_failures(login, address=address, is_second_factor=False)
            commands.change_password(
                actor,
                queries.own_account(actor),
                form.current_password.data or "",
                form.new_password.data or "",
                kept_session=commands.token_hash(current_token() or ""),
                now=at,
            )
    except NotAllowed as refusal:
        with transaction(is_deed=False):
            commands.note_failure(login, now=at)
        form.current_password.errors = [_(refusal.sentence)]
        return _page(form), 422
    except rules.PasswordFault as fault:
        # The present password was right: only the new one is not taken.
        with transaction(is_deed=False):
            commands.forget_failures(login, address=address, is_second_factor=False)
        form.new_password.errors = [_(fault.sentence, **fault.figures)]
        return _page(form), 422
    flash(_("密码已修改；您在其他地方的登录都已退出。"))
    return redirect(url_for("overview.my_work"), 303)


def _page(form: ChangePasswordForm) -> str:
    return render_template(
        "people/password.html",
        form=form,
        login=queries.own_account(current_actor()).login,
        asked=rules.asked_of(policy().profile),
        must_change=must_change_password(),
    )
