"""The forms about plans, tasks and assignments: shape and wording of what is put in."""

from collections.abc import Iterable, Iterator, Sequence
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
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.formats import BadUpload, Upload
from tracker.foundation.forms import PageForm, VersionField
from tracker.people.models import Person
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Mode, ReportingCycle

LONGEST_TEXT = 20_000
LONGEST_REASON = 2000
LONGEST_UNITS = 2000
NEW = "new"
ABOVE = "above"
Choices = list[tuple[str, str]]


class RowForm(PageForm):
    """One row of a batch; the form around it carries the visitor's token."""

    class Meta(PageForm.Meta):
        """Leaves the token to the form around it."""

        csrf = False


class Batch:
    """Several forms sent as one, so that the summary of errors lists all of them."""

    def __init__(self, forms: Iterable[PageForm]) -> None:
        self.forms = list(forms)
        self.form_errors: list[str] = [it for form in self.forms for it in form.form_errors]

    def __iter__(self) -> Iterator[Field]:
        return (field for form in self.forms for field in form)

    @property
    def errors(self) -> list[Any]:
        """Everything that is wrong anywhere."""
        return [*self.form_errors, *(field.errors for field in self if field.errors)]


def put_error(field: Field, sentence: str) -> None:
    """Say beside a field why the deed was refused."""
    field.errors = [*field.errors, sentence]


def put_refusal(form: PageForm, refusal: RuleBroken) -> None:
    """Say in a form why its deed was refused: beside the field that is meant, else above them all.

    A refusal that has a page of its own (somebody was faster, it was done already) goes on to it.
    """
    meant = "scan" if isinstance(refusal, BadUpload) else None
    if isinstance(refusal, Misfilled):
        meant = refusal.field
    if meant is None and type(refusal) is not RuleBroken:
        raise refusal
    if meant is not None and meant in form:
        put_error(form[meant], _(refusal.sentence))
    else:
        form.form_errors.append(_(refusal.sentence))


def cycle_choices(*, with_usual: bool = False) -> Choices:
    """Return the reporting cycles to choose from."""
    usual = [("", _("按常规"))] if with_usual else []
    return usual + [(cycle.value, _(rules.CYCLE_WORDS[cycle])) for cycle in ReportingCycle]


def mode_choices() -> Choices:
    """Return the dispatch modes to choose from."""
    return [(mode.value, _(rules.MODE_WORDS[mode])) for mode in Mode]


def leader_choices(leaders: Sequence[Person]) -> Choices:
    """Return the leaders to choose from."""
    return [("", _("待定")), *((str(leader.id), leader.name) for leader in leaders)]


class PriorityForm(PageForm):
    """The name of a priority of the plan."""

    name = StringField(
        _l("重点名称"),
        validators=[
            InputRequired(_l("请写重点的名称。")),
            Length(max=rules.LONGEST_NAME, message=_l("重点的名称不超过 60 字。")),
        ],
    )


class HeadingForm(RowForm):
    """Where the measures of one of the report's priorities go."""

    priority = SelectField(
        _l("归入计划重点"), validators=[InputRequired(_l("请选这组举措归入计划的哪个重点。"))]
    )

    def __init__(self, priorities: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.priority.choices = priorities


class TaskForm(PageForm):
    """What a task says.

    priorities: where a new one goes. is_settled: it is given out, so that its wording alone is asked.
    """

    priority = SelectField(_l("归入计划重点"))
    title = StringField(
        _l("任务名称"),
        description=_l("写明办什么事，不超过 200 字。"),
        validators=[
            InputRequired(_l("请写任务名称。")),
            Length(max=rules.LONGEST_TITLE, message=_l("任务名称不超过 200 字。")),
        ],
    )
    text = TextAreaField(
        _l("任务内容"),
        description=_l("要求、标准和范围；与名称相同的可以不写。"),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=_l("任务内容不超过 20000 字。"))],
    )
    leader = SelectField(_l("分管领导"))
    cycle = SelectField(_l("报送周期"), description=_l("按常规：重点任务每月，其余每季度。"))
    is_key = BooleanField(_l("重点任务"))
    is_standing = BooleanField(
        _l("长期坚持"), description=_l("没有完成时限，不会逾期；交办后不能再改。")
    )
    weight = IntegerField(
        _l("权重"),
        default=1,
        validators=[
            InputRequired(_l("请填写权重。")),
            NumberRange(1, rules.HEAVIEST, message=_l("权重须在 1 到 100 之间。")),
        ],
    )
    version = VersionField()

    def __init__(
        self,
        leaders: Choices,
        priorities: Choices | None = None,
        *,
        is_settled: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.leader.choices = leaders
        self.cycle.choices = cycle_choices(with_usual=priorities is not None)
        if priorities is None:
            del self.priority
        else:
            self.priority.choices = priorities
        if is_settled:
            del self.leader, self.cycle, self.is_key, self.is_standing, self.weight


class SharedDispatchForm(PageForm):
    """What holds for every task of the batch that says nothing of its own."""

    due_on = DateField(_l("统一时限"), validators=[Optional()])
    mode = SelectField(_l("统一方式"))
    leads = StringField(_l("统一牵头（承办）单位"), validators=[Length(max=LONGEST_UNITS)])
    supports = StringField(_l("统一配合单位"), validators=[Length(max=LONGEST_UNITS)])
    warned_of = HiddenField(validators=[Length(max=LONGEST_UNITS)])
    """The units without anybody to sign that the page has named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mode.choices = mode_choices()


class DispatchRow(RowForm):
    """How one task goes to its units; what is left empty is as shared."""

    mode = SelectField(_l("方式"))
    leads = StringField(_l("牵头（承办）单位"), validators=[Length(max=LONGEST_UNITS)])
    supports = StringField(_l("配合单位"), validators=[Length(max=LONGEST_UNITS)])
    coordinator = StringField(_l("归口处室"), validators=[Length(max=LONGEST_UNITS)])
    due_on = DateField(_l("时限"), validators=[Optional()])
    takes_shared_date = BooleanField(_l("照统一时限"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mode.choices = [("", _("照统一设定")), *mode_choices()]


class SharedMeasureForm(SharedDispatchForm):
    """What holds for every measure of the batch that says nothing of its own."""

    leader = SelectField(_l("统一分管领导"))

    def __init__(self, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.leader.choices = leaders


class MeasureForm(DispatchRow):
    """One measure that is to become a task, and how that goes to its units."""

    chosen = BooleanField(_l("选中"))
    title = StringField(
        _l("任务名称"),
        validators=[
            InputRequired(_l("请写任务名称。")),
            Length(max=rules.LONGEST_TITLE, message=_l("任务名称不超过 200 字。")),
        ],
    )
    leader = SelectField(_l("分管领导"))
    cycle = SelectField(_l("报送周期"))
    is_key = BooleanField(_l("重点任务"))
    is_standing = BooleanField(_l("长期坚持"))
    joins = BooleanField(_l("与上一项并为一项"))

    def __init__(self, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.leader.choices = [("", _("照统一设定")), *leaders[1:]]
        self.cycle.choices = cycle_choices(with_usual=True)


class StepForm(PageForm):
    """A step of an assignment, with what it may need."""

    reason = TextAreaField(
        _l("理由"), validators=[Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。"))]
    )
    unit_id = IntegerField(_l("改派单位"), validators=[Optional()])
    version = VersionField()
    next = HiddenField()


def decider_name(leader: Person) -> str:
    """Name a leader so that two of one name can be told apart."""
    return f"{leader.name}（{leader.post}）" if leader.post else leader.name


class DecisionForm(PageForm):
    """What a leader decides, or what a supervisor tells of a leader's decision (代录).

    leaders: among whom one is chosen; None where a leader fills it in. takes_date: a new due date
    may be given.
    """

    due_on = DateField(
        _l("恢复后的时限（选填）"),
        description=_l("不填的：时限已过，就按中止的工作日顺延；没过的不变。"),
        validators=[Optional()],
    )
    reason = TextAreaField(
        _l("理由（单位看得到）"),
        validators=[
            InputRequired(_l("请写明理由。")),
            Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。")),
        ],
    )
    on_behalf_of = SelectField(
        _l("哪位领导的决定（代录）"), validators=[InputRequired(_l("请选是哪位领导的决定。"))]
    )
    decided_on = DateField(
        _l("决定日期"),
        description=_l("批示、签报上写的日期。"),
        validators=[InputRequired(_l("请填写决定日期，如 2026-03-31。"))],
    )
    scan = FileField(_l("决定的扫描件或照片"))
    version = VersionField()
    next = HiddenField()

    def __init__(
        self, *, leaders: Sequence[Person] | None, takes_date: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.on_behalf_of.choices = [
            ("", _("请选择")),
            *((str(it.id), decider_name(it)) for it in leaders or ()),
        ]
        if leaders is None:
            del self.on_behalf_of, self.decided_on, self.scan
        if not takes_date:
            del self.due_on

    def told(self) -> Told | None:
        """Return what is told of a leader's decision; None where it is the leader's own."""
        if "on_behalf_of" not in self:
            return None
        sent = self.scan.data
        return Told(
            leader_id=int(self.on_behalf_of.data),
            decided_on=cast("date", self.decided_on.data),
            scan=Upload(sent.filename or "", sent.read()) if sent else None,
        )
