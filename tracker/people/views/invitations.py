"""Links by which a person sets a password: made on a person's page, used without signing in."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound
from tracker.people import commands, queries, rules
from tracker.people.forms import NewPasswordForm
from tracker.people.permissions import Permission, requires
from tracker.people.policy import policy
from tracker.people.sessions import current_actor
from tracker.people.views import shown_once
from tracker.people.views.blueprint import pages


@pages.post("/persons/<int:person_id>/invitation")
@requires(Permission.INVITE_PERSONS)
def invite(person_id: int) -> ResponseReturnValue:
    """Make a link for a person; the admin's own session can see it for some minutes."""
    actor = current_actor()
    with transaction():
        person = queries.visible_person(actor, person_id)
        token = commands.make_link(actor, person, now=now())
        shown_once.keep(_about(person_id), token)
    return redirect(url_for(".invitation_link", person_id=person_id), 303)


@pages.get("/persons/<int:person_id>/invitation")
@requires(Permission.INVITE_PERSONS)
def invitation_link(person_id: int) -> ResponseReturnValue:
    """Show the link to the session that made it, for some minutes and while it is good."""
    actor = current_actor()
    person = queries.visible_person(actor, person_id)
    token = shown_once.again(_about(person_id))
    return render_template(
        "people/invitation_link.html",
        person=person,
        link=from_outside(url_for(".invitation", token=token))
        if token and commands.is_good(token, now=now())
        else None,
        minutes=_minutes(),
        shown_minutes=shown_once.shown_minutes(),
        may_make=rules.why_no_link(actor, person, today()) is None,
    )


@pages.post("/persons/<int:person_id>/unlock")
@requires(Permission.UNLOCK_ACCOUNTS)
def unlock(person_id: int) -> ResponseReturnValue:
    """Open an account again that failed attempts have shut."""
    actor = current_actor()
    with transaction():
        person = queries.visible_person(actor, person_id)
        commands.unlock(actor, person, now=now())
    flash(_("%(name)s的账号已解锁。", name=person.name))
    return redirect(url_for(".person", person_id=person_id), 303)


@pages.get("/invitations/<string:token>")
@requires(Permission.PUBLIC)
def invitation(token: str) -> ResponseReturnValue:
    """Show the form by which the person sets a password."""
    try:
        return _page(token, NewPasswordForm())
    except NotFound as refusal:
        return _over(refusal)


@pages.post("/invitations/<string:token>")
@requires(Permission.PUBLIC)
def use_invitation(token: str) -> ResponseReturnValue:
    """Set the password; signing in comes afterwards, as always."""
    form, at = NewPasswordForm(), now()
    try:
        if not form.validate():
            return _page(token, form), 422
        with transaction():
            commands.use_link(token, form.new_password.data or "", now=at)
    except NotFound as refusal:
        return _over(refusal)
    except rules.PasswordFault as fault:
        form.new_password.errors = [_(fault.sentence, **fault.figures)]
        return _page(token, form), 422
    flash(_("密码已设好，请用新密码登录。"))
    return redirect(url_for(".sign_in_page"), 303)


def _page(token: str, form: NewPasswordForm) -> str:
    found = commands.invitation_of(token, now=now())
    return render_template(
        "people/invitation.html",
        form=form,
        token=token,
        person=found.person,
        asked=rules.asked_of(policy().profile),
    )


def _over(refusal: NotFound) -> ResponseReturnValue:
    """One page for every link that is good for nothing, so that it tells nothing."""
    page = render_template("people/invitation_over.html", sentence=_(refusal.sentence))
    return page, HTTPStatus.NOT_FOUND


def _about(person_id: int) -> str:
    return f"invitation:{person_id}"


def _minutes() -> int:
    return int(rules.LINK_LASTS.total_seconds() // 60)
