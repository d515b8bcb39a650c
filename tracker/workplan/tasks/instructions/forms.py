"""The forms about instructions: shape and wording of what is put in."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.formats import Upload
from tracker.foundation.forms import PageForm, VersionField
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.forms import LONGEST_UNITS, decider_name
from tracker.workplan.tasks.instructions.rules import LONGEST_TEXT, Said

TOO_LONG = _l("不超过 2000 字。")


class InstructionForm(PageForm):
    """What a leader instructs, or what a supervisor records of it (代录).

    abouts: what it may be about; () when one is corrected. leaders: of whom it may be; None where a
    leader writes it.
    """

    about = SelectField(_l("批示的是"), validators=[InputRequired(_l("请选批示的是哪件事。"))])
    on_behalf_of = SelectField(
        _l("哪位领导的批示（代录）"), validators=[InputRequired(_l("请选是哪位领导的批示。"))]
    )
    decided_on = DateField(
        _l("批示日期"),
        description=_l("批示上写的日期。"),
        validators=[InputRequired(_l("请填写批示日期，如 2026-03-31。"))],
    )
    text = TextAreaField(
        _l("批示内容"),
        validators=[
            InputRequired(_l("请写批示内容。")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
    )
    scan = FileField(_l("批示的扫描件或照片"))
    wants_answer = BooleanField(_l("请承办单位回复"), default=True)
    answer_due_on = DateField(_l("回复期限"), validators=[Optional()])
    demand = TextAreaField(
        _l("要求落实的事"),
        description=_l("另外要办一件事的，写在这里，由督查员转为任务；没有的不写。"),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=TOO_LONG)],
    )
    units = StringField(
        _l("由谁落实"),
        description=_l("多个单位用顿号隔开，也可以写一个组；不写的，由督查员定。"),
        validators=[Optional(), Length(max=LONGEST_UNITS)],
    )
    demand_due_on = DateField(_l("落实期限"), validators=[Optional()])
    version = VersionField()

    def __init__(
        self,
        *,
        abouts: Sequence[tuple[str, str]] = (),
        leaders: Sequence[Person] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.about.choices = [(value, _(words)) for value, words in abouts]
        self.on_behalf_of.choices = [
            ("", _("请选择")),
            *((str(it.id), decider_name(it)) for it in leaders or ()),
        ]
        if not abouts:
            del self.about
        if leaders is None:
            del self.on_behalf_of, self.decided_on, self.scan

    def said(self, unit_ids: Sequence[int]) -> Said:
        """Return what is said, of a valid form; unit_ids: whom its line of names means."""
        return Said(
            text=self.text.data or "",
            wants_answer=bool(self.wants_answer.data),
            answer_due_on=self.answer_due_on.data,
            demand=self.demand.data or "",
            demand_due_on=self.demand_due_on.data,
            unit_ids=tuple(unit_ids),
        )

    def told(self) -> Told | None:
        """Return whose instruction it is and of which day; None where it is the leader's own."""
        if "on_behalf_of" not in self:
            return None
        sent = self.scan.data
        return Told(
            leader_id=int(self.on_behalf_of.data),
            decided_on=cast("Any", self.decided_on.data),
            scan=Upload(sent.filename or "", sent.read()) if sent else None,
        )


class AnswerForm(PageForm):
    """What a unit answers; units: for which the person may."""

    unit = SelectField(_l("哪个单位回复"))
    answer = TextAreaField(
        _l("回复"),
        description=_l("办理情况、存在问题和下步打算。提交后不能再改，有新情况可以再回复。"),
        validators=[
            InputRequired(_l("请写回复内容。")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
    )

    def __init__(self, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit.choices = [(str(it.id), it.name) for it in units]


class JoinForm(PageForm):
    """Which task carries out what is demanded."""

    task = StringField(
        _l("任务编号"),
        description=_l("已有任务能办这件事的，写它的编号，如 2026-05-003。"),
        validators=[
            InputRequired(_l("请写任务编号。")),
            Length(max=20, message=_l("没有这个编号。")),
        ],
    )
    version = VersionField()


class OutcomeForm(PageForm):
    """What an instruction came to."""

    outcome = TextAreaField(
        _l("办理结果（单位和领导看得到）"),
        validators=[
            InputRequired(_l("请写办理结果。")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
    )
    version = VersionField()
