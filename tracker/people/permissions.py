"""Who may do what, on one page: each permission and the roles that carry it.

The relation to the object (own unit, own report …) is asked by the stages' rules and by the
`visible_…` loaders; this map says which roles get as far as asking.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from tracker.people.actor import Actor
from tracker.people.models import Role

View = TypeVar("View", bound=Callable[..., object])

S, L, H, C = Role.SUPERVISOR, Role.LEADER, Role.HEAD, Role.CONTACT
EVERYBODY = frozenset(Role)


class Permission(StrEnum):
    """What a route asks for, ``thing.deed``."""

    PUBLIC = "public"
    OWN_ACCOUNT = "account.use"
    SEE_COMPONENTS = "components.read"
    SEE_WORK = "work.read"
    SEE_DASHBOARD = "dashboard.read"
    READ_REPORTS = "report.read"
    TAKE_IN_REPORTS = "report.take_in"
    REVIEW_DIRECTIVES = "directive.review"
    READ_TASKS = "task.read"
    REGISTER_TASKS = "task.register"
    DISPATCH_TASKS = "task.dispatch"
    ACKNOWLEDGE = "assignment.acknowledge"
    DECLINE = "assignment.decline"
    ASK_CLOSURE = "assignment.ask_closure"
    VERIFY = "assignment.verify"
    DECIDE = "assignment.decide"
    DECIDE_EXTENSION = "extension.decide"
    FILL_PROGRESS = "progress.fill"
    SUBMIT_PROGRESS = "progress.submit"
    RETURN_PROGRESS = "progress.return"
    READ_SUMMARIES = "summary.read"
    WRITE_SUMMARIES = "summary.write"
    SUBMIT_SUMMARIES = "summary.submit"
    ACCEPT_SUMMARIES = "summary.accept"
    READ_SCORES = "score.read"


ROLES: dict[Permission, frozenset[Role]] = {
    Permission.PUBLIC: frozenset(),
    Permission.OWN_ACCOUNT: EVERYBODY,
    Permission.SEE_COMPONENTS: EVERYBODY,
    Permission.SEE_WORK: EVERYBODY,
    Permission.SEE_DASHBOARD: frozenset({S, L}),
    Permission.READ_REPORTS: frozenset({S, L}),
    Permission.TAKE_IN_REPORTS: frozenset({S}),
    Permission.REVIEW_DIRECTIVES: frozenset({S}),
    Permission.READ_TASKS: frozenset({S, L, H, C}),
    Permission.REGISTER_TASKS: frozenset({S}),
    Permission.DISPATCH_TASKS: frozenset({S}),
    Permission.ACKNOWLEDGE: frozenset({H, C}),
    Permission.DECLINE: frozenset({H}),
    Permission.ASK_CLOSURE: frozenset({H}),
    Permission.VERIFY: frozenset({S}),
    Permission.DECIDE: frozenset({S, L}),
    Permission.DECIDE_EXTENSION: frozenset({S, L}),
    Permission.FILL_PROGRESS: frozenset({H, C}),
    Permission.SUBMIT_PROGRESS: frozenset({H}),
    Permission.RETURN_PROGRESS: frozenset({S}),
    Permission.READ_SUMMARIES: frozenset({S, L, H, C}),
    Permission.WRITE_SUMMARIES: frozenset({H, C}),
    Permission.SUBMIT_SUMMARIES: frozenset({H}),
    Permission.ACCEPT_SUMMARIES: frozenset({S}),
    Permission.READ_SCORES: frozenset({S, L, H, C}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Whether one of the actor's roles carries the permission."""
    return actor.holds(*ROLES[permission])


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare what a view asks for; the guards read it before the view runs."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declare


def permission_of(view: Callable[..., object]) -> Permission | None:
    """Return what a view declares that it asks for, or None."""
    declared: Permission | None = getattr(view, "permission", None)
    return declared
