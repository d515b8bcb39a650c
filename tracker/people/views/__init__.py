"""The pages about units, persons and one's own account."""

from tracker.people.views import (
    account,
    calendar_links,
    clearances,
    invitations,
    passwords,
    persons,
    persons_import,
    posts,
    second_step,
    signing_in,
    staying,
    unit_groups,
    units,
    units_import,
)
from tracker.people.views.blueprint import pages

__all__ = [
    "account",
    "calendar_links",
    "clearances",
    "invitations",
    "pages",
    "passwords",
    "persons",
    "persons_import",
    "posts",
    "second_step",
    "signing_in",
    "staying",
    "unit_groups",
    "units",
    "units_import",
]
