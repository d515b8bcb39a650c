"""The pages of this stage."""

from tracker.workplan.tasks.views import deeds, dispatching, editing, plan, queue, undeciding
from tracker.workplan.tasks.views.blueprint import pages

__all__ = ["deeds", "dispatching", "editing", "pages", "plan", "queue", "undeciding"]
