"""The page for two people who changed the same thing: what one typed beside what is there now."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field, FieldList, FileField, FormField, HiddenField, PasswordField, SubmitField

from tracker.foundation import wording
from tracker.foundation.errors import Outdated
from tracker.foundation.forms import VersionField, forms_of_request
from tracker.foundation.words import N_

UNSHOWN = (FieldList, FileField, FormField, HiddenField, PasswordField, SubmitField, VersionField)
YES, NO = N_("是"), N_("否")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of the form: what was typed, and what is kept now (None: not to be told)."""

    label: str
    typed: str
    current: str | None


def conflict_page(refusal: Outdated, back: str | None) -> ResponseReturnValue:
    """Show both versions (409); nothing that was typed is lost."""
    forms = forms_of_request()
    pairs = _pairs(forms[-1], refusal.current) if forms else []
    page = render_template(
        "shell/conflict.html", sentence=_(refusal.sentence), pairs=pairs, back=back
    )
    return page, HTTPStatus.CONFLICT


def _pairs(form: Any, current: dict[str, object]) -> list[Pair]:
    shown = [field for field in form if not isinstance(field, UNSHOWN)]
    pairs = [
        Pair(
            str(field.label.text),
            _words(field, field.data),
            _words(field, current[field.short_name]) if field.short_name in current else None,
        )
        for field in shown
    ]
    return [pair for pair in pairs if pair.typed and pair.typed != pair.current]


def _words(field: Field, value: object) -> str:
    """Write a value as the form shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_(YES if value else NO))
    if isinstance(value, datetime):
        return wording.at_time(value)
    if isinstance(value, date):
        return wording.in_full(value)
    if isinstance(value, list | tuple):
        return "、".join(_words(field, it) for it in value)
    key = value.value if isinstance(value, StrEnum) else value
    labels = dict(_choice(it) for it in getattr(field, "choices", None) or ())
    return labels.get(str(key), str(key))


def _choice(it: Any) -> tuple[str, str]:
    value, label = it[:2] if isinstance(it, tuple) else (it.value, it.label)
    return str(value), str(label)
