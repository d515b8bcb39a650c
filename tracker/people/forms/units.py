"""The forms about units and their groups: shape and wording; only these fields are ever read (C16)."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.people import rules

Choices = Sequence[SelectChoice]


class UnitForm(PageForm):
    """A unit's code, names and place in the tree."""

    code = StringField(
        _l("编码"),
        description=_l("字母、数字，如 201。导入名册时按编码对应。"),
        validators=[
            InputRequired(_l("请填写编码。")),
            Length(max=20, message=_l("编码不超过 20 个字符。")),
        ],
    )
    name = StringField(
        _l("全称"),
        validators=[
            InputRequired(_l("请填写全称。")),
            Length(max=rules.LONGEST_NAME, message=_l("全称不超过 60 字。")),
        ],
    )
    short_name = StringField(
        _l("简称"),
        description=_l("列表和看板上显示。"),
        validators=[
            InputRequired(_l("请填写简称。")),
            Length(max=rules.LONGEST_SHORT_NAME, message=_l("简称不超过 30 字。")),
        ],
    )
    aliases = TextAreaField(
        _l("别名"),
        description=_l("报告里还会怎么写它，一行一个。写到这些名称，就认得是它。"),
        validators=[Optional(), Length(max=2_000, message=_l("别名太多了。"))],
    )
    kind = SelectField(
        _l("类别"),
        description=_l("处室、局、委、办都选“部门”。"),
        validators=[InputRequired(_l("请选择类别。"))],
    )
    parent = SelectField(_l("上级"), validators=[Optional()])

    def __init__(self, parents: Choices, *, is_root: bool = False, **more: object) -> None:
        super().__init__(**more)
        self.kind.choices = [
            SelectChoice(kind.value, _(words))
            for kind, words in rules.KIND_WORDS.items()
            if (kind.value == "root") == is_root
        ]
        self.parent.choices = [SelectChoice("", _("没有上级")), *([] if is_root else parents)]


class UnitEditForm(UnitForm):
    """The same of a unit that is there, with the day of a new name."""

    renamed_on = DateField(
        _l("新名称从哪天起用"),
        description=_l(
            "改了全称或简称才用得上；空着就是今天。旧名称留在名称沿革里，并自动成为别名。"
        ),
        validators=[Optional()],
    )
    is_correction = BooleanField(
        _l("只是改正写错的字，不算更名，旧名称不保留"), validators=[Optional()]
    )
    version = VersionField()


class MoveForm(PageForm):
    """To which place among the units beside it."""

    place = IntegerField(_l("排到第几"), validators=[InputRequired(_l("请填写名次，如 3。"))])
    version = VersionField()


class ReopenForm(PageForm):
    """Which version of the unit was seen."""

    version = VersionField()


class GroupForm(PageForm):
    """A group's names and the units that belong to it."""

    name = StringField(
        _l("名称"),
        validators=[
            InputRequired(_l("请填写组的名称。")),
            Length(max=rules.LONGEST_NAME, message=_l("名称不超过 60 字。")),
        ],
    )
    aliases = TextAreaField(
        _l("别名"),
        description=_l("报告里还会怎么写，一行一个，如“各地”。"),
        validators=[Optional(), Length(max=2_000, message=_l("别名太多了。"))],
    )
    members = SelectMultipleField(
        _l("成员"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )
    version = VersionField()

    def __init__(self, units: Choices, **more: object) -> None:
        super().__init__(**more)
        self.members.choices = list(units)
