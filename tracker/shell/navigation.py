"""The main navigation and the phone's bottom bar: what each role finds there."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from tracker.foundation.words import N_
from tracker.inbox.queries import unread_count
from tracker.people.permissions import Permission, may
from tracker.people.sessions import (
    current_actor,
    is_signed_in,
    must_change_password,
    must_set_up_second_factor,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the navigation; `blueprints` names whose pages it stands for."""

    label: str
    endpoint: str
    permission: Permission
    pages: tuple[str, ...]
    starts_group: bool = False


PLACES = (
    Place(N_("我的工作"), "overview.my_work", Permission.SEE_WORK, ("overview.my_work",)),
    Place(N_("会议"), "meetings.index", Permission.READ_REPORTS, ("meetings.", "directives.new")),
    Place(N_("部署"), "directives.index", Permission.READ_REPORTS, ("directives.",)),
    Place(
        N_("任务"),
        "overview.task_list",
        Permission.READ_TASKS,
        ("tasks.", "overview.task", "lists.", "matrix.", "saved_views."),
    ),
    Place(
        N_("进展"),
        "progress.index",
        Permission.READ_TASKS,
        ("progress.", "burden.", "compositions.", "circulars."),
    ),
    Place(N_("考绩"), "review.index", Permission.READ_SUMMARIES, ("review.",)),
    Place(
        N_("看板"),
        "overview.dashboard",
        Permission.SEE_DASHBOARD,
        ("overview.dashboard",),
        starts_group=True,
    ),
    Place(
        N_("人员"),
        "people.persons",
        Permission.READ_PERSONS,
        (
            "people.person",
            "people.new_person",
            "people.create_person",
            "people.edit_person",
            "people.import_p",
            "people.preview_p",
            "people.show_phone",
            "tasks.hand_over",
        ),
    ),
    Place(
        N_("单位"),
        "people.units",
        Permission.READ_UNITS,
        (
            "people.unit",
            "people.new_unit",
            "people.create_unit",
            "people.edit_unit",
            "people.move_unit",
            "people.import_u",
            "people.preview_u",
            "people.new_group",
            "people.create_group",
            "people.edit_group",
            "tasks.close_unit",
            "tasks.open_work",
        ),
    ),
    Place(N_("操作日志"), "journal.index", Permission.READ_JOURNAL, ("journal.",)),
    Place(N_("设置"), "settings.index", Permission.READ_SETTINGS, ("settings.", "mailing.")),
)
ON_THE_PHONE = ("overview.my_work", "overview.task_list", "progress.index", "review.index")
MOST_TABS = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A place as it is shown on this page."""

    label: str
    url: str
    is_current: bool
    starts_group: bool


def navigation() -> list[Link]:
    """Return the places that the person may go to."""
    if not is_signed_in() or must_change_password() or must_set_up_second_factor():
        return []
    actor, here = current_actor(), _here()
    return [
        Link(_(place.label), url_for(place.endpoint), place is here, place.starts_group)
        for place in PLACES
        if may(actor, place.permission)
    ]


@dataclass(frozen=True, slots=True)
class InboxLink:
    """The link to one's messages, with how many were not looked at yet."""

    url: str
    unread: int
    is_current: bool


def inbox_link() -> InboxLink | None:
    """Return the link to the person's messages; None where the pages are not open to them."""
    if not navigation() or not may(current_actor(), Permission.USE_MESSAGES):
        return None
    is_current = (request.endpoint or "").startswith("inbox.")
    return InboxLink(url_for("inbox.index"), unread_count(current_actor()), is_current)


def tabs() -> list[Link]:
    """Return the places of the phone's bottom bar: the work's, or those of who runs the system."""
    links = navigation()
    shown = {url_for(endpoint) for endpoint in (*ON_THE_PHONE, "overview.dashboard")}
    of_work = [link for link in links if link.url in shown]
    return of_work if len(of_work) > 1 else links[:MOST_TABS]


def _here() -> Place | None:
    endpoint = request.endpoint or ""
    named = [
        (len(page), place) for place in PLACES for page in place.pages if endpoint.startswith(page)
    ]
    return max(named, key=lambda found: found[0], default=(0, None))[1]
