"""The forms of webhooks."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.foundation.web_addresses import LONGEST_URL
from tracker.messages.webhooks.models import LONGEST_NAME, HookKind
from tracker.messages.webhooks.rules import KIND_WORDS
from tracker.messages.words import TOPIC_WORDS, Topic
from tracker.settings.webhooks.commands import Wanted

LONGEST_KEY = 200


class VersionForm(PageForm):
    """A deed about a webhook as it was seen."""

    version = VersionField()


class WebhookForm(VersionForm):
    """What a webhook is to be. Address and key are not shown again, so that blank ones stay."""

    name = StringField(
        _l("名称"),
        validators=[
            InputRequired(_l("请起个名称，让人知道通知谁。")),
            Length(max=LONGEST_NAME, message=_l("名称不超过 60 字。")),
        ],
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )
    url = StringField(
        _l("网址"),
        validators=[
            Optional(),
            Length(max=LONGEST_URL, message=_l("网址不超过 1000 个字符。")),
        ],
        render_kw={"maxlength": LONGEST_URL, "autocomplete": "off", "inputmode": "url"},
    )
    key = PasswordField(
        _l("加签密钥"),
        validators=[Optional(), Length(max=LONGEST_KEY, message=_l("密钥不超过 200 个字符。"))],
        render_kw={"maxlength": LONGEST_KEY, "autocomplete": "off"},
    )
    topics = SelectMultipleField(
        _l("通知哪些消息"),
        validators=[InputRequired(_l("请至少选一类消息。"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.topics.choices = [
            SelectChoice(topic.value, _(words)) for topic, words in TOPIC_WORDS.items()
        ]

    @property
    def wanted(self) -> Wanted:
        """What was filled in, of a form that was found valid."""
        return Wanted(
            name=self.name.data or "",
            url=self.url.data or "",
            topics=[Topic(it) for it in self.topics.data or ()],
            key=self.key.data or "",
        )


class NewWebhookForm(WebhookForm):
    """What a webhook is to be that is not there yet."""

    kind = RadioField(_l("通知谁"), validators=[InputRequired(_l("请选一种。"))])
    url = StringField(
        _l("网址"),
        validators=[
            InputRequired(_l("请填写接收通知的网址。")),
            Length(max=LONGEST_URL, message=_l("网址不超过 1000 个字符。")),
        ],
        render_kw={"maxlength": LONGEST_URL, "autocomplete": "off", "inputmode": "url"},
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.kind.choices = [SelectChoice(it.value, _(words)) for it, words in KIND_WORDS.items()]

    @property
    def chosen_kind(self) -> HookKind:
        """The kind, of a form that was found valid."""
        return HookKind(self.kind.data)
