"""What a form sent, in words: each answer under the label that stood beside its question.

Which form it was is not known where nobody is signed in, for no view has read it: of the forms of
the pages that it was sent to, the one that asks most of these questions.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, SelectField
from wtforms.fields.core import UnboundField

from tracker.foundation import wording
from tracker.foundation.forms import PageForm, VersionField
from tracker.foundation.words import N_
from tracker.shell.authors import KEY

SHORTEST_WORDS = 2
UNSHOWN = (FieldList, FileField, FormField, HiddenField, VersionField)
YES = N_("是")
Questions = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer and what it answers; None where the page alone knew."""

    label: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """What was said in one row of a form, or in a form without rows."""

    said: list[Said]


def in_words(view: Callable[..., Any] | None, fields: Sequence[tuple[str, str]]) -> list[Part]:
    """Return what somebody typed or chose; what the page sent along by itself is left out."""
    asked = _questions(view, {_bare(name) for name, _value in fields})
    parts = [
        Part([it for name, value in row for it in _said(asked.get(_bare(name)), name, value)])
        for _prefix, row in groupby(fields, lambda it: it[0].rpartition("-")[0])
    ]
    return [it for it in parts if it.said]


def _said(question: Any, name: str, value: str) -> Iterator[Said]:
    """Give an answer in words, if it is one that a person can read."""
    words = value.strip()
    if question is None:
        if name != KEY and _is_wording(words):
            yield Said(None, value)
        return
    shown = _shown(question, _bare(name), words) if words else ""
    if shown:
        yield Said(str(question.kwargs.get("label") or question.args[0]), shown)


def _shown(question: Any, name: str, words: str) -> str:
    if issubclass(question.field_class, BooleanField):
        return str(_(YES))
    if issubclass(question.field_class, SelectField) and not _is_wording(words):
        # A key of the page's, which the form that knew its words no longer tells.
        return ""
    if name.endswith("percent") and words.isdigit():
        return f"{words}%"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        try:
            return wording.in_full(date.fromisoformat(words))
        except ValueError:
            return words
    return words


def _questions(view: Callable[..., Any] | None, names: set[str]) -> Questions:
    """Return the questions of the form that these names fit best, by their names."""
    package = (view.__module__ if view else "").partition(".views")[0] + "."
    forms = [_asked_by(it) for it in _forms() if it.__module__.startswith(package)]
    return max(forms, key=lambda it: len(names & it.keys()), default={})


def _asked_by(form: type[PageForm]) -> Questions:
    found = {name: getattr(form, name) for name in dir(form) if not name.startswith("_")}
    return {
        name: it
        for name, it in found.items()
        if isinstance(it, UnboundField)
        and not issubclass(it.field_class, UNSHOWN)
        and (it.args or it.kwargs.get("label"))
    }


def _forms(above: type[PageForm] = PageForm) -> Iterator[type[PageForm]]:
    for it in above.__subclasses__():
        yield it
        yield from _forms(it)


def _bare(name: str) -> str:
    """Return the name of a question without its row."""
    return name.rpartition("-")[2]


def _is_wording(value: str) -> bool:
    """Whether somebody wrote this, and not the page: words of a language, not keys and figures."""
    return len(value) >= SHORTEST_WORDS and (not value.isascii() or " " in value)
