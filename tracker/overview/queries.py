"""The questions of this package's pages, each kept in a module of its page's name."""

from tracker.overview.assignment_list import assignment_list, every_assignment_block
from tracker.overview.dashboard import DEPARTMENTS, PLACES, Dashboard, charged_tasks, dashboard
from tracker.overview.first_steps import first_step
from tracker.overview.list_choices import choices
from tracker.overview.list_choices import years as years_with_plan
from tracker.overview.my_work import my_work
from tracker.overview.sending_work import sending_work
from tracker.overview.sheet import breakdown_rows
from tracker.overview.standing import Timeliness
from tracker.overview.system_work import system_work
from tracker.overview.task_list import every_block, task_list
from tracker.overview.task_page import task_page

__all__ = [
    "DEPARTMENTS",
    "PLACES",
    "Dashboard",
    "Timeliness",
    "assignment_list",
    "breakdown_rows",
    "charged_tasks",
    "choices",
    "dashboard",
    "every_assignment_block",
    "every_block",
    "first_step",
    "my_work",
    "sending_work",
    "system_work",
    "task_list",
    "task_page",
    "years_with_plan",
]
