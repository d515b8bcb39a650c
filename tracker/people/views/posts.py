"""The deeds on a person's page that give and end posts and charges."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people import commands, queries
from tracker.people.forms import EndForm, PostForm, TermForm
from tracker.people.models import Role
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages
from tracker.people.views.persons import person_page, role_choices, unit_choices


@pages.post("/persons/<int:person_id>/posts")
@requires(Permission.GIVE_POSTS)
def give_post(person_id: int) -> ResponseReturnValue:
    """Give a role in a unit."""
    actor, form = current_actor(), PostForm(unit_choices(), role_choices(), prefix="post-")
    person = queries.visible_person(actor, person_id)
    if not form.validate() or form.from_on.data is None:
        return person_page(person_id, post=form), 422
    unit = queries.units_by_id([int(form.unit.data)])[int(form.unit.data)]
    role, from_on = Role(form.role.data), form.from_on.data
    return _tried(
        lambda: commands.give_post(
            actor, person, role=role, unit=unit, from_on=from_on, to_on=form.to_on.data, now=now()
        ),
        _("职责已授予。"),
        form.role,
        lambda: person_page(person_id, post=form),
        person_id,
    )


@pages.post("/persons/<int:person_id>/posts/<int:grant_id>/end")
@requires(Permission.GIVE_POSTS)
def end_post(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Let a role end with a day."""
    actor, form = current_actor(), EndForm(prefix="end-")
    person = queries.visible_person(actor, person_id)
    grant = queries.grant_of(person, grant_id)
    if not form.validate() or form.last_on.data is None:
        return person_page(person_id, end=form), 422
    last_on = form.last_on.data
    return _tried(
        lambda: commands.end_post(actor, person, grant, last_on=last_on, today=today(), now=now()),
        _("职责已定下最后一天。"),
        form.last_on,
        lambda: person_page(person_id, end=form),
        person_id,
    )


@pages.post("/persons/<int:person_id>/posts/<int:grant_id>/withdraw")
@requires(Permission.GIVE_POSTS)
def withdraw_post(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back that has not begun."""
    actor = current_actor()
    person = queries.visible_person(actor, person_id)
    grant = queries.grant_of(person, grant_id)
    with transaction():
        commands.withdraw_post(actor, person, grant, today=today(), now=now())
    flash(_("职责已撤回。"))
    return redirect(url_for(".person", person_id=person_id), 303)


@pages.post("/persons/<int:person_id>/charges")
@requires(Permission.GIVE_POSTS)
def give_charge(person_id: int) -> ResponseReturnValue:
    """Put a unit in a leader's charge."""
    actor, form = current_actor(), TermForm(unit_choices(), prefix="charge-")
    person = queries.visible_person(actor, person_id)
    if not form.validate() or form.from_on.data is None:
        return person_page(person_id, charge=form), 422
    unit = queries.units_by_id([int(form.unit.data)])[int(form.unit.data)]
    from_on = form.from_on.data
    return _tried(
        lambda: commands.give_charge(
            actor, person, unit=unit, from_on=from_on, to_on=form.to_on.data, now=now()
        ),
        _("分管已授予。"),
        form.unit,
        lambda: person_page(person_id, charge=form),
        person_id,
    )


@pages.post("/persons/<int:person_id>/charges/<int:charge_id>/end")
@requires(Permission.GIVE_POSTS)
def end_charge(person_id: int, charge_id: int) -> ResponseReturnValue:
    """Let a charge end with a day."""
    actor, form = current_actor(), EndForm(prefix="end-")
    person = queries.visible_person(actor, person_id)
    charge = queries.charge_of(person, charge_id)
    if not form.validate() or form.last_on.data is None:
        return person_page(person_id, end=form), 422
    last_on = form.last_on.data
    return _tried(
        lambda: commands.end_charge(
            actor, person, charge, last_on=last_on, today=today(), now=now()
        ),
        _("分管已定下最后一天。"),
        form.last_on,
        lambda: person_page(person_id, end=form),
        person_id,
    )


@pages.post("/persons/<int:person_id>/charges/<int:charge_id>/withdraw")
@requires(Permission.GIVE_POSTS)
def withdraw_charge(person_id: int, charge_id: int) -> ResponseReturnValue:
    """Take a charge back that has not begun."""
    actor = current_actor()
    person = queries.visible_person(actor, person_id)
    charge = queries.charge_of(person, charge_id)
    with transaction():
        commands.withdraw_charge(actor, person, charge, today=today(), now=now())
    flash(_("分管已撤回。"))
    return redirect(url_for(".person", person_id=person_id), 303)


def _tried(
    deed: Callable[[], object], said: str, beside: Field, page: Callable[[], str], person_id: int
) -> ResponseReturnValue:
    """Do the deed and say so; what a rule refuses is said on the page, beside the field."""
    try:
        with transaction():
            deed()
    except Outdated:
        raise
    except RuleBroken as refusal:
        beside.errors = [_(refusal.sentence)]
        return page(), 422
    flash(said)
    return redirect(url_for(".person", person_id=person_id), 303)
