"""The form that the page of all components shows."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField

from tracker.foundation.forms import PageForm, SelectChoice


class SampleForm(PageForm):
    """One field of every kind."""

    name = StringField(_l("任务名称"), description=_l("写明办什么事，不超过 200 字。"))
    day = DateField(_l("新时限"))
    kind = SelectField(_l("承办单位"), choices=[SelectChoice("all", _l("各县（市、区）"))])
    reason = TextAreaField(_l("延期理由"))
    agreed = BooleanField(_l("只看须过问"))
