"""One's private link for a calendar program."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.people import commands, queries
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views import shown_once
from tracker.people.views.blueprint import pages

ABOUT = "calendar_link"


@pages.get("/account/calendar")
@requires(Permission.OWN_ACCOUNT)
def calendar_link() -> ResponseReturnValue:
    """Show whether there is a link, and the link itself to the session that has just made it."""
    link = queries.own_calendar_link(current_actor())
    token = shown_once.again(ABOUT)
    is_good = token is not None and link is not None and queries.is_of(link, token)
    return render_template(
        "people/calendar_link.html",
        link=link,
        address=from_outside(url_for("overview.calendar_feed", token=token)) if is_good else None,
        shown_minutes=shown_once.shown_minutes(),
    )


@pages.post("/account/calendar")
@requires(Permission.OWN_ACCOUNT)
def make_calendar_link() -> ResponseReturnValue:
    """Make a link; the one before is no longer good."""
    with transaction():
        token = commands.make_calendar_link(current_actor(), now=now())
        shown_once.keep(ABOUT, token)
    return redirect(url_for(".calendar_link"), 303)


@pages.post("/account/calendar/revoke")
@requires(Permission.OWN_ACCOUNT)
def revoke_calendar_link() -> ResponseReturnValue:
    """Make the link good for nothing."""
    with transaction():
        commands.revoke_calendar_link(current_actor(), now=now())
    flash(_("日历订阅已停用，原来的链接不再有效。"), "done")
    return redirect(url_for(".calendar_link"), 303)
