"""What every form shares."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import g, has_request_context, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from tracker.foundation.labels import LABEL_WORDS, Label
from tracker.foundation.numbers import LARGEST

__all__ = [
    "DeedForm",
    "PageForm",
    "SelectChoice",
    "VersionField",
    "forms_of_request",
    "label_choices",
]


CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Signs that turn or hide what stands beside them: a name must look like what it is.
TURNING = re.compile(r"[\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
TOO_LARGE = _l("这个数太大了。")
CONTROL_IN_TEXT = _l("这里有看不见的控制字符，请删去后重新输入。")


def _cleaned(value: object) -> object:
    """Strip text at its ends; refuse control characters, which PostgreSQL cannot hold (C29)."""
    if not isinstance(value, str):
        return value
    if CONTROLS.search(value):
        raise ValueError(CONTROL_IN_TEXT)
    return value.strip()


def _composed(value: object) -> object:
    """Clean a line and bring it to its one composed form, so that equal names are equal."""
    cleaned = _cleaned(value)
    if not isinstance(cleaned, str):
        return cleaned
    if TURNING.search(cleaned):
        raise ValueError(CONTROL_IN_TEXT)
    return unicodedata.normalize("NFC", cleaned)


def _within_rows(_form: FlaskForm, field: IntegerField) -> None:
    """Refuse a number that the databases cannot hold."""
    if field.data is not None and abs(field.data) > LARGEST:
        raise ValidationError(TOO_LARGE)


class PageForm(FlaskForm):
    """A form on a page: shape and wording of input, no decisions; text is stripped at its ends."""

    class Meta(FlaskForm.Meta):
        """Binds the stripping to every text field."""

        def bind_field(self, form: FlaskForm, unbound: Any, options: dict[str, object]) -> Any:
            """Strip text at its ends, except in hidden fields and files."""
            kind = unbound.field_class
            if not issubclass(kind, HiddenField):
                # Whole texts stay as they were written: a report is quoted to the letter.
                is_text = issubclass(kind, TextAreaField)
                unbound.kwargs.setdefault("filters", [_cleaned if is_text else _composed])
            field = unbound.bind(form=form, **options)
            if isinstance(field, IntegerField):
                field.validators = (*field.validators, _within_rows)
            return field

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Take a form that was sent without any field as sent, with nothing filled in."""
            sent = super().wrap_formdata(form, formdata)
            is_sent = formdata is not None and form.is_submitted()
            return request.form if sent is None and is_sent else sent

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if has_request_context():
            forms_of_request().append(self)


def label_choices(labels: Iterable[Label]) -> list[SelectChoice]:
    """Return security labels to choose from."""
    return [SelectChoice(it.value, _(LABEL_WORDS[it])) for it in labels]


def forms_of_request() -> list[PageForm]:
    """Return the forms that were read in this request, so that a refusal can show what was typed."""
    if "forms" not in g:
        g.forms = []
    read: list[PageForm] = g.forms
    return read


class DeedForm(PageForm):
    """A form without questions: a button that carries the visitor's token."""


class VersionField(IntegerField):
    """The version of the thing that the visitor saw when the form was drawn.

    A form that is sent without it has seen nothing: 0, which is no thing's version.
    """

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[Optional()], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was sent, never what the form was filled with beforehand."""
        super().process_formdata([it for it in valuelist if it.strip()] or ["0"])
