"""What people do about units, persons and their own accounts."""

from tracker.people.commands.beginning import FirstAdmin, begin_installation
from tracker.people.commands.calendar_links import make_calendar_link, revoke_calendar_link
from tracker.people.commands.clearances import give_clearance
from tracker.people.commands.handing_over import (
    HandedOver,
    hand_over_posts,
)
from tracker.people.commands.invitations import (
    invitation_of,
    is_good,
    make_link,
    use_link,
)
from tracker.people.commands.lock_out import (
    begin_attempt,
    forget_failures,
    note_failure,
    unlock,
)
from tracker.people.commands.passwords import (
    change_password,
    hash_password,
    knows_password,
    set_password,
)
from tracker.people.commands.persons import (
    create_person,
    disable_person,
    edit_person,
    enable_person,
    end_credentials,
    end_links,
    import_persons,
    note_export,
    put_out_of_use,
    roles_to_come,
    show_phone,
)
from tracker.people.commands.posts import (
    PostToGive,
    end_charge,
    end_post,
    give_charge,
    give_post,
    import_posts,
    withdraw_charge,
    withdraw_post,
)
from tracker.people.commands.resetting import reset_on_machine
from tracker.people.commands.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    has_second_factor,
    pass_second_factor,
    pending_secret,
    recovery_codes_left,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from tracker.people.commands.sessions import end_other_sessions, end_session
from tracker.people.commands.showing import keep_shown
from tracker.people.commands.signing_in import (
    WRONG,
    check_password,
    end_former,
    note_seen,
    renew,
    sign_in,
    sign_out,
)
from tracker.people.commands.tokens import token_hash
from tracker.people.commands.unit_groups import GroupData, create_group, delete_group, edit_group
from tracker.people.commands.unit_imports import import_units, note_units_export
from tracker.people.commands.units import close_unit, create_unit, edit_unit, move_unit, reopen_unit

__all__ = [
    "WRONG",
    "FirstAdmin",
    "GroupData",
    "HandedOver",
    "PostToGive",
    "begin_attempt",
    "begin_installation",
    "begin_second_factor",
    "change_password",
    "check_password",
    "close_unit",
    "confirm_second_factor",
    "create_group",
    "create_person",
    "create_unit",
    "delete_group",
    "disable_person",
    "edit_group",
    "edit_person",
    "edit_unit",
    "enable_person",
    "end_charge",
    "end_credentials",
    "end_former",
    "end_links",
    "end_other_sessions",
    "end_post",
    "end_session",
    "forget_failures",
    "give_charge",
    "give_clearance",
    "give_post",
    "hand_over_posts",
    "has_second_factor",
    "hash_password",
    "import_persons",
    "import_posts",
    "import_units",
    "invitation_of",
    "is_good",
    "keep_shown",
    "knows_password",
    "make_calendar_link",
    "make_link",
    "move_unit",
    "note_export",
    "note_failure",
    "note_seen",
    "note_units_export",
    "pass_second_factor",
    "pending_secret",
    "put_out_of_use",
    "recovery_codes_left",
    "remove_second_factor",
    "renew",
    "renew_recovery_codes",
    "reopen_unit",
    "reset_on_machine",
    "reset_second_factor",
    "revoke_calendar_link",
    "roles_to_come",
    "set_password",
    "show_phone",
    "sign_in",
    "sign_out",
    "token_hash",
    "unlock",
    "use_link",
    "withdraw_charge",
    "withdraw_post",
]
