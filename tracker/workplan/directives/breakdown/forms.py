"""The forms about importing a breakdown sheet."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from tracker.foundation.forms import PageForm, VersionField, label_choices
from tracker.foundation.labels import Label, up_to
from tracker.readers.workbook import MOST_ROWS
from tracker.workplan.directives.breakdown.heads import NAMES, Role
from tracker.workplan.directives.breakdown.rows import Kind
from tracker.workplan.meetings.rules import FIRST_YEAR, LAST_YEAR


class UploadForm(PageForm):
    """A file with a breakdown sheet."""

    file = FileField(
        _l("任务分解表"),
        description=_l("支持 .xlsx、.xls、.et、.ods、.csv，不超过 20 MB。涉密材料不得上传。"),
    )

    def validate_file(self, field: FileField) -> None:
        """Want a file."""
        if not field.data:
            raise ValidationError(_("请选择文件。"))


class MappingForm(PageForm):
    """Where the head stands, which year is planned; what the columns hold is read by `columns_chosen`."""

    sheet = HiddenField()
    head = IntegerField(
        _l("表头在第几行"),
        description=_l("两行表头填下面一行；没有表头填 0。"),
        validators=[
            InputRequired(_l("请填写表头所在的行。")),
            NumberRange(0, MOST_ROWS, message=_l("表头行应在 %(min)d 到 %(max)d 之间。")),
        ],
    )
    plan_year = IntegerField(
        _l("年度"),
        description=_l("没写年份的时限按这一年算。"),
        validators=[
            InputRequired(_l("请填写年度，如 2026。")),
            NumberRange(FIRST_YEAR, LAST_YEAR, message=_l("年度应在 %(min)d 到 %(max)d 之间。")),
        ],
    )
    splits = BooleanField(_l("一格里用 1. 2. 3. 写了几条的，拆成几条举措（不勾选则合为一条）"))
    version = VersionField()


class FinishForm(PageForm):
    """What a person chose to go on without, and how far the sheet may be shown."""

    due = BooleanField(
        _l("时限有误的照样导入：时限留待定，原来的文字照录"), validators=[Optional()]
    )
    measure = BooleanField(_l("没有举措的行不导入"), validators=[Optional()])
    label = SelectField(
        _l("安全标签"), description=_l("由它立项的任务也照这个标签；以后在报告页上可以改。")
    )
    version = VersionField()

    def __init__(self, clearance: Label, **more: object) -> None:
        super().__init__(**more)
        # Nobody takes in what they would not see afterwards.
        self.label.choices = label_choices(up_to(clearance))

    def forgiven(self) -> frozenset[Kind]:
        """Return the kinds of errors that were chosen."""
        chosen = ((Kind.DUE, self.due.data), (Kind.MEASURE, self.measure.data))
        return frozenset(kind for kind, is_chosen in chosen if is_chosen)


def columns_chosen(sent: "MultiDict[str, str]", width: int) -> dict[Role, int]:
    """Read what each column holds; raises ValidationError for a role that is chosen twice."""
    columns: dict[Role, int] = {}
    for column in range(width):
        chosen = sent.get(f"column-{column}", "")
        if chosen not in set(Role):
            continue
        if Role(chosen) in columns:
            name = _(NAMES[Role(chosen)])
            raise ValidationError(_("“%(name)s”选了不止一列，请只留一列。", name=name))
        columns[Role(chosen)] = column
    return columns
