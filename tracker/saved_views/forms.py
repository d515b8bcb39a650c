"""The forms of saved views."""

from urllib.parse import parse_qsl

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.people.models import Role
from tracker.people.rules import ROLE_WORDS
from tracker.saved_views.models import ListKind
from tracker.saved_views.rules import SHARED_WITH

LONGEST_ADDRESS = 2000
MOST_PARAMETERS = 40
NO_ADDRESS = {"": ""}
UP, DOWN = "up", "down"


def parameters_of(query: str | None) -> dict[str, str]:
    """Read the query of an address, the last of each name; NO_ADDRESS where it is none."""
    try:
        return dict(parse_qsl(query or "", max_num_fields=MOST_PARAMETERS))
    except ValueError:
        return NO_ADDRESS


class AskedForm(PageForm):
    """What a list is asked for now, as the query of its address."""

    asked = HiddenField(validators=[Length(max=LONGEST_ADDRESS)])
    version = VersionField()


class NameForm(PageForm):
    """What a view is called, and who finds it beside its owner."""

    name = StringField(
        _l("视图名称"),
        validators=[
            InputRequired(_l("请写视图的名称。")),
            Length(max=30, message=_l("名称最多 30 个字。")),
        ],
    )
    shared_with = SelectField(_l("谁能用"), default="")
    version = VersionField()

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.shared_with.choices = sharing_choices()

    @property
    def role(self) -> Role | None:
        """The role that it is shared with."""
        return Role(self.shared_with.data) if self.shared_with.data else None


class SaveForm(NameForm):
    """A new view."""

    list_kind = HiddenField(validators=[AnyOf([it.value for it in ListKind])])
    asked = HiddenField(validators=[Length(max=LONGEST_ADDRESS)])


class MoveForm(PageForm):
    """Which way a view goes."""

    way = HiddenField(validators=[AnyOf([UP, DOWN])])
    version = VersionField()


def sharing_choices() -> list[SelectChoice]:
    """Return whom a view can be shown to."""
    return [
        SelectChoice("", _("只有自己")),
        *(SelectChoice(it.value, _(ROLE_WORDS[it])) for it in SHARED_WITH),
    ]
