"""The pages of this stage: taking a report in, the list of reviews, the review and its deeds."""

from tracker.workplan.directives.views import batch, deeds, intake, page
from tracker.workplan.directives.views.blueprint import pages

__all__ = ["batch", "deeds", "intake", "page", "pages"]
