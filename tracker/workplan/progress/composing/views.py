"""The page on which texts are composed from what was reported, and Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.composed_text import TextSection, TextTable, composed_document
from tracker.foundation.clock import today
from tracker.foundation.downloads import written_out
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import LABEL_WORDS, USUAL, Label, covers, up_to
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.progress.composing import queries, rules
from tracker.workplan.progress.composing.forms import ComposedForm, composed_form
from tracker.workplan.progress.composing.queries import Material, Narrowed
from tracker.workplan.progress.composing.rules import Depth, EachAs, Grouping, Section, Wanted
from tracker.workplan.progress.composing.spans import Span, begun_spans, span_named, usual_span
from tracker.workplan.progress.places import period_words

pages = Blueprint("compositions", __name__)
E = TypeVar("E", bound=StrEnum)
NO_SPAN = N_("没有这个期间，请在页面上选。")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    span: Span
    narrowed: Narrowed
    wanted: Wanted

    @property
    def written(self) -> dict[str, Any]:
        """As it stands in an address."""
        return self.narrowed.written | {
            "period": self.span.name,
            "by": self.wanted.grouping,
            "each": self.wanted.each_as,
            "depth": self.wanted.depth,
        }


@pages.get("/progress/compose")
@requires(Permission.READ_TASKS)
def index() -> ResponseReturnValue:
    """Show the text of a month, quarter, half-year or year, to be worded before it is used."""
    actor = current_actor()
    spans = begun_spans(queries.planned_years(), today())
    asked = _asked(actor, spans)
    if asked is None:
        return render_template("workplan/progress/composing/index.html", spans=(), asked=None)
    material, sections = _composed(actor, asked)
    title = _title(actor, asked)
    return _page(actor, asked, spans, material, sections, composed_form(title, sections))


@pages.post("/progress/compose/document")
@requires(Permission.COMPOSE_TEXTS)
def document() -> ResponseReturnValue:
    """Hand out the text, as it was worded on the page, as a Word document."""
    actor = current_actor()
    spans = begun_spans(queries.planned_years(), today())
    asked = _asked(actor, spans)
    if asked is None:
        raise NotFound(NO_SPAN)
    material, sections = _composed(actor, asked)
    form = composed_form(_title(actor, asked), sections)
    if not form.validate():
        page = _page(actor, asked, spans, material, sections, form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    told = [
        TextSection(it.heading, text, [TextTable(one.caption, one.rows) for one in it.tables])
        for it, text in zip(sections, form.texts(sections), strict=True)
    ]
    title = form.title.data or ""
    written = composed_document(title, told, label=material.label)
    return written_out(written, name=f"{title}.docx", plain_name=f"progress-{asked.span.name}.docx")


def _asked(actor: Actor, spans: Sequence[Span]) -> Asked | None:
    """Read the address; what means nothing is as usual. None while there is no plan."""
    span = span_named(request.args.get("period", ""))
    if span not in spans:
        span = usual_span(spans, today())
    if span is None:
        return None
    label = _member(Label, "label", min(USUAL, actor.clearance, key=[*Label].index))
    return Asked(
        span=span,
        narrowed=Narrowed(
            label=label if covers(actor.clearance, label) else actor.clearance,
            unit=_unit(actor),
            priority=queries.number_in(request.args, "priority"),
            task=queries.number_in(request.args, "task"),
        ),
        wanted=Wanted(
            grouping=_member(Grouping, "by", Grouping.PRIORITY),
            each_as=_member(EachAs, "each", EachAs.PARAGRAPH),
            depth=_member(Depth, "depth", Depth.LATEST),
        ),
    )


def _unit(actor: Actor) -> int | None:
    """Return the unit in the address; who works for one and asks for none is shown its own."""
    named = {"unit", "priority", "task"} & set(request.args)
    if named or actor.sees_all or len(actor.own_units) != 1:
        return queries.number_in(request.args, "unit")
    return min(actor.own_units)


def _member(kind: type[E], name: str, usual: E) -> E:
    found = request.args.get(name, "")
    return kind(found) if found in set(kind) else usual


def _composed(actor: Actor, asked: Asked) -> tuple[Material, list[Section]]:
    material = queries.material_of(actor, asked.span, asked.narrowed)
    return material, rules.composed(material.tasks, asked.wanted)


def _title(actor: Actor, asked: Asked) -> str:
    """Propose a title; papers are Chinese whatever the screen speaks."""
    units = queries.units_with_work(actor, asked.span.year)
    unit = next((it.name for it in units if it.id == asked.narrowed.unit), "")
    return f"{unit}{period_words(asked.span.name, with_year=True)}重点任务进展情况"


def _page(
    actor: Actor,
    asked: Asked,
    spans: Sequence[Span],
    material: Material,
    sections: Sequence[Section],
    form: ComposedForm,
) -> str:
    return render_template(
        "workplan/progress/composing/index.html",
        asked=asked,
        spans=spans,
        span_words={it.name: period_words(it.name, with_year=True) for it in spans},
        material=material,
        sections=sections,
        form=form,
        units=queries.units_with_work(actor, asked.span.year),
        priorities=queries.priorities_with_work(actor, asked.span.year),
        labels=[(it, _(LABEL_WORDS[it])) for it in up_to(actor.clearance)],
        groupings=rules.GROUPING_WORDS,
        each_words=rules.EACH_WORDS,
        depths=rules.DEPTH_WORDS,
        most=rules.MOST_TASKS,
        action=url_for(".document", **asked.written),
    )
