"""The deed on a person's page that says up to which label the person may see."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.labels import Label
from tracker.people import commands, queries
from tracker.people.forms.clearances import ClearanceForm, clearance_words
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages
from tracker.people.views.persons import person_page


@pages.post("/persons/<int:person_id>/clearance")
@requires(Permission.GIVE_CLEARANCES)
def give_clearance(person_id: int) -> ResponseReturnValue:
    """Say up to which label a person may see."""
    actor, form = current_actor(), ClearanceForm(prefix="clearance-")
    person = queries.visible_person(actor, person_id)
    if not form.validate():
        return person_page(person_id, clearance=form), 422
    clearance = Label(form.clearance.data)
    with transaction():
        # A form that does not say what it saw has seen nothing.
        commands.give_clearance(actor, person, clearance, now=now(), version=form.version.data or 0)
    flash(
        _(
            "%(name)s现在能看到：%(labels)s。下一次打开页面就生效。",
            name=person.name,
            labels=clearance_words(clearance),
        )
    )
    return redirect(url_for(".person", person_id=person_id), 303)
