"""What leaves the house and does not get there, for whoever looks after that."""

from dataclasses import dataclass
from datetime import datetime

from tracker.foundation.runs import is_worker_there, worker_seen_at
from tracker.foundation.settings import value_of
from tracker.messages.webhooks.limits import ENABLED
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.settings.mailing.queries import ShownMails, mail_counts, waiting_too_long
from tracker.settings.webhooks.queries import webhook_lines


@dataclass(frozen=True, slots=True)
class SendingWork:
    """What is wrong with sending.

    seen_at: when a worker was seen last, None for never. late, given_up: mails that wait too long,
    or are tried no more; webhooks: how many of them fail.
    """

    is_worker_there: bool
    seen_at: datetime | None
    late: int
    given_up: int
    webhooks: int


def sending_work(actor: Actor, now: datetime, *, has_mail: bool) -> SendingWork | None:
    """Answer what is wrong, to whoever may do something about it; None where all is well.

    has_mail: whether there is a mail server; without one mails wait, and nothing is wrong with it.
    """
    if not may(actor, Permission.KEEP_MAIL):
        return None
    lines = webhook_lines(actor) if value_of(ENABLED) else []
    found = SendingWork(
        is_worker_there=is_worker_there(now),
        seen_at=worker_seen_at(),
        late=waiting_too_long(now) if has_mail else 0,
        given_up=mail_counts(actor)[ShownMails.GIVEN_UP],
        webhooks=sum(1 for it in lines if it.failing),
    )
    is_well = found.is_worker_there and not (found.late or found.given_up or found.webhooks)
    return None if is_well else found
