"""The form for signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from tracker.foundation.forms import PageForm


class SignInForm(PageForm):
    """Who is there, and the proof of it."""

    login = StringField(
        _l("用户名"),
        validators=[
            InputRequired(_l("请填写用户名。")),
            Length(max=60, message=_l("用户名不超过 60 个字符。")),
        ],
    )
    password = PasswordField(
        _l("密码"),
        validators=[
            InputRequired(_l("请填写密码。")),
            Length(max=256, message=_l("密码不超过 256 个字符。")),
        ],
        filters=[],
    )
    next = HiddenField()
