"""The forms in which tasks are changed: one task, one unit's date, many tasks at once."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from tracker.foundation.formats import Upload
from tracker.foundation.forms import PageForm
from tracker.foundation.labels import LABEL_WORDS, Label
from tracker.people.models import Person
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.changing.rules import Value
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.forms import (
    LONGEST_REASON,
    Choices,
    cycle_choices,
    decider_name,
    put_error,
)
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.rules import HEAVIEST

YES, NO = "yes", "no"
WEIGHS = NumberRange(1, HEAVIEST, message=_l("权重须在 1 到 100 之间。"))
DECISION = ("on_behalf_of", "decided_on", "scan")


class DecidedForm(PageForm):
    """Why something is changed, and the leader's decision where a date moves past the original one.

    leaders: whose decision may be recorded; None where a leader decides at once. seen: what was shown.
    """

    reason = TextAreaField(
        _l("理由（承办单位看得到）"),
        validators=[
            InputRequired(_l("请写明理由。")),
            Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。")),
        ],
    )
    on_behalf_of = SelectField(_l("哪位领导的决定（代录）"), validators=[Optional()])
    decided_on = DateField(
        _l("决定日期"),
        description=_l("批示、签报上写的日期。"),
        validators=[Optional()],
    )
    scan = FileField(_l("决定的扫描件或照片"))
    seen = HiddenField(validators=[Length(max=64)])
    next = HiddenField()

    def __init__(self, *, leaders: Sequence[Person] | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on_behalf_of.choices = [
            ("", _("请选择")),
            *((str(it.id), decider_name(it)) for it in leaders or ()),
        ]
        if leaders is None:
            del self.on_behalf_of, self.decided_on, self.scan

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the day where a leader is named."""
        is_valid: bool = super().validate(extra_validators)
        if "on_behalf_of" in self and self.on_behalf_of.data and not self.decided_on.data:
            put_error(self.decided_on, _("请填写决定日期，如 2026-03-31。"))
            return False
        return is_valid

    def told(self) -> Told | None:
        """Return what is told of a leader's decision; None where nothing is, or the leader decides."""
        if "on_behalf_of" not in self or not self.on_behalf_of.data:
            return None
        sent = self.scan.data
        return Told(
            leader_id=int(self.on_behalf_of.data),
            decided_on=cast("date", self.decided_on.data),
            scan=Upload(sent.filename or "", sent.read()) if sent else None,
        )


class DueDateForm(DecidedForm):
    """Another due date for one unit, or for all units of a joint task."""

    due_on = DateField(
        _l("新的完成时限"), validators=[InputRequired(_l("请填写日期，如 2026-03-31。"))]
    )

    @property
    def values(self) -> dict[Aspect, Value]:
        """What is wanted."""
        return {Aspect.DUE_ON: self.due_on.data}


class TaskChangeForm(DecidedForm):
    """What may be changed about one task, filled in with what it is now.

    fields: the aspects that are asked; the others leave the form.
    """

    due_on = DateField(_l("完成时限"), validators=[Optional()])
    leader_id = SelectField(_l("分管领导"))
    coordinator_id = SelectField(_l("归口处室"))
    cycle = SelectField(_l("报送周期"))
    weight = IntegerField(
        _l("权重"), validators=[InputRequired(_l("权重须在 1 到 100 之间。")), WEIGHS]
    )
    is_key = BooleanField(_l("重点任务"))
    priority_id = SelectField(_l("所属重点"))

    def __init__(
        self,
        *,
        fields: Collection[Aspect],
        leaders_in_charge: Choices,
        units: Choices,
        priorities: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.leader_id.choices = leaders_in_charge
        self.coordinator_id.choices = units
        self.cycle.choices = cycle_choices()
        self.priority_id.choices = priorities
        for aspect in Aspect:
            if aspect in self and aspect not in fields:
                del self[aspect]
        if Aspect.DUE_ON not in fields and "on_behalf_of" in self:
            del self.on_behalf_of, self.decided_on, self.scan

    @property
    def asked(self) -> list[Field]:
        """The fields about the task, in their order."""
        return [self[it] for it in Aspect if it in self]

    @property
    def values(self) -> dict[Aspect, Value]:
        """What is wanted; a date that is left open is not."""
        found = {aspect: _value(aspect, self[aspect].data) for aspect in Aspect if aspect in self}
        if found.get(Aspect.DUE_ON) is None:
            found.pop(Aspect.DUE_ON, None)
        return found


class ManyTasksForm(DecidedForm):
    """What is to become of many tasks; what is left open stays as it is with each."""

    due_on = DateField(
        _l("完成时限"),
        description=_l("所选任务还在办的承办单位都改成这一天。"),
        validators=[Optional()],
    )
    leader_id = SelectField(_l("分管领导"), validators=[Optional()])
    weight = StringField(_l("权重"), validators=[Optional(), Length(max=3)])
    cycle = SelectField(_l("报送周期"), validators=[Optional()])
    is_key = SelectField(_l("重点任务"), validators=[Optional()])
    priority_id = SelectField(_l("所属重点"), description=_l("编号不变。"), validators=[Optional()])
    label = SelectField(
        _l("安全标签"), description=_l("只能调高，并且单独调。"), validators=[Optional()]
    )

    def __init__(self, *, leaders_in_charge: Choices, priorities: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        as_is = [("", _("不改"))]
        self.leader_id.choices = as_is + [it for it in leaders_in_charge if it[0]]
        self.priority_id.choices = as_is + priorities
        self.cycle.choices = as_is + cycle_choices()
        self.is_key.choices = [*as_is, (YES, _("定为重点任务")), (NO, _("不再是重点任务"))]
        self.label.choices = [
            *as_is,
            *((it.value, _(LABEL_WORDS[it])) for it in Label if it is not Label.OPEN),
        ]

    def validate_weight(self, field: StringField) -> None:
        """Refuse what no task may weigh."""
        if field.data and not (field.data.isdecimal() and 1 <= int(field.data) <= HEAVIEST):
            raise ValidationError(_("权重须在 1 到 100 之间。"))

    @property
    def asked(self) -> list[Field]:
        """The fields about the tasks, in their order."""
        return [self[it] for it in Aspect if it in self]

    @property
    def values(self) -> dict[Aspect, Value]:
        """What is wanted of every task."""
        return {
            aspect: _value(aspect, self[aspect].data)
            for aspect in Aspect
            if aspect in self and self[aspect].data
        }

    @property
    def sent(self) -> Iterator[tuple[str, str]]:
        """What was filled in, to be sent once more from the preview."""
        for it in [*self.asked, self.reason, self.next]:
            if it.data:
                value = it.data.isoformat() if isinstance(it.data, date) else str(it.data)
                yield it.name, value


def _value(aspect: Aspect, sent: Any) -> Value:
    """Read what a field holds; an empty choice is none."""
    if isinstance(sent, date | bool):
        return sent
    if sent in (None, ""):
        return None
    match aspect:
        case Aspect.CYCLE:
            return ReportingCycle(sent)
        case Aspect.LABEL:
            return Label(sent)
        case Aspect.KEY:
            return bool(sent == YES)
        case _:
            return int(sent)
