"""Up to which label a person may see, and who says so."""

from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may


def may_give_clearances(actor: Actor) -> bool:
    """Clearances are the security admin's, who reads no business data."""
    return may(actor, Permission.GIVE_CLEARANCES)
