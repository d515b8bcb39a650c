"""The forms about a report."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.foundation.forms import PageForm, VersionField, label_choices
from tracker.foundation.labels import Label
from tracker.workplan.meetings import rules


class FactsForm(PageForm):
    """What is known about a report; found in its text, corrected by hand."""

    title = StringField(
        _l("标题"),
        validators=[
            InputRequired(_l("请填写标题。")),
            Length(max=rules.LONGEST_TITLE, message=_l("标题不超过 %(max)d 字。")),
        ],
    )
    held_on = DateField(_l("会议日期"), validators=[Optional()])
    published_on = DateField(_l("发布日期"), validators=[Optional()])
    organiser = StringField(
        _l("召开单位"),
        validators=[
            Optional(),
            Length(max=rules.LONGEST_ORGANISER, message=_l("召开单位不超过 %(max)d 字。")),
        ],
    )
    speaker = StringField(
        _l("讲话人"),
        validators=[
            Optional(),
            Length(max=rules.LONGEST_SPEAKER, message=_l("讲话人不超过 %(max)d 字。")),
        ],
    )
    plan_year = IntegerField(
        _l("年度"),
        description=_l("部署的是哪一年的工作。改年度不会改动已经拆出的时限。"),
        validators=[
            InputRequired(_l("请填写年度，如 2026。")),
            NumberRange(
                rules.FIRST_YEAR,
                rules.LAST_YEAR,
                message=_l("年度应在 %(min)d 到 %(max)d 之间。"),
            ),
        ],
    )
    version = VersionField()


class VoidForm(PageForm):
    """Why a report is voided."""

    reason = TextAreaField(
        _l("为什么撤下"),
        validators=[
            InputRequired(_l("请写明为什么撤下。")),
            Length(max=rules.LONGEST_VOID_REASON, message=_l("理由不超过 %(max)d 字。")),
        ],
    )


class LabelForm(PageForm):
    """How far a report or a task may be shown, and why it may be shown further than before."""

    label = RadioField(_l("安全标签"), validators=[InputRequired(_l("请选择安全标签。"))])
    reason = TextAreaField(
        _l("理由"),
        description=_l("调低必须写；任务有单位逾期或者被退回过的，调高也要写。记入操作日志。"),
        validators=[
            Optional(),
            Length(max=rules.LONGEST_LABEL_REASON, message=_l("理由不超过 %(max)d 字。")),
        ],
    )
    version = VersionField()

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.label.choices = label_choices(Label)
