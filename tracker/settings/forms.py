"""The form of one option, a question of its kind; the form of days that are set."""

from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.foundation.kinds import NO, YES, Choice, Hour, Lines, Points, Whole, YearDay, YesNo
from tracker.foundation.settings import Option

MOST_RADIOS = 3
LONGEST_NOTE = 100
WORKED, OFF = "work", "off"
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


class DaysForm(PageForm):
    """Which days are made what, and on what ground; last: empty for a single day."""

    first = DateField(_l("哪一天起"), validators=[InputRequired(_l("请填写从哪一天起。"))])
    last = DateField(_l("到哪一天（含）"), validators=[Optional()])
    kind = RadioField(
        _l("改成"),
        choices=[SelectChoice(OFF, _l("休息日")), SelectChoice(WORKED, _l("工作日"))],
        validators=[InputRequired(_l("请选改成休息日还是工作日。"))],
    )
    note = StringField(
        _l("依据"),
        validators=[
            InputRequired(_l("请写明依据，比如通知的文号。")),
            Length(max=LONGEST_NOTE, message=_l("依据不超过 100 字。")),
        ],
        render_kw={"maxlength": LONGEST_NOTE, "autocomplete": "off"},
    )

    @property
    def span(self) -> tuple[date, date]:
        """The first day and the last, of a form that was found valid."""
        first = self.first.data
        if first is None:
            raise ValueError("the form is not valid")
        return first, self.last.data or first

    @property
    def works(self) -> bool:
        """Whether the days become working days."""
        return bool(self.kind.data == WORKED)
