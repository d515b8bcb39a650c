"""The forms about requests for later dates: shape and wording of what is put in."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.people.models import Person
from tracker.workplan.tasks.forms import LONGEST_REASON, DecisionForm

YES, NO = "yes", "no"
TOO_LONG = _l("不超过 2000 字。")


class AskForm(PageForm):
    """What a unit says when it asks for a later date."""

    due_on = DateField(_l("申请延至"), validators=[InputRequired(_l("请填写新时限。"))])
    reason = TextAreaField(
        _l("延期理由"),
        description=_l("卡在哪里，为什么按期完成不了。"),
        validators=[
            InputRequired(_l("请写明为什么不能按期完成。")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )
    progress = TextAreaField(
        _l("目前进展"),
        description=_l("到现在办了什么，还差什么。"),
        validators=[
            InputRequired(_l("请写明到现在办了什么、还差什么。")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )
    version = VersionField()

    def chosen_day(self) -> date:
        """Return the new date of a valid form."""
        return cast("date", self.due_on.data)


class ProposalForm(PageForm):
    """What a supervisor says to a request; stands beside the decision on one page."""

    supports = RadioField(
        _l("意见"),
        choices=[SelectChoice(YES, _l("建议同意")), SelectChoice(NO, _l("建议不同意"))],
        validators=[InputRequired(_l("请选同意还是不同意。"))],
    )
    due_on = DateField(
        _l("建议的新时限"),
        description=_l("与单位申请的不同才填。"),
        validators=[Optional()],
    )
    opinion = TextAreaField(
        _l("说明"),
        description=_l("领导和承办单位都看得到；建议不同意的必须写明理由。"),
        validators=[Optional(), Length(max=LONGEST_REASON, message=TOO_LONG)],
    )
    version = VersionField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="proposal", **kwargs)


class ExtensionDecisionForm(DecisionForm):
    """What a leader decides about a request, or what a supervisor tells of it (代录)."""

    approves = RadioField(
        _l("决定"),
        choices=[SelectChoice(YES, _l("批准延期")), SelectChoice(NO, _l("不批准"))],
        validators=[InputRequired(_l("请选批准还是不批准。"))],
    )
    due_on = DateField(_l("批准的新时限"), validators=[Optional()])
    reason = TextAreaField(
        _l("领导意见"),
        description=_l("承办单位看得到；不批准的必须写明理由。"),
        validators=[Optional(), Length(max=LONGEST_REASON, message=TOO_LONG)],
    )

    def __init__(self, *, leaders: Sequence[Person] | None, **kwargs: Any) -> None:
        super().__init__(leaders=leaders, takes_date=True, **kwargs)


class WithdrawalForm(PageForm):
    """The button by which a unit takes its request back."""

    version = VersionField()
