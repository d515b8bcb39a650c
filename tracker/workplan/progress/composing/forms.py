"""The form of a composed text: a field for each section, so that it can be worded before it is used."""

from collections.abc import Sequence
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.foundation.forms import PageForm
from tracker.workplan.progress.composing.rules import LONGEST_TEXT, Section

LONGEST_TITLE = 100


class ComposedForm(PageForm):
    """The title of the text; `composed_form` adds a field for each section."""

    title = StringField(
        _l("标题"),
        validators=[
            InputRequired(_l("请写标题。")),
            Length(max=LONGEST_TITLE, message=_l("标题不超过 100 字。")),
        ],
    )

    def texts(self, sections: Sequence[Section]) -> list[str]:
        """Return what was written for each section."""
        return [self[f"text_{it.key}"].data or "" for it in sections]


def composed_form(title: str, sections: Sequence[Section]) -> ComposedForm:
    """Make the form of a text, filled with what was sent, or with what was composed."""
    fields = {
        f"text_{it.key}": TextAreaField(
            it.heading,
            validators=[Length(max=LONGEST_TEXT, message=_l("每一部分不超过 30000 字。"))],
        )
        for it in sections
    }
    form = type("ComposedFormWithSections", (ComposedForm,), fields)
    kept = {"title": title} | {f"text_{it.key}": it.text for it in sections}
    return cast(ComposedForm, form(data=kept))
