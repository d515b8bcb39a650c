"""Importing persons and, apart from that, their posts: upload, preview, all or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated
from tracker.people import commands, printing, queries, rules
from tracker.people.forms import ConfirmForm, SheetForm
from tracker.people.models import Role
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages
from tracker.people.views.carried import carried, taken
from tracker.people.views.persons import OFFICE, file_answer
from tracker.people.views.previews import PERSON_CELLS, POST_CELLS, person_rows, post_rows
from tracker.readers.reading import Unreadable
from tracker.readers.table import Table, read_table

PERSONS, POSTS = "persons", "posts"


@pages.get("/persons/template.xlsx")
@requires(Permission.READ_PERSONS)
def person_template() -> ResponseReturnValue:
    """Hand out an empty list to fill in."""
    return file_answer(printing.person_template(), printing.EXAMPLE_TITLE, "xlsx", OFFICE)


@pages.get("/persons/import")
@requires(Permission.KEEP_PERSONS)
def import_persons_page() -> ResponseReturnValue:
    """Show the form for a list of persons."""
    return _upload_page(PERSONS, SheetForm())


@pages.post("/persons/import")
@requires(Permission.KEEP_PERSONS)
def preview_persons() -> ResponseReturnValue:
    """Show what a list would enter, and every line that is wrong."""
    form = SheetForm()
    table = _table(form, rules.NEEDED_OF_PERSONS)
    if table is None:
        return _upload_page(PERSONS, form), 422
    known = queries.persons_by_login(rules.logins_of(table.lines))
    sheet = rules.judge_persons(table.lines, known)
    rows = [_person_row(data) for data in sheet.new.values()]
    return render_template(
        "people/persons_preview.html",
        purpose=PERSONS,
        table=table,
        sheet=sheet,
        new=sheet.new,
        rows=person_rows(table.lines, sheet),
        keys=PERSON_CELLS,
        headings=rules.COLUMNS,
        form=ConfirmForm(formdata=None, rows=carried(PERSONS, rows)),
    ), (422 if sheet.wrong else 200)


@pages.post("/persons/import/confirm")
@requires(Permission.KEEP_PERSONS)
def import_persons() -> ResponseReturnValue:
    """Enter the persons who were previewed, all or none."""
    rows = taken(PERSONS, ConfirmForm().rows.data)
    data = [rules.PersonData(**row) for row in rows]
    with transaction():
        entered = commands.import_persons(current_actor(), data, now=now())
    flash(_("已导入 %(count)s 人。请安全管理员用同一份名单授予职责。", count=len(entered)))
    return redirect(url_for(".persons", state=queries.State.NO_ROLE), 303)


@pages.get("/persons/posts/import")
@requires(Permission.GIVE_POSTS)
def import_posts_page() -> ResponseReturnValue:
    """Show the form for a list of posts."""
    return _upload_page(POSTS, SheetForm())


@pages.post("/persons/posts/import")
@requires(Permission.GIVE_POSTS)
def preview_posts() -> ResponseReturnValue:
    """Show which posts a list would give, and every line that is wrong."""
    form = SheetForm()
    table = _table(form, rules.NEEDED_OF_POSTS)
    if table is None:
        return _upload_page(POSTS, form), 422
    sheet = rules.judge_posts(
        current_actor(),
        table.lines,
        queries.persons_by_login(rules.logins_of(table.lines)),
        queries.units_for_posts(),
    )
    return render_template(
        "people/persons_preview.html",
        purpose=POSTS,
        table=table,
        sheet=sheet,
        rows=post_rows(table.lines, sheet),
        keys=POST_CELLS,
        headings=rules.COLUMNS,
        form=ConfirmForm(formdata=None, rows=carried(POSTS, [_post_row(it) for it in sheet.give])),
    ), (422 if sheet.wrong else 200)


@pages.post("/persons/posts/import/confirm")
@requires(Permission.GIVE_POSTS)
def import_posts() -> ResponseReturnValue:
    """Give the posts that were previewed, all or none."""
    rows = taken(POSTS, ConfirmForm().rows.data)
    with transaction():
        given = commands.import_posts(current_actor(), _posts(rows), now=now())
    flash(_("已授予 %(count)s 项职责、分管。", count=given))
    return redirect(url_for(".persons"), 303)


def _table(form: SheetForm, needed: Sequence[str]) -> Table | None:
    """Read the uploaded list; None where the form now says what is wrong."""
    if not form.validate():
        return None
    upload = request.files["file"]
    try:
        return read_table(upload.filename or "", upload.read(), rules.COLUMNS, needed=needed)
    except Unreadable as refusal:
        form.file.errors = [_(refusal.sentence)]
        return None


def _upload_page(purpose: str, form: SheetForm) -> str:
    return render_template("people/persons_import.html", purpose=purpose, form=form)


def _person_row(data: rules.PersonData) -> dict[str, Any]:
    return {
        "login": data.login,
        "name": data.name,
        "post": data.post,
        "phone": data.phone,
        "email": data.email,
    }


def _post_row(row: rules.PostRow) -> dict[str, Any]:
    return {
        "login": row.login,
        "role": row.role,
        "unit": row.unit.id,
        "from_on": row.from_on.isoformat(),
        "to_on": row.to_on.isoformat() if row.to_on else None,
    }


def _posts(rows: Sequence[Mapping[str, Any]]) -> list[commands.PostToGive]:
    """Find again whom the rows name; who vanished meanwhile makes the preview outdated."""
    persons = queries.persons_by_login([row["login"] for row in rows])
    units = queries.units_by_id({row["unit"] for row in rows})
    try:
        return [
            commands.PostToGive(
                person=persons[row["login"]],
                role=Role(row["role"]) if row["role"] else None,
                unit=units[row["unit"]],
                from_on=date.fromisoformat(row["from_on"]),
                to_on=date.fromisoformat(row["to_on"]) if row["to_on"] else None,
            )
            for row in rows
        ]
    except KeyError as error:
        raise Outdated from error
