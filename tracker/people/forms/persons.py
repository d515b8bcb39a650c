"""The forms about persons: shape and wording; only these fields are ever read (C16)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.people import rules

Choices = list[SelectChoice]
XLSX, CSV = "xlsx", "csv"


class PersonForm(PageForm):
    """A person's data; the telephone number of somebody who is there already is never sent out."""

    login = StringField(
        _l("用户名"),
        description=_l("登录用。字母、数字或汉字，不分大小写。"),
        validators=[
            InputRequired(_l("请填写用户名。")),
            Length(max=60, message=_l("用户名不超过 60 个字符。")),
        ],
    )
    name = StringField(
        _l("姓名"),
        validators=[
            InputRequired(_l("请填写姓名。")),
            Length(max=rules.LONGEST_NAME, message=_l("姓名不超过 60 个字。")),
        ],
    )
    post = StringField(
        _l("职务"),
        validators=[
            Optional(),
            Length(max=rules.LONGEST_NAME, message=_l("职务不超过 60 个字。")),
        ],
    )
    phone = StringField(
        _l("办公电话"),
        validators=[Optional(), Regexp(rules.PHONE, message=_l(rules.BAD_PHONE))],
    )
    email = StringField(
        _l("工作邮箱"),
        validators=[
            Optional(),
            Length(max=rules.LONGEST_EMAIL, message=_l("邮箱不超过 120 个字符。")),
            Regexp(rules.EMAIL, message=_l(rules.BAD_EMAIL)),
        ],
    )


class PersonEditForm(PersonForm):
    """The same of somebody who is there: an empty number leaves the old one."""

    clear_phone = BooleanField(_l("删去现有电话"), validators=[Optional()])
    version = VersionField()


class DisableForm(PageForm):
    """Why an account goes out of use."""

    reason = TextAreaField(
        _l("原因"),
        validators=[
            InputRequired(_l("请写明停用的原因。")),
            Length(max=rules.LONGEST_REASON, message=_l("原因不超过 200 字。")),
        ],
    )
    version = VersionField()


class EnableForm(PageForm):
    """Which version of the account was seen."""

    version = VersionField()


class TermForm(PageForm):
    """A unit, from a day to a day."""

    unit = SelectField(_l("单位"), validators=[InputRequired(_l("请选择单位。"))])
    from_on = DateField(
        _l("起"),
        validators=[InputRequired(_l("请填写起始日，如 2026-03-01。"))],
    )
    to_on = DateField(_l("止"), description=_l("空着就是长期。"), validators=[Optional()])

    def __init__(self, units: Choices, **more: object) -> None:
        super().__init__(**more)
        self.unit.choices = [SelectChoice("", _("请选择")), *units]


class PostForm(TermForm):
    """A role in a unit."""

    role = SelectField(_l("职责"), validators=[InputRequired(_l("请选择职责。"))])

    def __init__(self, units: Choices, roles: Choices, **more: object) -> None:
        super().__init__(units, **more)
        self.role.choices = [SelectChoice("", _("请选择")), *roles]


class EndForm(PageForm):
    """The last day of a role or charge."""

    last_on = DateField(
        _l("最后一天"),
        validators=[InputRequired(_l("请填写最后一天，如 2026-03-31。"))],
    )


class SheetForm(PageForm):
    """A list of persons as a file."""

    file = FileField(
        _l("名单"), description=_l("支持 .xlsx、.xls、.et、.ods、.csv，一次最多 2,000 行。")
    )

    def validate_file(self, field: FileField) -> None:
        """Want a file."""
        if not field.data:
            raise ValidationError(_("请选择文件。"))


class ConfirmForm(PageForm):
    """The rows that were previewed, signed."""

    rows = HiddenField()


class ExportForm(PageForm):
    """In which form the list leaves, and whether with telephone numbers in full."""

    form = RadioField(
        _l("格式"),
        choices=[SelectChoice(XLSX, _l("Excel（.xlsx）")), SelectChoice(CSV, _l("CSV（.csv）"))],
        default=XLSX,
        validators=[InputRequired(_l("请选择格式。"))],
    )
    full = BooleanField(_l("电话写全（会记入操作日志）"), validators=[Optional()])
