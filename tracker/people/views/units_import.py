"""The register of units as a file: upload, preview, all or nothing; and out again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.people import commands, queries, rules, unit_printing
from tracker.people.forms import CSV, ConfirmForm, SheetForm
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages
from tracker.people.views.carried import carried, taken
from tracker.people.views.persons import OFFICE, file_answer
from tracker.people.views.previews import UNIT_CELLS, unit_rows
from tracker.readers.reading import Unreadable
from tracker.readers.table import Line, read_table

UNITS = "units"


@pages.get("/units/template.xlsx")
@requires(Permission.KEEP_UNITS)
def unit_template() -> ResponseReturnValue:
    """Hand out an empty list to fill in."""
    return file_answer(unit_printing.unit_template(), unit_printing.EXAMPLE_TITLE, "xlsx", OFFICE)


@pages.post("/units/export")
@requires(Permission.KEEP_UNITS)
def export_units() -> ResponseReturnValue:
    """Hand out the register, all of it; a form, because it is written down who took it."""
    lines = queries.register_to_export()
    is_text = request.form.get("form") == CSV
    write = unit_printing.units_as_text if is_text else unit_printing.units_as_workbook
    content = write(lines)
    with transaction():
        commands.note_units_export(current_actor(), count=len(lines), now=now())
    ending, kind = (CSV, "text/csv") if is_text else ("xlsx", OFFICE)
    return file_answer(content, unit_printing.TITLE, ending, kind)


@pages.get("/units/import")
@requires(Permission.KEEP_UNITS)
def import_units_page() -> ResponseReturnValue:
    """Show the form for a list of units."""
    return render_template("people/units_import.html", form=SheetForm())


@pages.post("/units/import")
@requires(Permission.KEEP_UNITS)
def preview_units() -> ResponseReturnValue:
    """Show what every line would become, and every line that is wrong."""
    form = SheetForm()
    if not form.validate():
        return render_template("people/units_import.html", form=form), 422
    upload = request.files["file"]
    try:
        table = read_table(
            upload.filename or "",
            upload.read(),
            rules.UNIT_COLUMNS,
            needed=rules.NEEDED_OF_UNITS,
        )
    except Unreadable as refusal:
        form.file.errors = [_(refusal.sentence)]
        return render_template("people/units_import.html", form=form), 422
    units = [line.unit for line in queries.register_in_order()]
    sheet = rules.judge_units(table.lines, units, queries.groups(), today())
    rows = [{"number": it.number, "words": dict(it.words)} for it in table.lines]
    told = {"told": sheet.told}
    return render_template(
        "people/units_preview.html",
        table=table,
        sheet=sheet,
        rows=unit_rows(table.lines, sheet),
        keys=UNIT_CELLS,
        headings=rules.UNIT_COLUMNS,
        form=ConfirmForm(formdata=None, rows=carried(UNITS, [told, *rows])),
    ), (422 if sheet.wrong else 200)


@pages.post("/units/import/confirm")
@requires(Permission.KEEP_UNITS)
def import_units() -> ResponseReturnValue:
    """Make the register what was previewed, all of it or nothing."""
    told, *rows = taken(UNITS, ConfirmForm().rows.data)
    lines = [Line(it["number"], it["words"]) for it in rows]
    with transaction():
        sheet = commands.import_units(
            current_actor(), lines, told["told"], today=today(), now=now()
        )
    flash(
        _(
            "已导入：新建 %(new)s 个单位，修改 %(changed)s 个。",
            new=len(sheet.new),
            changed=len(sheet.changed),
        )
    )
    return redirect(url_for(".units"), 303)
