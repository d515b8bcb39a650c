"""The page of a task's fan-out matrix, its words merged, and the files of both."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.fan_out_paper import in_a_paragraph, in_a_table
from tracker.documents.separated import separated
from tracker.documents.sheet import Column, sheet
from tracker.foundation.clock import today
from tracker.foundation.downloads import attachment, written_out
from tracker.foundation.labels import LABEL_WORDS
from tracker.foundation.numbers import row_number
from tracker.overview import fan_out_sheet, fan_out_words
from tracker.overview.fan_out import OFFICIAL, SORTS, FanOut, Show, fan_out
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.limits import judging_on

pages = Blueprint("matrix", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MOST_PICKED = 200
TABLE = "table"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; only: the assignments that were picked; form: of the merged words."""

    show: Show
    sort: str
    only: tuple[int, ...]
    form: str | None

    @property
    def written(self) -> dict[str, Any]:
        """What the address says; what is usual is left out."""
        told = {
            "show": None if self.show is Show.ALL else self.show.value,
            "sort": None if self.sort == OFFICIAL else self.sort,
            "assignment": list(self.only) or None,
            "form": self.form,
        }
        return {name: value for name, value in told.items() if value is not None}


def asked() -> Asked:
    """Read what the address asks for; what makes no sense asks for nothing."""
    show, sort = request.args.get("show"), request.args.get("sort", "")
    picked = request.args.getlist("assignment", type=row_number)[:MOST_PICKED]
    return Asked(
        show=Show(show) if show in set(Show) else Show.ALL,
        sort=sort if sort.removeprefix("-") in SORTS else OFFICIAL,
        only=tuple(dict.fromkeys(picked)),
        form=TABLE if request.args.get("form") == TABLE else None,
    )


@pages.get("/tasks/<int:task_id>/matrix")
@requires(Permission.READ_TASKS)
def page(task_id: int) -> ResponseReturnValue:
    """Show how the units of one task stand side by side."""
    wanted = asked()
    found = fan_out(
        current_actor(), task_id, judging_on(today()), show=wanted.show, sort=wanted.sort
    )
    return render_template(
        "overview/fan_out.html",
        matrix=found,
        task=found.task,
        asked=wanted,
        shows=Show,
        to_matrix=_address(task_id, wanted),
        rules=rules,
        period_words=period_words,
    )


@pages.get("/tasks/<int:task_id>/matrix/words")
@requires(Permission.READ_TASKS)
def words(task_id: int) -> ResponseReturnValue:
    """Show the units' latest words merged, to be copied or taken along."""
    wanted, found = _asked_matrix(task_id)
    is_table = wanted.form == TABLE
    return render_template(
        "overview/fan_out_words.html",
        matrix=found,
        task=found.task,
        asked=wanted,
        title=fan_out_words.title_of(found),
        headings=fan_out_words.HEADINGS,
        rows=fan_out_words.rows(found) if is_table else (),
        words=fan_out_words.tabbed(found) if is_table else fan_out_words.paragraph(found),
        to_words=_address(task_id, wanted, "matrix.words"),
    )


@pages.get("/tasks/<int:task_id>/matrix/words.docx")
@requires(Permission.READ_TASKS)
def words_as_docx(task_id: int) -> ResponseReturnValue:
    """Hand out the merged words as a Word document."""
    wanted, found = _asked_matrix(task_id)
    title, label = fan_out_words.title_of(found), found.task.label
    if wanted.form == TABLE:
        content = in_a_table(title, fan_out_words.rows(found), label=label)
    else:
        content = in_a_paragraph(title, fan_out_words.paragraph(found), label=label)
    return written_out(content, name=f"{_file_name(found)}.docx", plain_name="matrix.docx")


@pages.get("/tasks/<int:task_id>/matrix.xlsx")
@requires(Permission.READ_TASKS)
def as_xlsx(task_id: int) -> ResponseReturnValue:
    """Hand out the units that are shown as an Excel file, what they add up to beneath them."""
    _wanted, found = _asked_matrix(task_id)
    say = cache(_)
    lines = fan_out_sheet.cells(found, say)
    content = sheet(
        f"{found.task.number} {found.task.title}",
        [Column(say(it.words), it.width, it.is_centred) for it in fan_out_sheet.COLUMNS],
        [*lines, fan_out_sheet.sum_row(found, say)],
        bold=[len(lines)],
        label=found.task.label,
    )
    return _file(content, XLSX, f"{_file_name(found)}.xlsx", "matrix.xlsx")


@pages.get("/tasks/<int:task_id>/matrix.csv")
@requires(Permission.READ_TASKS)
def as_csv(task_id: int) -> ResponseReturnValue:
    """Hand out the units that are shown as comma-separated text, nothing but lines."""
    _wanted, found = _asked_matrix(task_id)
    say = cache(_)
    content = separated(
        [say(it.words) for it in fan_out_sheet.COLUMNS], fan_out_sheet.cells(found, say)
    )
    return _file(content, CSV, f"{_file_name(found)}.csv", "matrix.csv")


def _asked_matrix(task_id: int) -> tuple[Asked, FanOut]:
    """Return what the address asks for, and the matrix of it."""
    wanted, actor, day = asked(), current_actor(), judging_on(today())
    found = fan_out(actor, task_id, day, show=wanted.show, sort=wanted.sort, only=wanted.only)
    return wanted, found


def _address(task_id: int, wanted: Asked, endpoint: str = "matrix.page") -> Callable[..., str]:
    """Make the address of a page after a change of what it asks for."""

    def address(**changes: Any) -> str:
        return url_for(endpoint, task_id=task_id, **(wanted.written | changes))

    return address


def _file_name(found: FanOut) -> str:
    name: str = _("%(number)s各单位对照%(day)s", number=found.task.number, day=f"{today():%Y%m%d}")
    return f"{name}（{_(LABEL_WORDS[found.task.label])}）"


def _file(content: bytes, mimetype: str, name: str, plain_name: str) -> Response:
    disposition = attachment(name, plain_name)
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})
