"""The forms by which a password is set."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.foundation.forms import PageForm
from tracker.people.rules import DIFFERENT, LONGEST_PASSWORD


class NewPasswordForm(PageForm):
    """A password, twice; nothing is cut off or stripped."""

    new_password = PasswordField(
        _l("新密码"),
        validators=[
            InputRequired(_l("请填写新密码。")),
            Length(max=LONGEST_PASSWORD, message=_l("密码不超过 256 个字符。")),
        ],
        filters=[],
    )
    new_password_again = PasswordField(
        _l("再输入一次新密码"),
        validators=[EqualTo("new_password", _l(DIFFERENT))],
        filters=[],
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    current_password = PasswordField(
        _l("现在的密码"),
        validators=[
            InputRequired(_l("请填写现在的密码。")),
            Length(max=LONGEST_PASSWORD, message=_l("密码不超过 256 个字符。")),
        ],
        filters=[],
    )
