"""Learnt defaults on pages that give tasks out: what a row might say, why, and taking it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.people.sessions import current_actor
from tracker.workplan.tasks.forms import DispatchRow
from tracker.workplan.tasks.models import Mode
from tracker.workplan.tasks.suggesting.queries import given_before
from tracker.workplan.tasks.suggesting.rules import Given, Ground, Suggestion, Wish, suggestions
from tracker.workplan.tasks.views.known import Known

LONGEST_TITLE = 24
REASONS_OF_ONE = {
    Ground.WORDS: _l("说法相近的 %(year)s 年“%(title)s”（%(number)s）是这样交办的"),
    Ground.PHRASE: _l("%(year)s 年“%(title)s”（%(number)s）也写“%(phrase)s”，是这样交办的"),
}
"""Why, where one task alone is like it; a habit is never of one."""
REASONS = {
    Ground.WORDS: _l(
        "说法相近的 %(among)s 项里有 %(times)s 项是这样交办的，"
        "如 %(year)s 年“%(title)s”（%(number)s）"
    ),
    Ground.PHRASE: _l(
        "也写“%(phrase)s”等词的 %(among)s 项里有 %(times)s 项是这样交办的，"
        "如 %(year)s 年“%(title)s”（%(number)s）"
    ),
    Ground.LEADER: _l(
        "同一重点、同一位分管领导的 %(among)s 项任务，%(times)s 项由它牵头，"
        "最近的是 %(year)s 年“%(title)s”（%(number)s）"
    ),
    Ground.PRIORITY: _l(
        "同一重点的 %(among)s 项任务，%(times)s 项由它牵头，"
        "最近的是 %(year)s 年“%(title)s”（%(number)s）"
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What the fields of a row might say, in one sentence, and why; after: the earlier task."""

    mode: str
    leads: str
    supports: str
    sentence: str
    reason: str
    after: Given

    def put_into(self, form: DispatchRow) -> None:
        """Fill the row in, as if somebody had typed it."""
        form.mode.data, form.leads.data, form.supports.data = self.mode, self.leads, self.supports


def offers(wishes: Collection[Wish], names: Known) -> dict[int, Offer]:
    """Return, by wish, what is offered for it; nothing is asked of the database without a wish."""
    if not wishes:
        return {}
    present = {it.id: it.short_name for it in names.units}
    found = suggestions([*wishes], given_before(current_actor()), present)
    return {key: _offer(it, names) for key, it in found.items()}


def _offer(it: Suggestion, names: Known) -> Offer:
    leads, supports = names.written(it.lead_ids), names.written(it.support_ids)
    short = names.written(it.lead_ids, is_short=True)
    if it.mode is Mode.EACH:
        sentence = _("%(units)s分别承办", units=short)
    elif supports:
        others = names.written(it.support_ids, is_short=True)
        sentence = _("%(lead)s牵头，%(others)s配合", lead=short, others=others)
    else:
        sentence = _("%(lead)s牵头", lead=short)
    return Offer(it.mode.value, leads, supports, sentence, _reason(it), it.after)


def _reason(it: Suggestion) -> str:
    title = it.after.title
    title = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
    words = REASONS[it.ground] if it.among > 1 else REASONS_OF_ONE[it.ground]
    return str(words) % {
        "year": it.after.year,
        "title": title,
        "number": it.after.number,
        "among": it.among,
        "times": it.times,
        "phrase": it.phrase,
    }


def unfilled(forms: Iterable[tuple[Wish, DispatchRow]]) -> list[Wish]:
    """Return the wishes whose rows name nobody: what a report or a person says needs no other."""
    return [wish for wish, form in forms if not (form.leads.data or "").strip()]
