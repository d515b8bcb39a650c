"""What the worker does, and how often it looks whether there is something to do.

Each job is a function of a moment that does everything due by then, in transactions of its own. Two
workers may run it at once, and it may be killed at any step: it claims what it takes
(`tracker.foundation.outgoing`) or writes a unique key, and a later run does the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracker.worker.collecting import collect_files
from tracker.worker.delivering import deliver
from tracker.worker.digesting import digest_day
from tracker.worker.opening import open_periods
from tracker.worker.reminding import remind
from tracker.worker.sweeping import sweep
from tracker.worker.webhooks import call_webhooks, sweep_webhooks


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done again and again; every: how many minutes apart, a divisor of 60."""

    name: str
    run: Callable[[datetime], None]
    every: int = 1


JOBS: tuple[Job, ...] = (
    Job("open_periods", open_periods),
    Job("remind", remind),
    Job("digest", digest_day),
    Job("deliver", deliver),
    Job("webhooks", call_webhooks),
    Job("sweep", sweep, every=60),
    Job("collect_files", collect_files, every=60),
    Job("sweep_webhooks", sweep_webhooks, every=60),
)
"""In the order in which one run does them."""
