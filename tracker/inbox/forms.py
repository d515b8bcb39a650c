"""The forms of the inbox."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.messages.words import TOPIC_WORDS


class UpToForm(PageForm):
    """Up to which message the list was shown."""

    up_to = IntegerField(widget=HiddenInput(), validators=[Optional()])


class BatchForm(PageForm):
    """Which putting away is taken back, by its moment."""

    moment = HiddenField()


class PreferencesForm(PageForm):
    """What one wants by mail; mailed: the topics that are sent at all."""

    has_digest = BooleanField(_l("每天一封汇总邮件"))
    urgent_at_once = BooleanField(_l("紧急的不等汇总，随时单独发"))
    mailed = SelectMultipleField(
        _l("哪些消息发邮件"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    version = VersionField()

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.mailed.choices = [
            SelectChoice(topic.value, _(words)) for topic, words in TOPIC_WORDS.items()
        ]
