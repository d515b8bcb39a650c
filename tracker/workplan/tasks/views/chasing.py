"""Choosing what to chase, writing the papers, looking at them, and sending them (催办)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.settings import value_of
from tracker.people.permissions import Permission, requires
from tracker.people.queries import sending_office
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks import rules as task_rules
from tracker.workplan.tasks.chases import limits, queries, rules
from tracker.workplan.tasks.chases.forms import LetterForm
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.chases.printing import as_draft
from tracker.workplan.tasks.chases.rules import Letter
from tracker.workplan.tasks.forms import Batch, put_error
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.papers import by_paper
from tracker.workplan.tasks.views.blueprint import pages

COMPOSE = "compose"


def key_of(assignments: Sequence[Assignment]) -> str:
    """Return what tells a paper about this work from the others on its page."""
    return f"c{assignments[0].id}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that is being written."""

    assignments: Sequence[Assignment]
    form: LetterForm

    @property
    def key(self) -> str:
        """What tells it from the others on its page."""
        return key_of(self.assignments)

    def letter(self) -> Letter:
        """Return it as it would be sent; the form must be valid."""
        return Letter(
            assignments=self.assignments,
            level=self.level,
            text=self.form.text.data or "",
            answer_due_on=self.form.chosen_day(),
        )

    @property
    def level(self) -> NoticeLevel:
        """The grade that is chosen now; where it is none, the one that is proposed."""
        return self.form.chosen_level() or _proposed_level(self.assignments)

    def word_anew(self) -> None:
        """Put the proposed words into the form, for the grade that is chosen now."""
        self.form.text.data = rules.proposed_text(self.level, self.assignments, today())


@dataclass(frozen=True, slots=True)
class Writing:
    """All papers of one deed; lately: what of it was chased within the days that are set.

    passed: how many of the chosen need no chasing any more.
    """

    drafts: list[Draft]
    lately: Mapping[int, Chase] = field(default_factory=dict)
    passed: int = 0

    @property
    def forms(self) -> Batch:
        """Their forms, as one."""
        return Batch([it.form for it in self.drafts])

    @property
    def assignments(self) -> list[Assignment]:
        """Everything that is to be chased."""
        return [it for draft in self.drafts for it in draft.assignments]

    def is_sound(self) -> bool:
        """Whether every paper can be sent; says beside the fields why not."""
        sound = [it.form.validate() for it in self.drafts]
        sound += [_is_in_time(it.form) for it in self.drafts if not it.form.errors]
        return all(sound)


@pages.get("/chases/due")
@requires(Permission.CHASE)
def chase_candidates() -> ResponseReturnValue:
    """Show the work that may be chased, what is late first of all."""
    actor, wanted = current_actor(), queries.read_wanted(request.args)
    found = page_of(queries.chaseable(actor, wanted, today()), asked_page())
    return render_template(
        "workplan/tasks/chases/due.html",
        found=found,
        wanted=wanted,
        units=queries.chaseable_units(actor, wanted, today()),
        lately=_lately([it.id for it in found.rows]),
        late={it.id: rules.days_late(it, today()) for it in found.rows},
        states=task_rules.STATE_WORDS,
        levels=rules.LEVEL_WORDS,
        url_for_page=url_for_page(),
    )


@pages.get("/chases/new")
@requires(Permission.CHASE)
def chase_page() -> ResponseReturnValue:
    """Show the papers as they are proposed for what was chosen."""
    ids = _chosen(request.args)
    if not ids:
        flash(_("请先选要催办的任务。"))
        return redirect(url_for(".chase_candidates"), 303)
    return _page(_writing(ids))


@pages.post("/chases/preview")
@requires(Permission.CHASE)
def preview_chase() -> ResponseReturnValue:
    """Show the papers as the units would get them; or the forms again, worded anew if asked."""
    writing = _writing(_chosen(request.form))
    show = request.form.get("show")
    if show == COMPOSE:
        return _page(writing)
    redraft = next((it for it in writing.drafts if it.key == show), None)
    if redraft is not None:
        redraft.word_anew()
        return _page(writing)
    if not writing.drafts or not writing.is_sound():
        return _page(writing), 422
    return _preview(writing)


@pages.post("/chases")
@requires(Permission.CHASE)
def chase() -> ResponseReturnValue:
    """Send the papers, all or none."""
    writing = _writing(_chosen(request.form))
    if not writing.drafts or not writing.is_sound():
        return _page(writing), 422
    try:
        with transaction():
            sent = commands.chase(
                current_actor(),
                [it.letter() for it in writing.drafts],
                knowing=_chosen(request.form, "warned_of"),
                now=now(),
            )
            ids = [it.id for it in sent]
    except RuleBroken as refusal:
        flash(_(refusal.sentence), "error")
        return _preview(writing), 409
    flash(_("已发出督办单 %(count)s 张。", count=len(ids)))
    if len(ids) == 1:
        return redirect(url_for(".chase_sheet", chase_id=ids[0]), 303)
    return redirect(url_for(".chases"), 303)


def _chosen(sent: MultiDict[str, str], name: str = "assignment") -> list[int]:
    """Read ids, each once and not more than one deed takes."""
    return list(dict.fromkeys(sent.getlist(name, type=row_number)))[: rules.MOST_AT_ONCE]


def _writing(ids: list[int]) -> Writing:
    assignments = queries.to_chase(current_actor(), ids, today())
    return Writing(
        drafts=[_draft(group) for group in by_paper(assignments)],
        lately=_lately([it.id for it in assignments]),
        passed=len(ids) - len(assignments),
    )


def _draft(assignments: list[Assignment]) -> Draft:
    level = _proposed_level(assignments)
    form = LetterForm(
        prefix=f"{key_of(assignments)}-",
        data={
            "level": level.value,
            "answer_due_on": limits.usual_answer_day(today()),
            "text": rules.proposed_text(level, assignments, today()),
        },
    )
    return Draft(assignments, form)


def _proposed_level(assignments: Sequence[Assignment]) -> NoticeLevel:
    return rules.proposed_level(rules.most_days_late(assignments, today()), limits.grades())


def _lately(ids: Sequence[int]) -> dict[int, Chase]:
    return queries.chased_lately(current_actor(), ids, limits.burden_begins(today()))


def _is_in_time(form: LetterForm) -> bool:
    try:
        rules.check_answer_day(form.chosen_day(), today())
    except RuleBroken as refusal:
        put_error(form.answer_due_on, _(refusal.sentence))
        return False
    return True


def _page(writing: Writing) -> str:
    day = today()
    return render_template(
        "workplan/tasks/chases/compose.html",
        writing=writing,
        late={it.id: rules.days_late(it, day) for it in writing.assignments},
        states=task_rules.STATE_WORDS,
        levels=rules.LEVEL_WORDS,
        again_days=value_of(limits.AGAIN),
    )


def _preview(writing: Writing) -> str:
    day = today()
    office = sending_office(current_actor()).name
    return render_template(
        "workplan/tasks/chases/preview.html",
        writing=writing,
        papers=[(it, as_draft(it.letter(), office, day)) for it in writing.drafts],
        levels=rules.LEVEL_WORDS,
        again_days=value_of(limits.AGAIN),
    )
