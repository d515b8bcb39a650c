"""The forms about comments: shape and wording of what is put in."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.tasks.comments.rules import LONGEST_TEXT, Nameable


class CommentForm(PageForm):
    """What somebody says, and whom they pick from the list."""

    text = TextAreaField(
        _l("写一条"),
        description=_l("打 @ 可以提到看得到这里的人和单位；写任务编号会成为链接。"),
        validators=[
            InputRequired(_l("请写要说的话。")),
            Length(max=LONGEST_TEXT, message=_l("讨论一条不超过 2000 字。")),
        ],
    )
    mentions = SelectMultipleField(
        _l("提到谁（可不选，可多选）"),
        validate_choice=False,
        description=_l("只列出看得到这里的人和单位，提到的会收到消息。"),
    )

    def __init__(self, choices: Sequence[Nameable], **given: Any) -> None:
        super().__init__(**given)
        self.mentions.choices = [
            (
                it.key,
                f"{it.handle} · {it.about}" if it.about else it.handle,
                {"data-handle": it.handle, "data-about": it.about},
            )
            for it in choices
        ]
        self._choices = {it.key: it for it in choices}

    def chosen(self) -> list[Nameable]:
        """Return those of the picked who may be mentioned; whatever else was sent is nobody."""
        return [self._choices[key] for key in self.mentions.data or () if key in self._choices]


class ReadForm(PageForm):
    """That a thread was looked through; seen: the last comment that was shown."""

    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])


class EditForm(CommentForm):
    """A comment in other words, and the version of it that was seen."""

    version = VersionField()
