"""The form about notices: shape and wording of what is put in."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.forms import PageForm
from tracker.workplan.tasks.notices import rules

LONGEST_SEEN = 64


class NoticeForm(PageForm):
    """Which day's notices, and what all of them say; seen: which work the page showed."""

    on = DateField(_l("交办日期"), validators=[Optional()])
    text = TextAreaField(
        _l("通知内容"),
        description=_l("写在每一张的表格之前。"),
        validators=[
            InputRequired(_l("请写通知内容。")),
            Length(max=rules.LONGEST_TEXT, message=_l("通知内容不超过 2000 字。")),
        ],
    )
    seen = HiddenField(validators=[Length(max=LONGEST_SEEN)])
