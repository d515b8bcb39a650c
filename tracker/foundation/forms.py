"""What every form shares."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

__all__ = ["DeedForm", "PageForm", "SelectChoice", "VersionField"]


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


class PageForm(FlaskForm):
    """A form on a page: shape and wording of input, no decisions; text is stripped at its ends."""

    class Meta(FlaskForm.Meta):
        """Binds the stripping to every text field."""

        def bind_field(self, form: FlaskForm, unbound: Any, options: dict[str, object]) -> Any:
            """Strip text at its ends, except in hidden fields and files."""
            kind = unbound.field_class
            if not issubclass(kind, HiddenField):
                unbound.kwargs.setdefault("filters", [_stripped])
            return unbound.bind(form=form, **options)


class DeedForm(PageForm):
    """A form without questions: a button that carries the visitor's token."""


class VersionField(IntegerField):
    """The version of the thing that the visitor saw when the form was drawn."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[Optional()], **options)
