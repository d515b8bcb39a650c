"""The auditor's pages: who did what, when and from where."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.separated import separated
from tracker.documents.sheet import Column, sheet
from tracker.foundation.clock import HERE, today
from tracker.foundation.downloads import attachment
from tracker.foundation.labels import USUAL, highest
from tracker.foundation.numbers import row_number
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.journal.limits import KEEP_DAYS
from tracker.journal.telling import Told
from tracker.journal.words import SUBJECTS
from tracker.overview import journal_filters, journal_page
from tracker.overview.journal_filters import JournalFilters
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor

pages = Blueprint("journal", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WITHHELD = N_("（安全标签高于您能看到的）")
WIDTHS = (8, 20, 10, 16, 24, 14, 52, 16, 20)


@pages.get("/journal")
@requires(Permission.READ_JOURNAL)
def index() -> ResponseReturnValue:
    """List what was done, newest first, as far as the filters in the URL leave it."""
    filters = journal_filters.read(request.args)
    return render_template(
        "overview/journal.html",
        page=journal_page.journal_page(
            current_actor(), filters, before=_place("before"), after=_place("after")
        ),
        filters=filters,
        is_newest=_place("before") is None and _place("after") is None,
        deeds=journal_page.deed_choices(),
        subjects=SUBJECTS,
        to_list=_to_list(filters),
        keep_days=value_of(KEEP_DAYS),
        verified=journal_page.last_verification(current_actor()),
    )


@pages.get("/journal/<int:entry_id>")
@requires(Permission.READ_JOURNAL)
def entry(entry_id: int) -> ResponseReturnValue:
    """Show one entry, with everything that it says."""
    it = journal_page.journal_entry(current_actor(), entry_id)
    return render_template("overview/journal_entry.html", it=it)


@pages.get("/journal.csv")
@requires(Permission.EXPORT_JOURNAL)
def as_csv() -> ResponseReturnValue:
    """Hand out what the filters leave as comma-separated text."""
    content = separated(_headings(), _rows(journal_filters.read(request.args)))
    return _file(content, "text/csv; charset=utf-8", "csv")


@pages.get("/journal.xlsx")
@requires(Permission.EXPORT_JOURNAL)
def as_xlsx() -> ResponseReturnValue:
    """Hand out what the filters leave as an Excel file."""
    columns = [Column(*it) for it in zip(_headings(), WIDTHS, strict=True)]
    rows = _rows(journal_filters.read(request.args))
    # Whatever stands higher is withheld from the auditor.
    label = highest([current_actor().clearance], least=USUAL)
    content = sheet(_("操作日志"), columns, rows, label=label)
    return _file(content, XLSX, "xlsx")


def _headings() -> list[str]:
    return [
        _("序号"),
        _("时间"),
        _("人员"),
        _("当时的职责"),
        _("做了什么"),
        _("对象"),
        _("内容"),
        _("来源地址"),
        _("请求编号"),
    ]


def _rows(filters: JournalFilters) -> Iterator[list[str | int | None]]:
    # A hundred thousand rows say the same few words over and over.
    said = cache(_)
    for it in journal_page.exported(current_actor(), filters):
        yield [
            it.seq,
            f"{it.at.astimezone(HERE):%Y-%m-%d %H:%M:%S%z}",
            it.actor_name,
            "、".join(said(role) for role in it.roles),
            said(it.sentence),
            f"{said(it.subject)} {it.key}".strip(),
            said(WITHHELD) if it.is_withheld else "；".join(_details(it, said)),
            it.address,
            it.request_id,
        ]


def _details(it: Told, said: Callable[[str], str]) -> Iterator[str]:
    for change in it.changes:
        sides = [side for side in (change.was, change.now) if side is not None]
        label = f"{said(change.label)}：" if change.label else ""
        yield label + " → ".join(sides)
    for fact in it.facts:
        yield f"{said(fact.label)}：{fact.value}"


def _file(content: bytes, mimetype: str, ending: str) -> Response:
    name = _("操作日志%(day)s", day=f"{today():%Y%m%d}")
    return Response(
        content,
        mimetype=mimetype,
        headers={"Content-Disposition": attachment(f"{name}.{ending}", f"journal.{ending}")},
    )


def _place(name: str) -> int | None:
    return request.args.get(name, type=row_number)


def _to_list(filters: JournalFilters) -> Callable[..., str]:
    """Make the address of the list after a change of its filters or of its place."""

    def address(before: int | None = None, after: int | None = None, **changes: Any) -> str:
        return url_for("journal.index", **filters.with_(**changes), before=before, after=after)

    return address
