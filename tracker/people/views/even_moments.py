"""Refusals of a sign-in leave at even moments: the time of one tells no cause from another (C11).

A hash is compared for names that nobody has too; but what is written down differs from cause to
cause by a millisecond or two, and five hundred tries would show that.
"""

from time import monotonic, sleep

from flask import current_app

STEP = "REFUSALS_LEAVE_EVERY"
"""The setting of the application: seconds, more than a refusal usually takes; 0: at once."""


def wait_for_even_moment(began: float) -> None:
    """Wait until a whole number of steps is over since the request began, by `time.monotonic`."""
    step: float = current_app.config[STEP]
    if step:
        sleep(-(monotonic() - began) % step)
