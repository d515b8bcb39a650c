"""The form about what a person may see."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.foundation.labels import LABEL_WORDS, Label, up_to


def clearance_words(clearance: Label) -> str:
    """Say which labels a clearance covers."""
    return "、".join(_(LABEL_WORDS[label]) for label in up_to(clearance))


class ClearanceForm(PageForm):
    """Up to which label a person may see."""

    clearance = SelectField(
        _l("能看到的标签"), validators=[InputRequired(_l("请选择能看到哪些标签。"))]
    )
    version = VersionField()

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.clearance.choices = [SelectChoice(it.value, clearance_words(it)) for it in Label]
