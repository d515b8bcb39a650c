"""Importing a breakdown sheet: upload, columns, preview, all or nothing."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.foundation import files
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import USUAL, Label
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import Page, asked_page
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.readers.reading import Unreadable
from tracker.readers.workbook import (
    Sheet,
    Workbook,
    letters_of,
    read_workbook,
    words_of,
)
from tracker.workplan.directives.breakdown import queries, rules
from tracker.workplan.directives.breakdown.drafting import draft_breakdown
from tracker.workplan.directives.breakdown.forms import (
    FinishForm,
    MappingForm,
    UploadForm,
    columns_chosen,
)
from tracker.workplan.directives.breakdown.heads import (
    NAMES,
    Mapping,
    head_words,
    recognised,
)
from tracker.workplan.directives.breakdown.layout import (
    Breakdown,
    label_of_sheet,
    lay_out,
    title_of_sheet,
    year_of,
)
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.directives.breakdown.recognition import best_sheet
from tracker.workplan.directives.breakdown.rows import Kind
from tracker.workplan.directives.breakdown.unused import unused_units
from tracker.workplan.directives.commands.importing import (
    begin_import,
    discard_import,
    finish_import,
    map_columns,
)
from tracker.workplan.directives.matching import Office, match
from tracker.workplan.directives.queries import office
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.meetings.commands import note_secret
from tracker.workplan.meetings.queries import report_seen
from tracker.workplan.meetings.rules import SAME_ABOVE, SameReport, SecretReport

ROWS_SHOWN = 12
ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """An import with its file read again and the sheet that is looked at."""

    it: BreakdownImport
    data: bytes
    book: Workbook
    at: int

    @property
    def sheet(self) -> Sheet:
        """The sheet that is looked at."""
        return self.book.sheets[self.at]


@pages.get("/breakdowns")
@requires(Permission.TAKE_IN_REPORTS)
def breakdowns() -> ResponseReturnValue:
    """Show the form and the actor's unfinished imports."""
    return _upload_page(UploadForm())


@pages.post("/breakdowns")
@requires(Permission.TAKE_IN_REPORTS)
def begin_breakdown() -> ResponseReturnValue:
    """Read an uploaded file and go on to its columns."""
    form = UploadForm()
    if not form.validate():
        return _upload_page(form), 422
    content: bytes = request.files["file"].read()
    try:
        return begun_with(form.file.data.filename or "", content)
    except Unreadable as refusal:
        form.file.errors = [_(refusal.sentence)]
        return _upload_page(form), 422
    except SecretReport as refusal:
        with transaction():
            note_secret(current_actor(), content, now=now())
        return _upload_page(UploadForm(formdata=None), secret=refusal), 409


def begun_with(name: str, data: bytes, *, plan_year: int | None = None) -> ResponseReturnValue:
    """Begin the import of a file and lead to the page of its columns.

    For every page that takes files in; raises `Unreadable` or `SecretReport`.
    """
    book = read_workbook(name, data)
    with transaction():
        begun = begin_import(
            current_actor(), book, file_name=name, data=data, plan_year=plan_year, now=now()
        )
    return redirect(url_for("directives.breakdown", import_id=begun.id), 303)


@pages.get("/breakdowns/<int:import_id>")
@requires(Permission.TAKE_IN_REPORTS)
def breakdown(import_id: int) -> ResponseReturnValue:
    """Show what the columns are taken for, above the first rows; another sheet or head by address."""
    it = queries.visible_import(current_actor(), import_id)
    if it.report_id is not None:
        return redirect(url_for(".review", report_id=it.report_id), 303)
    opened = _opened(it, request.args.get("sheet", type=row_number))
    mapping = _known_mapping(opened, request.args.get("head", type=row_number))
    return _mapping_page(opened, mapping, _mapping_form(opened, mapping))


@pages.post("/breakdowns/<int:import_id>")
@requires(Permission.TAKE_IN_REPORTS)
def map_breakdown(import_id: int) -> ResponseReturnValue:
    """Keep what the columns hold and go on to the preview."""
    actor, form = current_actor(), MappingForm()
    it = queries.visible_import(actor, import_id)
    opened = _opened(it, _number(form.sheet.data))
    head = (form.head.data if form.head.data is not None else 0) - 1
    mapping = Mapping(head)
    try:
        is_valid = form.validate()
        mapping = Mapping(head, columns_chosen(request.form, opened.sheet.width))
        if is_valid:
            with transaction():
                map_columns(
                    actor,
                    it,
                    opened.sheet,
                    at=opened.at,
                    mapping=mapping,
                    plan_year=form.plan_year.data or 0,
                    splits=bool(form.splits.data),
                    version=form.version.data,
                    now=now(),
                )
            return redirect(url_for(".preview_breakdown", import_id=import_id), 303)
    except ValidationError as error:
        form.form_errors.append(str(error))
    except RuleBroken as refusal:
        if refusal.sentence not in {rules.NO_MEASURE, rules.TWICE, rules.NO_HEAD}:
            raise
        form.form_errors.append(_(refusal.sentence))
    sent = {at: request.form.get(f"column-{at}", "") for at in range(opened.sheet.width)}
    return _mapping_page(opened, mapping, form, sent), 422


@pages.get("/breakdowns/<int:import_id>/preview")
@requires(Permission.TAKE_IN_REPORTS)
def preview_breakdown(import_id: int) -> ResponseReturnValue:
    """Show what each row becomes, and the errors, before anything is taken in."""
    it = queries.visible_import(current_actor(), import_id)
    if (elsewhere := _where_it_stands(it)) is not None:
        return redirect(elsewhere, 303)
    opened = _opened(it)
    form = _finish_form(opened, formdata=None, version=it.version)
    return _preview_page(opened, _laid_out(opened), form)


@pages.post("/breakdowns/<int:import_id>/finish")
@requires(Permission.TAKE_IN_REPORTS)
def finish_breakdown(import_id: int) -> ResponseReturnValue:
    """Take all rows in, or none."""
    actor = current_actor()
    it = queries.visible_import(actor, import_id)
    # Sent twice: the second time leads where the first one does.
    if (elsewhere := _where_it_stands(it)) is not None:
        return redirect(elsewhere, 303)
    opened = _opened(it)
    form = _finish_form(opened)
    found = _laid_out(opened, form.forgiven())
    if found.troubles:
        form.form_errors.append(_(rules.HAS_TROUBLES))
    if found.troubles or not form.validate():
        return _preview_page(opened, _laid_out(opened), form), 422
    try:
        draft = draft_breakdown(
            found,
            opened.book,
            file_name=it.file_name,
            data=opened.data,
            plan_year=it.plan_year or today().year,
        )
        with transaction():
            report = finish_import(
                actor,
                it,
                found,
                draft,
                label=Label(form.label.data),
                version=form.version.data,
                now=now(),
            )
    except Unreadable as refusal:
        form.form_errors.append(_(refusal.sentence))
        return _preview_page(opened, found, form), 422
    except SameReport as refusal:
        first = report_seen(actor, refusal.report_id)
        if first is None:
            form.form_errors.append(_(SAME_ABOVE))
        return _preview_page(opened, found, form, same=first), 409
    except RuleBroken as refusal:
        if refusal.sentence != rules.BELOW_MARK:
            raise
        form.label.errors = [_(refusal.sentence)]
        return _preview_page(opened, found, form), 422
    for warning in report.warnings:
        flash(_(warning), "warning")
    flash(
        _(
            "已导入 %(measures)s 条举措、%(priorities)s 个重点，都是草稿，请逐条审定。",
            measures=len(found.items),
            priorities=found.priorities,
        ),
        "done",
    )
    return redirect(url_for(".review", report_id=report.id), 303)


@pages.post("/breakdowns/<int:import_id>/discard")
@requires(Permission.TAKE_IN_REPORTS)
def discard_breakdown(import_id: int) -> ResponseReturnValue:
    """Throw an unfinished import away, and its file with it."""
    actor = current_actor()
    it = queries.visible_import(actor, import_id)
    with transaction():
        unneeded = discard_import(actor, it, now=now())
    if unneeded is not None:
        files.forget(unneeded)
    flash(_("没导完的任务分解表已删除。"), "done")
    return redirect(url_for(".breakdowns"), 303)


def _opened(it: BreakdownImport, asked: int | None = None) -> Opened:
    """Read the kept file again; the sheet is the asked, the chosen or the likeliest one."""
    data = files.kept(it.file_hash)
    try:
        book = read_workbook(it.file_name, data)
    except Unreadable as refusal:
        raise RuleBroken(refusal.sentence) from None
    at = asked if asked is not None else it.sheet
    if at is None:
        at = best_sheet(book)
    rules.check_sheet(book.sheets, at)
    return Opened(it, data, book, at)


def _known_mapping(opened: Opened, head: int | None) -> Mapping:
    """Give the mapping that was confirmed for this sheet, unless another head is asked for."""
    kept = opened.it.mapping
    if kept is not None and opened.it.sheet == opened.at and head is None:
        return Mapping.of_json(kept)
    if head is None or head > len(opened.sheet.rows):
        return recognised(opened.sheet)
    return recognised(opened.sheet, head - 1) if head else Mapping(-1)


def _mapping_form(opened: Opened, mapping: Mapping) -> MappingForm:
    it = opened.it
    year = it.plan_year or year_of(title_of_sheet(opened.sheet, mapping, it.file_name))
    return MappingForm(
        formdata=None,
        sheet=str(opened.at),
        head=mapping.head + 1,
        plan_year=year or today().year,
        splits=it.splits,
        version=it.version,
    )


def _where_it_stands(it: BreakdownImport) -> str | None:
    """Return where an import goes on that is over, or whose columns nobody confirmed."""
    if it.report_id is not None:
        return url_for(".review", report_id=it.report_id)
    return url_for(".breakdown", import_id=it.id) if it.mapping is None else None


def _finish_form(opened: Opened, **more: object) -> FinishForm:
    label = label_of_sheet(opened.sheet) or USUAL
    return FinishForm(current_actor().clearance, label=label.value, **more)


def _laid_out(opened: Opened, forgives: frozenset[Kind] = frozenset()) -> Breakdown:
    it = opened.it
    return lay_out(
        opened.sheet,
        Mapping.of_json(it.mapping or {}),
        year=it.plan_year or today().year,
        epoch=opened.book.epoch,
        name=it.file_name,
        splits=it.splits,
        forgives=forgives,
    )


def _number(words: str | None) -> int | None:
    try:
        return row_number(words or "")
    except ValueError:
        return None


def _upload_page(form: UploadForm, secret: SecretReport | None = None) -> str:
    return render_template(
        "workplan/directives/breakdowns.html",
        form=form,
        secret=secret,
        unfinished=queries.unfinished_imports(current_actor()),
    )


def _mapping_page(
    opened: Opened, mapping: Mapping, form: MappingForm, sent: dict[int, str] | None = None
) -> str:
    """Draw the page of the columns; `sent` is what was chosen for each when it was refused."""
    sheet = opened.sheet
    first = max(mapping.head - 1, 0)
    shown = range(first, min(first + ROWS_SHOWN, len(sheet.rows)))
    return render_template(
        "workplan/directives/breakdown.html",
        it=opened.it,
        sheets=opened.book.sheets,
        at=opened.at,
        form=form,
        mapping=mapping,
        roles=sent or {at: role.value for role, at in mapping.columns.items()},
        heads=head_words(sheet, mapping),
        names=NAMES,
        columns=range(sheet.width),
        letters=[letters_of(column) for column in range(sheet.width)],
        rows=[
            (row, [words_of(sheet.cell(row, column)) for column in range(sheet.width)])
            for row in shown
        ],
        total=len(sheet.rows),
    )


def _unused(opened: Opened, table: Office) -> str:
    """Name the columns of units that nothing is made of."""
    mapping = Mapping.of_json(opened.it.mapping or {})
    return "、".join(map(letters_of, unused_units(opened.sheet, mapping, table)))


def _preview_page(opened: Opened, found: Breakdown, form: FinishForm, same: object = None) -> str:
    table = office()
    number = asked_page()
    pages_of = max(1, -(-len(found.items) // ROWS_A_PAGE))
    number = min(max(number, 1), pages_of)
    shown = found.items[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    unknown = {
        unit.name for item in found.items for unit in item.units if match(unit.name, table) is None
    }
    return render_template(
        "workplan/directives/breakdown_preview.html",
        it=opened.it,
        sheet_name=opened.sheet.name if len(opened.book.sheets) > 1 else "",
        found=found,
        form=form,
        same=same,
        page=Page(shown, number, len(found.items), ROWS_A_PAGE),
        url_for_page=lambda at: url_for(".preview_breakdown", import_id=opened.it.id, page=at),
        unknown=unknown,
        unused=_unused(opened, table),
        kinds={it.kind.value for it in found.troubles},
        letters_of=letters_of,
        open_limits=sum(it.limit.is_open and not it.limit.fault for it in found.items),
    )
