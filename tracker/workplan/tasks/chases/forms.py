"""The forms about chases: shape and wording of what is put in."""

from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.tasks.chases import rules
from tracker.workplan.tasks.chases.models import NoticeLevel
from tracker.workplan.tasks.forms import LONGEST_REASON, RowForm


class LetterForm(RowForm):
    """How one unit is chased."""

    level = SelectField(_l("督办等级"))
    answer_due_on = DateField(
        _l("回复期限"), validators=[InputRequired(_l("请填写回复期限，如 2026-03-31。"))]
    )
    text = TextAreaField(
        _l("督办要求（单位看得到）"),
        validators=[
            InputRequired(_l("请写督办要求。")),
            Length(max=rules.LONGEST_TEXT, message=_l("督办要求不超过 2000 字。")),
        ],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.level.choices = [(it.value, _(rules.LEVEL_WORDS[it])) for it in NoticeLevel]

    def chosen_level(self) -> NoticeLevel | None:
        """Return the grade that is chosen, None where it is none of them."""
        chosen = self.level.data
        return NoticeLevel(chosen) if chosen in set(NoticeLevel) else None

    def chosen_day(self) -> date:
        """Return the last day for the answer, of a valid form."""
        return cast("date", self.answer_due_on.data)


class AnswerForm(PageForm):
    """What the unit answers."""

    answer = TextAreaField(
        _l("回复"),
        description=_l("办理情况、存在问题和下步打算。提交后不能再改。"),
        validators=[
            InputRequired(_l("请写回复内容。")),
            Length(max=rules.LONGEST_TEXT, message=_l("回复不超过 2000 字。")),
        ],
    )
    version = VersionField()


class WithdrawForm(PageForm):
    """Why a paper is taken back."""

    reason = TextAreaField(
        _l("撤回理由（单位看得到）"),
        validators=[
            InputRequired(_l("请写明理由。")),
            Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。")),
        ],
    )
    version = VersionField()
