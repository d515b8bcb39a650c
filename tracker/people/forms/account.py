"""The forms of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from tracker.foundation.forms import PageForm

LONGEST_CODE = 20


class CodeForm(PageForm):
    """A code of the device, or a recovery code."""

    one_time_code = StringField(
        _l("动态口令"),
        validators=[
            InputRequired(_l("请填写动态口令。")),
            Length(max=LONGEST_CODE, message=_l("口令是 6 位数字，恢复码是 12 个字符。")),
        ],
    )


class SecondStepForm(CodeForm):
    """The code, and where one wanted to go."""

    next = HiddenField()


class ProofForm(PageForm):
    """One's password once more, before something that an open page must not suffice for."""

    current_password = PasswordField(
        _l("现在的密码"),
        validators=[
            InputRequired(_l("请填写现在的密码。")),
            Length(max=256, message=_l("密码不超过 256 个字符。")),
        ],
        filters=[],
    )
