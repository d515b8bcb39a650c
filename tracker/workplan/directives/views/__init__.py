"""The pages of this stage: taking a report in, the list of reviews, the review and its deeds."""

from tracker.workplan.directives.views import batch, breakdown, deeds, editing, groups, intake, page
from tracker.workplan.directives.views.blueprint import pages

__all__ = ["batch", "breakdown", "deeds", "editing", "groups", "intake", "page", "pages"]
