"""The forms about annual summaries: shape and wording of input."""

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, IntegerField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.foundation.forms import PageForm, VersionField
from tracker.foundation.settings import value_of
from tracker.workplan.review.limits import LONGEST
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.review.parts import part_words, result_part
from tracker.workplan.review.rules import LONGEST_REASON, PART_WORDS


def _lines(value: object) -> object:
    """Strip text at its ends and write line breaks as the drafts do."""
    return "\n".join(value.strip().splitlines()) if isinstance(value, str) else value


def _words(label: str) -> TextAreaField:
    return TextAreaField(label, validators=[_short_enough], filters=[_lines])


def _short_enough(_form: Form, field: Field) -> None:
    longest = value_of(LONGEST)
    if len(field.data or "") > longest:
        raise ValidationError(_("每一部分不超过 %(most)s 字。", most=longest))


class SummaryForm(PageForm):
    """All parts of a summary on one page; `summary_form` adds a field for each priority."""

    highlights = _words(_l("亮点工作"))
    problems = _words(_l("存在问题"))
    next_year_plan = _words(_l("下年思路举措"))
    version = VersionField()

    def said(self, summary: AnnualSummary) -> dict[str, Any]:
        """Return what was written, as `edit_summary` takes it; a part that was not sent stays."""
        results = {
            it.priority_id: self._words(result_part(it.priority_id)) for it in summary.results
        }
        return {"results": results, **{name: self._words(name) for name in PART_WORDS}}

    def _words(self, name: str) -> str:
        return self[name].data or ""


def summary_form(summary: AnnualSummary) -> SummaryForm:
    """Make the form of a summary, filled with what was sent, or with what is kept."""
    fields = {result_part(it.priority_id): _words(it.priority.name) for it in summary.results}
    form = type("SummaryFormWithResults", (SummaryForm,), fields)
    kept: Mapping[str, object] = part_words(summary) | {"version": summary.version}
    return cast(SummaryForm, form(data=kept))


class DraftForm(PageForm):
    """The year to draft, and of a summary that exists the parts whose words are given up."""

    year = IntegerField(validators=[InputRequired()])
    part = SelectMultipleField(validate_choice=False)
    version = VersionField()


class JudgingForm(PageForm):
    """The version that was judged, and why it is returned."""

    reason = TextAreaField(
        _l("理由（单位看得到）"),
        validators=[
            DataRequired(message=_l("请写明理由，单位要照着改。")),
            Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。")),
        ],
    )
    version = VersionField()


class DeedOnVersionForm(PageForm):
    """A button's form: the version that the visitor saw."""

    version = VersionField()
