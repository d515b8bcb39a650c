"""The forms about circulars: shape and wording of what is put in."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.formats import Upload
from tracker.foundation.forms import PageForm, VersionField, label_choices
from tracker.foundation.labels import Label, up_to
from tracker.people.actor import Actor
from tracker.people.models import Person
from tracker.workplan.progress.circulars.figures import Stand
from tracker.workplan.progress.circulars.models import Circular
from tracker.workplan.progress.circulars.rules import (
    LONGEST_PART,
    LONGEST_TITLE,
    PART_WORDS,
    Choice,
)
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.forms import LONGEST_REASON, decider_name

GONE = _l("有的刚刚变了，请看过再选。")


def _chosen(label: str) -> SelectMultipleField:
    return SelectMultipleField(label, coerce=int, validators=[Optional()], validate_choice=False)


class ChoiceForm(PageForm):
    """What a draft is about; the span stands in the address."""

    label = SelectField(_l("安全标签"))
    is_for_units = BooleanField(_l("印发后各单位都能看到"))
    late = _chosen(_l("点名的逾期任务"))
    praised = _chosen(_l("表扬的单位"))
    criticised = _chosen(_l("批评的单位"))

    def __init__(self, actor: Actor, label: Label, **kwargs: Any) -> None:
        super().__init__(data={"label": label.value, "is_for_units": True}, **kwargs)
        self.label.choices = label_choices(up_to(actor.clearance))

    def choice(self) -> Choice:
        """Return what is chosen, of a valid form."""
        return Choice(
            label=Label(self.label.data),
            is_for_units=bool(self.is_for_units.data),
            late=self.late.data or [],
            praised=self.praised.data or [],
            criticised=self.criticised.data or [],
        )

    def suits(self, stand: Stand) -> bool:
        """Whether everything that is chosen is still there to choose."""
        late = {it.assignment_id for it in stand.late}
        units = set(stand.by_unit)
        for field, there in ((self.late, late), (self.praised, units), (self.criticised, units)):
            if set(field.data or ()) - there:
                field.errors = [*field.errors, GONE]
        return not self.errors


class WordsForm(PageForm):
    """The words of a draft; `words_form` adds a field for each part."""

    title = StringField(
        _l("标题"),
        validators=[
            InputRequired(_l("请写标题。")),
            Length(max=LONGEST_TITLE, message=_l("标题不超过 100 字。")),
        ],
    )
    version = VersionField()

    def parts(self) -> dict[str, str]:
        """Return what was written for each part."""
        return {name: self[name].data or "" for name in PART_WORDS}


def words_form(it: Circular) -> WordsForm:
    """Make the form of a draft, filled with what was sent, or with what is kept."""
    fields = {
        name: TextAreaField(
            _l(words),
            validators=[
                *([InputRequired(_l("请写总体情况。"))] if name == "overall" else []),
                Length(max=LONGEST_PART, message=_l("每一部分不超过 20000 字。")),
            ],
        )
        for name, words in PART_WORDS.items()
    }
    form = type("WordsFormWithParts", (WordsForm,), fields)
    kept = {"title": it.title, "version": it.version}
    return cast(WordsForm, form(data=kept | {name: getattr(it, name) for name in PART_WORDS}))


class ApprovalForm(PageForm):
    """A leader's approval, or what a supervisor tells of it (代录); leaders: None where one does it."""

    on_behalf_of = SelectField(
        _l("哪位领导批准的（代录）"), validators=[InputRequired(_l("请选是哪位领导批准的。"))]
    )
    decided_on = DateField(
        _l("批准日期"),
        description=_l("签批单上写的日期。"),
        validators=[InputRequired(_l("请填写批准日期，如 2026-03-31。"))],
    )
    scan = FileField(_l("签批的扫描件或照片"))
    version = VersionField()

    def __init__(self, *, leaders: Sequence[Person] | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on_behalf_of.choices = [
            ("", _("请选择")),
            *((str(it.id), decider_name(it)) for it in leaders or ()),
        ]
        if leaders is None:
            del self.on_behalf_of, self.decided_on, self.scan

    def told(self) -> Told | None:
        """Return whose approval it was and of which day; None where it is the leader's own."""
        if "on_behalf_of" not in self:
            return None
        sent = self.scan.data
        return Told(
            leader_id=int(self.on_behalf_of.data),
            decided_on=cast("Any", self.decided_on.data),
            scan=Upload(sent.filename or "", sent.read()) if sent else None,
        )


def _reason(place: str) -> TextAreaField:
    return TextAreaField(
        _l("理由"),
        validators=[
            InputRequired(_l("请写明理由。")),
            Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。")),
        ],
        id=place,
    )


class GivingBackForm(PageForm):
    """Why a circular is to be changed."""

    reason = _reason("giving_back_reason")
    version = VersionField()


class WithdrawalForm(PageForm):
    """Why a circular is withdrawn."""

    reason = _reason("withdrawal_reason")
    version = VersionField()


class DeedOnVersionForm(PageForm):
    """A button's form: the version that the visitor saw."""

    version = VersionField()
