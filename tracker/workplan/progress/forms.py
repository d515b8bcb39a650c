"""The forms about progress: shape and wording of input."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.progress.evidence.forms import EvidenceField
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.queries import DueRow
from tracker.workplan.progress.rules import WHOLE

LONGEST_WORDS = 2000
LONGEST_REASON = 500


class PercentField(IntegerField):
    """A whole number of percent; the sign may be typed along."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what was expected."""
        typed = valuelist[0].strip().rstrip("%％").strip() if valuelist else ""
        try:
            self.data = int(typed) if typed else None
        except ValueError:
            self.data = None
            raise ValueError(_("完成百分比请填 0 到 100 的整数。")) from None


def _is_share(_form: FlaskForm, field: Field) -> None:
    """Refuse a percent beyond 0 to 100; a draft may leave it blank."""
    if field.data is not None and not 0 <= field.data <= WHOLE:
        raise ValidationError(_("完成百分比应在 0 到 100 之间。"))


class EntryForm(PageForm):
    """What a unit says about a period."""

    percent = PercentField(
        _l("完成百分比"),
        validators=[_is_share],
    )
    done = TextAreaField(
        _l("本期进展"),
        validators=[Length(max=LONGEST_WORDS, message=_l("本期进展不超过 2000 字。"))],
    )
    problems = TextAreaField(
        _l("存在问题"),
        validators=[Length(max=LONGEST_WORDS, message=_l("存在问题不超过 2000 字。"))],
    )
    next_steps = TextAreaField(
        _l("下步打算"),
        validators=[Length(max=LONGEST_WORDS, message=_l("下步打算不超过 2000 字。"))],
    )
    is_unchanged = BooleanField(_l("与上期无变化"))
    lower_reason = TextAreaField(
        _l("比上期低的原因"),
        validators=[Length(max=LONGEST_REASON, message=_l("原因不超过 500 字。"))],
    )
    period = HiddenField()
    version = VersionField()
    evidence = EvidenceField()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        words = (self.done.data, self.problems.data, self.next_steps.data)
        return not (any(words) or self.is_unchanged.data) and self.percent.data is None

    @property
    def has_words(self) -> bool:
        """Whether it says what was done, so that it can be submitted."""
        return bool(self.done.data or self.is_unchanged.data)

    def asks_percent(self) -> bool:
        """Complain where words come without a percent; whether that was so."""
        if self.percent.errors or self.percent.data is not None or self.is_unchanged.data:
            return False
        self.percent.errors = [*self.percent.errors, _("请填写完成百分比。")]
        return True

    def said(self) -> dict[str, Any]:
        """Return the words as the commands take them."""
        return {
            "percent": self.percent.data,
            "done": self.done.data or "",
            "problems": self.problems.data or "",
            "next_steps": self.next_steps.data or "",
            "is_unchanged": bool(self.is_unchanged.data),
            "lower_reason": self.lower_reason.data or "",
            "version": self.version.data,
        }


def entry_form(entry: ProgressEntry | None, period: str, prefix: str = "") -> EntryForm:
    """Make the form of one entry, filled with what is written; a posted one with what was posted.

    The version of an entry that is not there yet is 0, so that two people who begin the same
    one at once do not overwrite each other.
    """
    found = {"period": period, "version": 0 if entry is None else entry.version}
    if entry is not None:
        for name in ("percent", "done", "problems", "next_steps", "is_unchanged", "lower_reason"):
            found[name] = getattr(entry, name)
    # The token is checked for every request; inside a grid it would only be repeated.
    return EntryForm(prefix=prefix, data=found, meta={"csrf": not prefix})


ROW_WORDS = re.compile(r"r(?P<key>\d{1,9})-(?:done|problems|next_steps)")


class GridForm(PageForm):
    """A unit's entries of a period on one page, each row with a form of its own."""

    def __init__(self, rows: Sequence[DueRow]) -> None:
        super().__init__()
        self.rows = rows
        self.entries = {
            row.assignment.id: entry_form(
                row.entry, row.period.name, prefix=f"r{row.assignment.id}-"
            )
            for row in rows
        }
        self.refused: dict[int, str] = {}
        self.kept: set[int] = set()

    def renew(self, rows: Sequence[DueRow]) -> None:
        """Take the rows as they are now; what was typed stays beside them.

        A row that was kept goes on from what is stored now, or it would contradict itself.
        """
        self.rows = [row for row in rows if row.assignment.id in self.entries]
        for row in self.rows:
            if row.assignment.id in self.kept and row.entry is not None:
                version = self.entries[row.assignment.id].version
                version.raw_data, version.data = None, row.entry.version

    def written(self) -> Iterator[tuple[int, EntryForm]]:
        """Go through the rows that were posted with something in them, or that had been before.

        A row that was submitted or closed meanwhile is among them, so that its words are refused
        where they stand and not dropped.
        """
        for row in self.rows:
            key = row.assignment.id
            form = self.entries[key]
            was_posted = form.version.name in request.form
            if was_posted and (row.entry is not None or not form.is_blank):
                yield key, form

    def orphans(self) -> list[str]:
        """Return the words that were typed for assignments which are no longer on the page."""
        typed = [(ROW_WORDS.fullmatch(name), words) for name, words in request.form.items()]
        return [
            words.strip()
            for found, words in typed
            if found and words.strip() and int(found["key"]) not in self.entries
        ]

    def sound(self) -> Iterator[tuple[int, EntryForm]]:
        """Go through the written rows that nothing was found wrong with."""
        for key, form in self.written():
            if not form.errors and key not in self.refused:
                yield key, form

    def unsaved(self) -> set[int]:
        """Return the rows whose words stand on the page alone."""
        return {key for key, _form in self.written()} - self.kept

    def words_of(self, row: DueRow) -> str:
        """Return what a row says was done: as it was typed, or as it was submitted."""
        if row.is_submitted and row.entry is not None:
            return row.entry.done
        return self.entries[row.assignment.id].done.data or ""

    def check(self, *, submits: bool) -> bool:
        """Whether every written row has the right shape; wrong ones say so beside their field."""
        shaped = [form.validate() for _, form in self.written()]
        bare = [form.asks_percent() for _, form in self.written() if submits and form.has_words]
        return all(shaped) and not any(bare)

    def complaints(self) -> Iterator[tuple[DueRow, str]]:
        """Go through the rows that could not be taken, each with the first reason."""
        for row in self.rows:
            key = row.assignment.id
            if key in self.refused:
                yield row, self.refused[key]
                continue
            for errors in self.entries[key].errors.values():
                yield row, str(errors[0])
                break


class ReturnForm(PageForm):
    """Why an entry goes back to its unit."""

    reason = TextAreaField(
        _l("理由（单位看得到）"),
        validators=[
            DataRequired(_l("请写明理由。")),
            Length(max=LONGEST_WORDS, message=_l("理由不超过 2000 字。")),
        ],
    )
    version = VersionField()
    next = HiddenField()
