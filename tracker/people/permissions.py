"""Who may do what, on one page: each permission, the roles that carry it, and how far each reaches.

`may` says whether a role gets as far as asking (routes, navigation, templates); `may_for` asks
with the units that the object belongs to (the stages' rules). What a person does not even see is
kept back earlier, by the `visible_…` loaders.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from tracker.people.actor import Actor
from tracker.people.models import Role

View = TypeVar("View", bound=Callable[..., object])


class Relation(StrEnum):
    """Which objects a role reaches.

    ANY: whichever; OWN: those of a unit where the role is held; CHARGE: those of a unit in the
    leader's charge; NOT_OWN: any but those of a unit that the person reports for, because nobody
    verifies their own work or decides about it.
    """

    ANY = "any"
    OWN = "own"
    CHARGE = "charge"
    NOT_OWN = "not_own"


class Permission(StrEnum):
    """What a route asks for, ``thing.deed``."""

    PUBLIC = "public"
    OWN_ACCOUNT = "account.use"
    USE_MESSAGES = "message.use"
    SEE_COMPONENTS = "components.read"
    SEE_WORK = "work.read"
    SEE_DASHBOARD = "dashboard.read"
    READ_REPORTS = "report.read"
    TAKE_IN_REPORTS = "report.take_in"
    REVIEW_DIRECTIVES = "directive.review"
    LOWER_LABELS = "label.lower"
    READ_TASKS = "task.read"
    KEEP_VIEWS = "saved_view.keep"
    SHARE_VIEWS = "saved_view.share"
    REGISTER_TASKS = "task.register"
    CHANGE_TASKS = "task.change"
    DISPATCH_TASKS = "task.dispatch"
    ACKNOWLEDGE = "assignment.acknowledge"
    DECLINE = "assignment.decline"
    ASK_CLOSURE = "assignment.ask_closure"
    VERIFY = "assignment.verify"
    REDISPATCH = "assignment.redispatch"
    UNDO_STEP = "assignment.undo"
    NOTE_MILESTONE = "milestone.note"
    DECIDE = "assignment.decide"
    CHANGE_DUE_DATES = "assignment.redate"
    ASK_EXTENSION = "extension.ask"
    PROPOSE_EXTENSION = "extension.propose"
    DECIDE_EXTENSION = "extension.decide"
    CHASE = "chase.send"
    ANSWER_CHASES = "chase.answer"
    INSTRUCT = "instruction.give"
    ANSWER_INSTRUCTIONS = "instruction.answer"
    HANDLE_INSTRUCTIONS = "instruction.handle"
    KEEP_WATCH = "watch.keep"
    COMMENT = "comment.write"
    FILL_PROGRESS = "progress.fill"
    SUBMIT_PROGRESS = "progress.submit"
    RETURN_PROGRESS = "progress.return"
    COMPOSE_TEXTS = "progress.compose"
    READ_CIRCULARS = "circular.read"
    WRITE_CIRCULARS = "circular.write"
    APPROVE_CIRCULARS = "circular.approve"
    READ_SUMMARIES = "summary.read"
    WRITE_SUMMARIES = "summary.write"
    SUBMIT_SUMMARIES = "summary.submit"
    ACCEPT_SUMMARIES = "summary.accept"
    READ_SCORES = "score.read"
    READ_JOURNAL = "journal.read"
    EXPORT_JOURNAL = "journal.export"
    SEE_POLICY_BREACHES = "policy_breach.read"
    READ_UNITS = "unit.read"
    KEEP_UNITS = "unit.keep"
    READ_PERSONS = "person.read"
    KEEP_PERSONS = "person.keep"
    SHOW_PHONES = "person.show_phone"
    EXPORT_PERSONS = "person.export"
    GIVE_POSTS = "post.give"
    HAND_OVER = "post.hand_over"
    GIVE_CLEARANCES = "clearance.give"
    INVITE_PERSONS = "account.invite"
    UNLOCK_ACCOUNTS = "account.unlock"
    RESET_SECOND_FACTORS = "second_factor.reset"
    READ_SETTINGS = "setting.read"
    CHANGE_SETTINGS = "setting.change"
    SET_LIMITS = "setting.set_limits"
    SET_SIGN_IN_POLICY = "setting.set_sign_in_policy"
    KEEP_WEBHOOKS = "webhook.keep"
    KEEP_MAIL = "mail.keep"


ANY, OWN, NOT_OWN = Relation.ANY, Relation.OWN, Relation.NOT_OWN
S, L, H, C = Role.SUPERVISOR, Role.LEADER, Role.HEAD, Role.CONTACT
SYS, SEC, AUD = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR
EVERYBODY = dict.fromkeys(Role, ANY)

MAP: dict[Permission, Mapping[Role, Relation]] = {
    Permission.PUBLIC: {},
    Permission.OWN_ACCOUNT: EVERYBODY,
    Permission.USE_MESSAGES: EVERYBODY,
    Permission.SEE_COMPONENTS: EVERYBODY,
    Permission.SEE_WORK: EVERYBODY,
    Permission.SEE_DASHBOARD: {S: ANY, L: ANY},
    Permission.READ_REPORTS: {S: ANY, L: ANY},
    Permission.TAKE_IN_REPORTS: {S: ANY},
    Permission.REVIEW_DIRECTIVES: {S: ANY},
    Permission.LOWER_LABELS: {S: ANY},
    Permission.READ_TASKS: {S: ANY, L: ANY, H: OWN, C: OWN},
    Permission.KEEP_VIEWS: {S: ANY, L: ANY, H: ANY, C: ANY},
    Permission.SHARE_VIEWS: {S: ANY},
    Permission.REGISTER_TASKS: {S: ANY},
    Permission.CHANGE_TASKS: {S: ANY},
    Permission.DISPATCH_TASKS: {S: ANY},
    Permission.ACKNOWLEDGE: {H: OWN, C: OWN},
    Permission.DECLINE: {H: OWN},
    Permission.ASK_CLOSURE: {H: OWN},
    Permission.VERIFY: {S: NOT_OWN},
    Permission.REDISPATCH: {S: NOT_OWN},
    Permission.UNDO_STEP: {S: NOT_OWN, H: OWN, C: OWN},
    Permission.NOTE_MILESTONE: {S: NOT_OWN, H: OWN, C: OWN},
    Permission.DECIDE: {S: NOT_OWN, L: NOT_OWN},
    Permission.CHANGE_DUE_DATES: {S: NOT_OWN, L: NOT_OWN},
    Permission.ASK_EXTENSION: {H: OWN},
    Permission.PROPOSE_EXTENSION: {S: NOT_OWN},
    Permission.DECIDE_EXTENSION: {S: NOT_OWN, L: NOT_OWN},
    Permission.CHASE: {S: NOT_OWN},
    Permission.ANSWER_CHASES: {H: OWN},
    Permission.INSTRUCT: {S: NOT_OWN, L: ANY},
    Permission.ANSWER_INSTRUCTIONS: {H: OWN},
    Permission.HANDLE_INSTRUCTIONS: {S: NOT_OWN},
    Permission.KEEP_WATCH: {L: ANY},
    Permission.COMMENT: {S: ANY, L: ANY, H: OWN, C: OWN},
    Permission.FILL_PROGRESS: {H: OWN, C: OWN},
    Permission.SUBMIT_PROGRESS: {H: OWN},
    Permission.RETURN_PROGRESS: {S: NOT_OWN, H: OWN},  # heads: where their department coordinates
    Permission.COMPOSE_TEXTS: {S: ANY, L: ANY, H: ANY, C: ANY},
    Permission.READ_CIRCULARS: {S: ANY, L: ANY, H: ANY, C: ANY},
    Permission.WRITE_CIRCULARS: {S: ANY},
    Permission.APPROVE_CIRCULARS: {S: ANY, L: ANY},
    Permission.READ_SUMMARIES: {S: ANY, L: ANY, H: OWN, C: OWN},
    Permission.WRITE_SUMMARIES: {H: OWN, C: OWN},
    Permission.SUBMIT_SUMMARIES: {H: OWN},
    Permission.ACCEPT_SUMMARIES: {S: NOT_OWN},
    Permission.READ_SCORES: {S: ANY, L: ANY, H: OWN, C: OWN},
    Permission.READ_JOURNAL: {AUD: ANY},
    Permission.EXPORT_JOURNAL: {AUD: ANY},
    Permission.SEE_POLICY_BREACHES: {SYS: ANY, SEC: ANY},
    Permission.READ_UNITS: {S: ANY, L: ANY, SYS: ANY, SEC: ANY},
    Permission.KEEP_UNITS: {SYS: ANY},
    Permission.READ_PERSONS: {S: ANY, L: ANY, SYS: ANY, SEC: ANY},
    Permission.KEEP_PERSONS: {SYS: ANY},
    Permission.SHOW_PHONES: {S: ANY, L: ANY, SYS: ANY, SEC: ANY},
    Permission.EXPORT_PERSONS: {SEC: ANY},
    Permission.GIVE_POSTS: {SEC: ANY},
    Permission.HAND_OVER: {SEC: ANY},
    Permission.GIVE_CLEARANCES: {SEC: ANY},
    Permission.INVITE_PERSONS: {SYS: ANY},
    Permission.UNLOCK_ACCOUNTS: {SEC: ANY},
    Permission.RESET_SECOND_FACTORS: {SEC: ANY},
    Permission.READ_SETTINGS: {S: ANY, SYS: ANY, SEC: ANY, AUD: ANY},
    Permission.CHANGE_SETTINGS: {SYS: ANY, SEC: ANY},
    Permission.SET_LIMITS: {SYS: ANY},
    Permission.SET_SIGN_IN_POLICY: {SEC: ANY},
    Permission.KEEP_WEBHOOKS: {SYS: ANY},
    Permission.KEEP_MAIL: {SYS: ANY},
}

# What a setting opens to contacts too; see `policy.CONTACTS_SUBMIT`.
AS_CONTACTS_SUBMIT = frozenset(
    {
        Permission.ANSWER_CHASES,
        Permission.ANSWER_INSTRUCTIONS,
        Permission.SUBMIT_PROGRESS,
        Permission.SUBMIT_SUMMARIES,
    }
)

# Of whoever has signed in, with a role or without: to go, to keep one's own password safe, and to
# read that one has no role yet.
OF_EVERY_ACCOUNT = frozenset({Permission.OWN_ACCOUNT, Permission.SEE_WORK})


def may(actor: Actor, permission: Permission) -> bool:
    """Whether one of the actor's roles gets as far as asking."""
    is_of_account = permission in OF_EVERY_ACCOUNT and actor.id is not None
    return is_of_account or actor.holds(*_reach(actor, permission))


def may_for(actor: Actor, permission: Permission, *unit_ids: int) -> bool:
    """Whether the actor's roles reach an object of these units, every single one."""
    held = {
        role: relation for role, relation in _reach(actor, permission).items() if actor.holds(role)
    }
    if not unit_ids:
        # What belongs to no unit is nobody's own.
        return any(relation in (Relation.ANY, Relation.NOT_OWN) for relation in held.values())
    return all(
        any(_reaches(actor, role, relation, unit_id) for role, relation in held.items())
        for unit_id in unit_ids
    )


def _reach(actor: Actor, permission: Permission) -> Mapping[Role, Relation]:
    reach = MAP[permission]
    if permission in AS_CONTACTS_SUBMIT and actor.contacts_submit:
        return {**reach, Role.CONTACT: OWN}
    return reach


def _reaches(actor: Actor, role: Role, relation: Relation, unit_id: int) -> bool:
    if relation is Relation.ANY:
        return True
    if relation is Relation.NOT_OWN:
        return unit_id not in actor.own_units
    return unit_id in (actor.charge if relation is Relation.CHARGE else actor.units_as(role))


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
