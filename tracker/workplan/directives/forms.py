"""The forms about taking a report in and about its directives."""

import re
from collections.abc import Sequence
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from tracker.foundation.errors import RuleBroken
from tracker.foundation.forms import PageForm, SelectChoice, VersionField, label_choices
from tracker.foundation.labels import USUAL, Label, up_to
from tracker.foundation.words import N_
from tracker.readers.text import Encoding
from tracker.workplan.directives import rules
from tracker.workplan.directives.matching import Office, typed
from tracker.workplan.directives.models import Directive, Mode, NamedUnit
from tracker.workplan.meetings.rules import FIRST_YEAR, LAST_YEAR

NO_VERSION = N_("页面没有说明看到的是哪一版，请刷新页面后再办。")
LONGEST_QUOTE = 1_000_000
PAIR = re.compile(r"(?P<id>\d{1,9}):(?P<version>\d{1,9})")
UNIT_KEY = re.compile(r"(?P<kind>[ug])(?P<id>\d{1,9})")


class TakeInForm(PageForm):
    """A report's words, pasted or in a file."""

    file = FileField(
        _l("上传文件"),
        description=_l(
            "Word、WPS、PDF、网页、纯文本或表格，一次一份，不超过 20 MB、100 万字。涉密材料不得上传。"
        ),
    )
    encoding = RadioField(
        _l("文件的编码"),
        choices=[
            SelectChoice("", _l("自动")),
            SelectChoice("utf-8", _l("UTF-8")),
            SelectChoice("gb18030", _l("GB18030（含 GBK、GB2312）")),
            SelectChoice("utf-16", _l("UTF-16")),
        ],
        default="",
        validators=[Optional()],
    )
    text = TextAreaField(
        _l("或者粘贴正文"),
        # Kept as it was pasted, blanks and all.
        filters=[],
        description=_l("报道、纪要或讲话的全文，连同标题和日期，不超过 100 万字。"),
    )
    plan_year = IntegerField(
        _l("年度"),
        description=_l("部署的是哪一年的工作；不填时从原文中找，原文没有就按今年。"),
        validators=[
            Optional(),
            NumberRange(FIRST_YEAR, LAST_YEAR, message=_l("年度应在 %(min)d 到 %(max)d 之间。")),
        ],
    )

    label = SelectField(
        _l("安全标签"),
        description=_l("由它立项的任务也照这个标签；以后在报告页上可以改。"),
        default=USUAL.value,
    )

    def __init__(self, clearance: Label, **more: object) -> None:
        super().__init__(**more)
        # Nobody takes in what they would not see afterwards.
        self.label.choices = label_choices(up_to(clearance))

    def validate_file(self, field: FileField) -> None:
        """Want the words once: pasted or in a file."""
        has_words = bool((self.text.data or "").strip())
        if field.data and has_words:
            raise ValidationError(_("正文和文件只取一样：请清空正文，或者不选文件。"))

    def chosen_encoding(self) -> Encoding | None:
        """Return the encoding that was chosen by sight, None to go by the bytes."""
        return cast("Encoding", self.encoding.data) if self.encoding.data else None


class EditForm(PageForm):
    """How a draft is worded, and what the text left open."""

    title = StringField(
        _l("标题"),
        validators=[
            InputRequired(_l("请填写标题。")),
            Length(max=rules.LONGEST_TITLE, message=_l("标题不超过 %(max)d 字。")),
        ],
    )
    heading = StringField(
        _l("重点名称"),
        validators=[
            Optional(),
            Length(max=rules.LONGEST_TITLE, message=_l("重点名称不超过 %(max)d 字。")),
        ],
    )
    add_unit = StringField(_l("加单位"), validators=[Optional(), Length(max=400)])
    mode = RadioField(
        _l("承办方式"),
        choices=[
            SelectChoice("joint", _l("共同承办")),
            SelectChoice("each", _l("分别承办")),
            SelectChoice("", _l("待定")),
        ],
        validators=[Optional()],
    )
    due_on = DateField(_l("时限"), validators=[Optional()])
    version = VersionField()

    def chosen_mode(self) -> Mode | None:
        """Return the mode that was chosen, None while it is open."""
        return Mode(self.mode.data) if self.mode.data else None


class BulkForm(PageForm):
    """One deed for several directives, each named with the version that the visitor saw: `12:3`."""

    ids = SelectMultipleField(validate_choice=False)
    action = StringField(validators=[InputRequired()])
    reason = StringField(validators=[Optional(), Length(max=rules.LONGEST_REASON)])
    add_unit = StringField(validators=[Optional(), Length(max=400)])
    mode = StringField(validators=[Optional()])
    due_on = DateField(validators=[Optional()])
    parent_id = IntegerField(validators=[Optional()])

    def seen(self) -> dict[int, int]:
        """Return the chosen directives with their versions; refuse one without its version."""
        found = [PAIR.fullmatch(it) for it in self.ids.data or []]
        if not all(found):
            raise RuleBroken(NO_VERSION)
        return {int(it["id"]): int(it["version"]) for it in found if it}


class SplitForm(PageForm):
    """Where a draft is split: behind the words with which it begins."""

    before = TextAreaField(filters=[], validators=[Optional(), Length(max=LONGEST_QUOTE)])
    version = VersionField()


class VersionForm(PageForm):
    """A deed that asks nothing, about the version that the visitor saw."""

    version = VersionField()


class NoteForm(PageForm):
    """Why a directive is only noted."""

    reason = TextAreaField(
        _l("理由"),
        validators=[
            DataRequired(rules.NO_REASON),
            Length(max=rules.LONGEST_REASON, message=_l("理由不超过 %(max)d 字。")),
        ],
    )
    version = VersionField()


class AddForm(PageForm):
    """Words selected in the report, and what they are."""

    text = TextAreaField(
        _l("原文中的文字"), filters=[], validators=[InputRequired(_l("请先划选文字。"))]
    )
    start = IntegerField(validators=[Optional()])
    level = HiddenField(default="measure")
    parent_id = IntegerField(validators=[Optional()])


def units_chosen(
    sent: "MultiDict[str, str]", office: Office, mode: Mode | None, kept: Sequence[NamedUnit]
) -> list[NamedUnit]:
    """Read the units of a form: those that stay ticked, then the names that were added.

    A key is `u5` (unit 5), `g2` (group 2) or `t名称` (a name that is in no table). Raises
    ValidationError with a sentence for an added name that the office's table does not have.
    """
    chosen = []
    for key in dict.fromkeys(sent.getlist("units")):
        unit = _unit_of(key, office, kept)
        if unit is not None:
            unit["duty"] = "support" if sent.get(f"duty-{key}") == "support" else "lead"
            chosen.append(unit)
    for unit in units_named(sent.get("add_unit", ""), office):
        if key_of(unit) not in map(key_of, chosen):
            chosen.append(unit)
            if any(it["duty"] == "lead" for it in chosen[:-1]):
                unit["duty"] = "support"
    return rules.units_in_mode(chosen, mode)


def units_named(words: str, office: Office) -> list[NamedUnit]:
    """Find the units that were typed, by any of their names."""
    found = []
    for name, party in typed(words, office):
        if party is None:
            raise ValidationError(_("“%(name)s”不在单位名册里，请从列表中选。", name=name))
        found.append(rules.named(party.names[0], "lead", party))
    return found


def key_of(unit: NamedUnit) -> str:
    """Return the key by which a form names a unit."""
    if unit["unit_id"] is not None:
        return f"u{unit['unit_id']}"
    return f"t{unit['name']}" if unit["group_id"] is None else f"g{unit['group_id']}"


def edit_form(directive: Directive) -> EditForm:
    """Fill the form with what is drafted."""
    return EditForm(
        formdata=None,
        title=directive.title,
        heading=directive.heading,
        mode=directive.mode.value if directive.mode else "",
        due_on=directive.due_on,
        version=directive.version,
    )


def _unit_of(key: str, office: Office, kept: Sequence[NamedUnit]) -> NamedUnit | None:
    before = next((it for it in kept if key_of(it) == key), None)
    if before is not None:
        return NamedUnit(**before)
    found = UNIT_KEY.fullmatch(key)
    if found is None or found["kind"] is None:
        return None
    party = office.party("unit" if found["kind"] == "u" else "group", int(found["id"]))
    return None if party is None else rules.named(party.names[0], "lead", party)
