"""What waits: reports whose accepted measures are to become tasks, and tasks to be dispatched."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import queries
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.known import Known, known
from tracker.workplan.tasks.waiting.queries import waiting_reports

MOST_REPORTS = 12


@pages.get("/tasks/queue")
@requires(Permission.REGISTER_TASKS)
def queue() -> ResponseReturnValue:
    """Show what waits: reports to be carried out, and registered tasks to be dispatched."""
    names, reports = known(), waiting_reports(current_actor())
    page = page_of(queries.undispatched_tasks(current_actor()), asked_page())
    return render_template(
        "workplan/tasks/queue.html",
        reports=reports[:MOST_REPORTS],
        hidden_reports=max(0, len(reports) - MOST_REPORTS),
        waiting=sum(it.count for it in reports),
        page=page,
        url_for_page=url_for_page(),
        said={task.id: _said(task, names) for task in page.rows},
    )


def _said(task: Task, names: Known) -> str:
    """Return the leading units that the task's report names."""
    written = (it for source in task.sources for it in source.directive.units)
    return names.names(names.resolved(written), "lead")
