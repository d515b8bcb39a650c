"""Handing over what a leaver holds: choose the successor and the day, see what moves, do it."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.forms import PageForm, SelectChoice
from tracker.foundation.numbers import row_number
from tracker.people import queries as people
from tracker.people import rules as people_rules
from tracker.people.models import Person
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.views.blueprint import pages

LONGEST_SEARCH = 50


BESIDE = {
    people_rules.TOO_EARLY: "last_on",
    people_rules.TOO_FAR: "last_on",
    people_rules.NOTHING_HELD: "last_on",
    people_rules.STILL_IN_OFFICE: "last_on",
}
"""The field beside which a refusal is said; the successor's for all others."""


class HandOverForm(PageForm):
    """To whom, and the leaver's last day; q narrows whom one chooses from."""

    q = StringField(_l("找接任的人"), description=_l("按姓名或用户名。"), validators=[Optional()])
    successor = SelectField(_l("接任的人"), validators=[InputRequired(_l("请选择接任的人。"))])
    last_on = DateField(
        _l("离任的最后一天"),
        description=_l("接任的人从第二天起负责。填昨天就是今天起由接任的人负责。"),
        validators=[InputRequired(_l("请填写最后一天，如 2026-03-31。"))],
    )
    disables = BooleanField(_l("同时停用离任人的账号"), validators=[Optional()])

    def __init__(self, leaver: Person, **more: object) -> None:
        super().__init__(**more)
        words = (self.q.data or "").strip()[:LONGEST_SEARCH]
        chosen = _number(self.successor.data)
        found = people.persons_to_choose(current_actor(), leaver, words, chosen=chosen)
        last_on = self.last_on.data or today()
        self.is_cut, self.is_searched = found.is_cut, bool(words)
        self.unfit: list[tuple[Person, people_rules.Unfit]] = []
        fit = []
        for it in found.persons:
            unfit = people_rules.why_unfit(leaver, it, last_on)
            if unfit is not None:
                self.unfit.append((it, unfit))
            if unfit is None or it.id == chosen:
                fit.append(it)
        # Who was asked for is shown as asked for; why it cannot be is said beside the field.
        self.successor.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(str(it.id), _line(it)) for it in fit),
        ]

    @property
    def chosen(self) -> int:
        """The key of the person who was chosen."""
        return _number(self.successor.data) or 0

    def refuse_unfit(self) -> bool:
        """Say why the one who was chosen cannot take over, and return whether that is so."""
        why = next((unfit for it, unfit in self.unfit if it.id == self.chosen), None)
        if why is not None:
            self.successor.errors = [unfit_words(why)]
        return why is not None

    def refuse(self, sentence: str) -> None:
        """Say a refusal beside the field that it is about."""
        self[BESIDE.get(sentence, "successor")].errors = [_(sentence)]


@pages.get("/persons/<int:person_id>/hand-over")
@requires(Permission.HAND_OVER)
def hand_over_page(person_id: int) -> ResponseReturnValue:
    """Show what would move, for the successor and the day in the URL."""
    leaver = people.visible_person(current_actor(), person_id)
    is_searching = bool(request.args.get("q")) and not request.args.get("successor")
    is_asked = "successor" in request.args and not is_searching
    form = HandOverForm(
        leaver,
        **({"formdata": request.args} if request.args else {"formdata": None, "last_on": today()}),
    )
    if is_asked and not _is_plausible(form, leaver):
        return _page(leaver, form), 422
    return _page(leaver, form, is_chosen=is_asked)


@pages.post("/persons/<int:person_id>/hand-over")
@requires(Permission.HAND_OVER)
def hand_over(person_id: int) -> ResponseReturnValue:
    """Hand over everything in one deed."""
    actor = current_actor()
    leaver = people.visible_person(actor, person_id)
    form = HandOverForm(leaver)
    if not form.validate() or form.last_on.data is None or form.refuse_unfit():
        return _page(leaver, form), 422
    successor = people.visible_person(actor, form.chosen)
    try:
        with transaction():
            moved = commands.hand_over(
                actor,
                leaver,
                successor,
                last_on=form.last_on.data,
                disables=bool(form.disables.data),
                today=today(),
                now=now(),
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        form.refuse(refusal.sentence)
        return _page(leaver, form), 422
    flash(
        _(
            "已移交给%(name)s：职责 %(posts)s 项、分管 %(charges)s 个、任务 %(tasks)s 项。",
            name=successor.name,
            posts=moved.held.posts,
            charges=moved.held.charges,
            tasks=moved.tasks,
        )
    )
    return redirect(url_for("people.person", person_id=person_id), 303)


def _is_plausible(form: HandOverForm, leaver: Person) -> bool:
    """Judge what the URL asks for as the deed will; nothing is done yet, so no token is asked for."""
    fields = (form.successor, form.last_on)
    if not all(field.validate(form) for field in fields) or form.last_on.data is None:
        return False
    successor = people.visible_person(current_actor(), form.chosen)
    try:
        people_rules.check_hand_over(
            leaver, successor, last_on=form.last_on.data, disables=False, today=today()
        )
    except RuleBroken as refusal:
        form.refuse(refusal.sentence)
        return False
    return not form.refuse_unfit()


def _page(leaver: Person, form: HandOverForm, *, is_chosen: bool = False) -> str:
    last_on: date = form.last_on.data or today()
    successor = people.visible_person(current_actor(), form.chosen) if is_chosen else None
    return render_template(
        "workplan/tasks/hand_over.html",
        leaver=leaver,
        form=form,
        successor=successor,
        last_on=last_on,
        first_on=last_on + people_rules.A_DAY,
        may_disable=last_on < today(),
        moving=commands.what_moves(current_actor(), leaver, last_on=last_on),
        posts=people_rules.lasting(leaver.grants, last_on),
        charges=people_rules.lasting(leaver.charges, last_on),
        words=people_rules.ROLE_WORDS,
        unfit=[(_line(it), unfit_words(why)) for it, why in form.unfit],
    )


def unfit_words(it: people_rules.Unfit) -> str:
    """Say what somebody cannot take over, and why."""
    post = _(people_rules.ROLE_WORDS[it.role]) if it.role else _("分管")
    said: str = _(
        "不能接任%(unit)s的%(post)s：%(why)s", unit=it.unit, post=post, why=_(it.sentence)
    )
    return said


def _number(words: str | None) -> int | None:
    try:
        return row_number(words or "")
    except ValueError:
        return None


def _line(person: Person) -> str:
    held = people.held_on(person, today())
    units = "、".join(dict.fromkeys(it.unit.short_name for it in held))
    return f"{person.name}（{person.login}）" + (f" · {units}" if units else "")
