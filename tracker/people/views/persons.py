"""The pages of persons: the list, one person, their data and accounts."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import attachment
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.forms import SelectChoice
from tracker.foundation.paging import asked_page, url_for_page
from tracker.journal.telling import history_in_words
from tracker.people import commands, printing, queries, rules
from tracker.people.forms import (
    XLSX,
    Choices,
    DisableForm,
    EnableForm,
    EndForm,
    ExportForm,
    PersonEditForm,
    PersonForm,
    PostForm,
    TermForm,
)
from tracker.people.forms.clearances import ClearanceForm, clearance_words
from tracker.people.models import Person, Role
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages

OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_HISTORY = 50
BESIDE = {
    rules.BAD_LOGIN: "login",
    rules.LOGIN_TAKEN: "login",
    rules.OFFICERS_SIGN_IN: "login",
    rules.BAD_PHONE: "phone",
    rules.BAD_EMAIL: "email",
}
"""The field beside which a refusal is said; the name's for all others."""


@pages.get("/persons")
@requires(Permission.READ_PERSONS)
def persons() -> ResponseReturnValue:
    """Show the persons whom the filters in the URL leave."""
    return persons_page(ExportForm())


def persons_page(export: ExportForm) -> str:
    """Draw the list; `export` is the form for taking it away."""
    filters, locked = queries.read_filters(request.args), _locked()
    found = queries.person_list(current_actor(), filters, today(), asked_page(), locked=locked)
    return render_template(
        "people/persons.html",
        found=found,
        runs_system=_runs_system(),
        filters=filters,
        to_list=lambda **changes: url_for(".persons", **filters.with_(**changes)),
        url_for_page=url_for_page(),
        units=queries.units_for_posts(),
        roles=[(role.value, _(words)) for role, words in rules.ROLE_WORDS.items()],
        export=export,
    )


@pages.post("/persons/export")
@requires(Permission.EXPORT_PERSONS)
def export_persons() -> ResponseReturnValue:
    """Hand out the list; a form, because it is written down who took it."""
    form = ExportForm()
    if not form.validate():
        return persons_page(form), 422
    actor, day, is_full = current_actor(), today(), bool(form.full.data)
    found = queries.persons_to_export(actor, queries.read_filters(request.args), day, _locked())
    is_book = form.form.data == XLSX
    write = printing.persons_as_workbook if is_book else printing.persons_as_text
    content = write(found, day, is_full=is_full)
    with transaction():
        commands.note_export(actor, persons=len(found), is_full=is_full, now=now())
    return file_answer(
        content, printing.TITLE, "xlsx" if is_book else "csv", OFFICE if is_book else "text/csv"
    )


def file_answer(content: bytes, title: str, ending: str, kind: str) -> Response:
    """Hand a file out under its Chinese name."""
    disposition = attachment(f"{title}.{ending}", f"persons.{ending}")
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})


@pages.get("/persons/new")
@requires(Permission.KEEP_PERSONS)
def new_person() -> ResponseReturnValue:
    """Show the form for somebody new."""
    return render_template("people/person_form.html", form=PersonForm(), person=None)


@pages.post("/persons/new")
@requires(Permission.KEEP_PERSONS)
def create_person() -> ResponseReturnValue:
    """Enter somebody."""
    form = PersonForm()
    if not form.validate():
        return render_template("people/person_form.html", form=form, person=None), 422
    try:
        with transaction():
            person = commands.create_person(
                current_actor(), _data(form, form.phone.data or ""), now=now()
            )
    except RuleBroken as refusal:
        _put_beside(form, refusal)
        return render_template("people/person_form.html", form=form, person=None), 422
    flash(_("已新建“%(name)s”。账号要由安全管理员授予职责后才能办事。", name=person.name))
    return redirect(url_for(".person", person_id=person.id), 303)


@pages.get("/persons/<int:person_id>")
@requires(Permission.READ_PERSONS)
def person(person_id: int) -> ResponseReturnValue:
    """Show one person: data, posts, account, history."""
    return person_page(person_id)


def person_page(
    person_id: int,
    *,
    post: PostForm | None = None,
    charge: TermForm | None = None,
    end: EndForm | None = None,
    disable: DisableForm | None = None,
    clearance: ClearanceForm | None = None,
    shown_phone: str | None = None,
) -> str:
    """Draw a person's page; a form that was refused comes with what is wrong with it."""
    actor, day = current_actor(), today()
    page = queries.person_page(actor, person_id, day)
    may_give = rules.may_give_posts(actor) and actor.id != person_id
    units = unit_choices() if may_give else []
    runs_system = _runs_system()
    return render_template(
        "people/person.html",
        page=page,
        person=page.person,
        locks=queries.locks_of(page.person, now()) if runs_system else [],
        no_link=rules.why_no_link(actor, page.person, day),
        shown_phone=shown_phone,
        words=rules.ROLE_WORDS,
        may_give=may_give,
        clearance=clearance
        or ClearanceForm(
            formdata=None,
            clearance=page.person.clearance.value,
            version=page.person.version,
            prefix="clearance-",
        ),
        clearance_words=clearance_words(page.person.clearance),
        is_leader=any(it.role is Role.LEADER for it in [*page.now, *page.to_come]),
        post=post or PostForm(units, role_choices(), formdata=None, from_on=day, prefix="post-"),
        charge=charge or TermForm(units, formdata=None, from_on=day, prefix="charge-"),
        end=end or EndForm(formdata=None, last_on=day, prefix="end-"),
        disable=disable
        or DisableForm(formdata=None, version=page.person.version, prefix="disable-"),
        history=(
            history_in_words(f"person:{person_id}", limit=MOST_HISTORY) if runs_system else ()
        ),
    )


@pages.post("/persons/<int:person_id>/phone")
@requires(Permission.SHOW_PHONES)
def show_phone(person_id: int) -> ResponseReturnValue:
    """Show the telephone number in full, this once."""
    actor = current_actor()
    found = queries.visible_person(actor, person_id)
    with transaction():
        phone = commands.show_phone(actor, found, now=now())
    return person_page(person_id, shown_phone=phone)


@pages.get("/persons/<int:person_id>/edit")
@requires(Permission.KEEP_PERSONS)
def edit_person_page(person_id: int) -> ResponseReturnValue:
    """Show the form for a person's data; the telephone number stays here."""
    found = queries.visible_person(current_actor(), person_id)
    form = PersonEditForm(
        formdata=None,
        login=found.login,
        name=found.name,
        post=found.post,
        email=found.email,
        version=found.version,
    )
    return _edit_page(found, form)


@pages.post("/persons/<int:person_id>/edit")
@requires(Permission.KEEP_PERSONS)
def edit_person(person_id: int) -> ResponseReturnValue:
    """Correct a person's data."""
    actor, form = current_actor(), PersonEditForm()
    found = queries.visible_person(actor, person_id)
    if not form.validate():
        return _edit_page(found, form), 422
    phone = "" if form.clear_phone.data else (form.phone.data or None)
    try:
        with transaction():
            commands.edit_person(
                actor,
                found,
                _data(form, phone),
                today=today(),
                now=now(),
                # A form that does not say what it saw has seen nothing.
                version=form.version.data or 0,
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        _put_beside(form, refusal)
        return _edit_page(found, form), 422
    flash(_("人员信息已保存。"))
    return redirect(url_for(".person", person_id=person_id), 303)


@pages.post("/persons/<int:person_id>/disable")
@requires(Permission.KEEP_PERSONS)
def disable_person(person_id: int) -> ResponseReturnValue:
    """Put an account out of use."""
    actor, form = current_actor(), DisableForm(prefix="disable-")
    found = queries.visible_person(actor, person_id)
    if not form.validate():
        return person_page(person_id, disable=form), 422
    try:
        with transaction():
            commands.disable_person(
                actor,
                found,
                reason=form.reason.data or "",
                today=today(),
                now=now(),
                version=form.version.data or 0,
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        form.reason.errors = [_(refusal.sentence)]
        return person_page(person_id, disable=form), 422
    flash(_("账号已停用，所有登录立即失效。"))
    return redirect(url_for(".person", person_id=person_id), 303)


@pages.post("/persons/<int:person_id>/enable")
@requires(Permission.KEEP_PERSONS)
def enable_person(person_id: int) -> ResponseReturnValue:
    """Put an account into use again."""
    actor, form = current_actor(), EnableForm()
    found = queries.visible_person(actor, person_id)
    with transaction():
        commands.enable_person(actor, found, now=now(), version=form.version.data or 0)
    flash(_("账号已启用。"))
    return redirect(url_for(".person", person_id=person_id), 303)


def _runs_system() -> bool:
    return current_actor().holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


def _locked() -> frozenset[str]:
    """Return who is locked out now, to those who keep accounts or open them again."""
    return queries.locked_logins(now()) if _runs_system() else frozenset()


def unit_choices() -> Choices:
    """Return the units that a post can be in."""
    return [SelectChoice(str(unit.id), unit.name) for unit in queries.units_for_posts()]


def role_choices() -> Choices:
    """Return the roles by their names."""
    return [SelectChoice(role.value, _(words)) for role, words in rules.ROLE_WORDS.items()]


def _data(form: PersonForm, phone: str | None) -> rules.PersonData:
    return rules.PersonData(
        login=form.login.data or "",
        name=form.name.data or "",
        post=form.post.data or "",
        phone=phone,
        email=form.email.data or "",
    )


def _put_beside(form: PersonForm, refusal: RuleBroken) -> None:
    field = form[BESIDE.get(refusal.sentence, "name")]
    field.errors = [*field.errors, _(refusal.sentence)]


def _edit_page(found: Person, form: PersonEditForm) -> str:
    return render_template("people/person_form.html", form=form, person=found)
