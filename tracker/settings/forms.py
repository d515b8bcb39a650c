"""The form of one option: a question of its kind."""

from typing import Any, cast

from flask_babel import gettext as _
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.foundation.kinds import NO, YES, Choice, Hour, Lines, Points, Whole, YearDay, YesNo
from tracker.foundation.settings import Option

MOST_RADIOS = 3
HINTS: dict[type, dict[str, str]] = {
    Whole: {"inputmode": "numeric"},
    Points: {"inputmode": "decimal"},
    Hour: {"placeholder": "08:30"},
    YearDay: {"placeholder": "12-31"},
}


class SettingForm(PageForm):
    """What an option is to be; `setting_form` adds the field `value`."""

    version = VersionField()


def setting_form(option: Option[Any], value: object = None, version: int = 0) -> SettingForm:
    """Make the form of an option, filled with what was sent, or with what it is set to."""
    fields = {"value": _question(option)}
    form = type("SettingFormOfKind", (SettingForm,), fields)
    shown = "" if value is None else option.format(value)
    return cast(SettingForm, form(data={"value": shown, "version": version}))


def _question(option: Option[Any]) -> Field:
    kind, label = option.kind, _(option.label)
    if option.unit:
        label = _("%(label)s（%(unit)s）", label=label, unit=_(option.unit))
    if isinstance(kind, YesNo):
        return RadioField(
            label, choices=[SelectChoice(YES, _(kind.yes)), SelectChoice(NO, _(kind.no))]
        )
    if isinstance(kind, Choice):
        choices = [SelectChoice(member.value, _(words)) for member, words in kind.words.items()]
        ask = RadioField if len(choices) <= MOST_RADIOS else SelectField
        return ask(label, choices=choices)
    if isinstance(kind, Lines):
        return TextAreaField(label)
    return StringField(label, render_kw={"autocomplete": "off", **HINTS.get(type(kind), {})})
