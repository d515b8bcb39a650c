"""The form by which something is put on one's own list."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional

from tracker.foundation.forms import PageForm, VersionField


class WatchForm(PageForm):
    """What is watched, and why."""

    about = StringField(validators=[Length(max=30)])
    note = StringField(
        _l("备注（只有您自己看得到）"),
        validators=[Optional(), Length(max=500, message=_l("备注不超过 500 字。"))],
    )
    version = VersionField()
    next = HiddenField()
