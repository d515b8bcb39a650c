"""What every form shares."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

__all__ = ["DeedForm", "PageForm", "SelectChoice", "VersionField"]


CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CONTROL_IN_TEXT = _l("这里有看不见的控制字符，请删去后重新输入。")


def _cleaned(value: object) -> object:
    """Strip text at its ends; refuse control characters, which PostgreSQL cannot hold (C29)."""
    if not isinstance(value, str):
        return value
    if CONTROLS.search(value):
        raise ValueError(CONTROL_IN_TEXT)
    return value.strip()


class PageForm(FlaskForm):
    """A form on a page: shape and wording of input, no decisions; text is stripped at its ends."""

    class Meta(FlaskForm.Meta):
        """Binds the stripping to every text field."""

        def bind_field(self, form: FlaskForm, unbound: Any, options: dict[str, object]) -> Any:
            """Strip text at its ends, except in hidden fields and files."""
            kind = unbound.field_class
            if not issubclass(kind, HiddenField):
                unbound.kwargs.setdefault("filters", [_cleaned])
            return unbound.bind(form=form, **options)


class DeedForm(PageForm):
    """A form without questions: a button that carries the visitor's token."""


class VersionField(IntegerField):
    """The version of the thing that the visitor saw when the form was drawn."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[Optional()], **options)
