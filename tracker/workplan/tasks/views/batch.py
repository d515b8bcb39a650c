"""Tasks that go out together: what holds for all of them, a row for each, and what comes of it.

The rows are tasks that wait (`dispatching`), or measures that are to become tasks (`carrying_out`).
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Generic, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from tracker.foundation.clock import today
from tracker.foundation.forms import PageForm
from tracker.foundation.labels import Label, highest
from tracker.foundation.settings import value_of
from tracker.workplan.directives.matching import typed
from tracker.workplan.directives.models import Mode
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.forms import Batch, DispatchRow, SharedDispatchForm, put_error
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.periods import periods_between
from tracker.workplan.tasks.suggesting.rules import Wish
from tracker.workplan.tasks.views.known import Known
from tracker.workplan.tasks.views.suggesting import Offer, offers, unfilled
from tracker.workplan.tasks.views.unattended import MOST_NAMED, Unattended, unattended_among

MODES = frozenset(Mode)
NO_DAY = _l("原文的时限“%(words)s”定不了是哪一天，请在这里填日期，或者勾选“照统一时限”。")
NO_SUCH_UNIT = _l(
    "单位名册里没有“%(names)s”，请点旁边的“选…”，从名册里选；名册里确实没有的，请系统管理员在“单位”中添加。"
)
ALIKE = _l("名称相近的有：%(names)s。")
LONGEST_NAME = 30
# What a form says that is only to show what would come of it (as one types, or as a page), and what
# names the row that takes what it is offered.
PREVIEW, EDIT, TAKES = "preview", "edit", "takes"


@dataclass(frozen=True, slots=True)
class Party:
    """A unit or a group as a row names it; size: how many units it stands for, 0 for nobody known."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would come of a row: who would work on it, till when, and how often each would report."""

    wanted: rules.Wanted
    leads: list[Party]
    supports: list[Party]
    entries: int
    faults: list[rules.Fault]

    @property
    def units(self) -> list[int]:
        """The units that would get it, each once."""
        return units_of(self.wanted)

    @property
    def questions(self) -> list[str]:
        """What makes no sense about it; what is only left to be said is none of these."""
        is_blank = {"leads": not self.wanted.lead_ids, "due_on": self.wanted.due_on is None}
        return [it.sentence for it in self.faults if not is_blank.get(it.part)]


@dataclass(frozen=True, slots=True)
class Load:
    """Units that would all get that many tasks more, and entries to fill in till the year's end."""

    names: list[str]
    units: int
    tasks: int
    entries: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in one part of the page; name: the heading that the part stands under."""

    name: str
    lines: list[tuple[Field, str]]


@dataclass(slots=True, kw_only=True)
class Row(ABC):
    """What goes out, with its form, and what its report says and could not be filled in.

    has_no_day: the words about time (`due_text`) mean no day, so that a person has to say which.
    label: how the summary of errors names it; cycle, is_standing: as it would be registered.
    joined: other rows that become one task with this one. offer: what went before, for a person
    to take.
    """

    form: DispatchRow
    label: str
    year: int
    due_text: str = ""
    has_no_day: bool = False
    unmatched: list[str] = field(default_factory=list)
    joined: list["Row"] = field(default_factory=list)
    outcome: Outcome | None = None
    offer: Offer | None = None

    @property
    @abstractmethod
    def wish(self) -> Wish:
        """What is asked where the like of it went before."""

    @property
    @abstractmethod
    def is_standing(self) -> bool:
        """Whether it has no due date for ever."""

    @property
    @abstractmethod
    def cycle(self) -> ReportingCycle:
        """How often one will report on it."""

    @property
    @abstractmethod
    def security(self) -> Label:
        """The security label that it bears as a task."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is called."""

    @property
    def wrong(self) -> list[tuple[Field, str]]:
        """What is wrong with it, each line naming the row by its title: the summary lists many."""
        short = self.title if len(self.title) <= LONGEST_NAME else f"{self.title[:LONGEST_NAME]}…"
        name = _("%(number)s“%(title)s”", number=self.label, title=short)
        said = _("%(number)s：%(fault)s", number=self.label, fault="")
        return [
            (control, _("%(number)s：%(fault)s", number=name, fault=fault.removeprefix(said)))
            for control, fault in faults_in(self.form)
        ]

    @property
    def parts(self) -> list["Row"]:
        """Itself and what is joined to it."""
        return [self, *self.joined]

    @property
    def waits_for_a_day(self) -> bool:
        """Whether its report says a time that means no day, and nobody has said which day."""
        if self.is_standing or any(part.form.due_on.data for part in self.parts):
            return False
        return any(it.has_no_day and not it.form.takes_shared_date.data for it in self.parts)

    @property
    def words_without_a_day(self) -> str:
        """What its report says about time where that means no day."""
        said = [part.due_text for part in self.parts if part.has_no_day]
        return "、".join(dict.fromkeys(said))

    def say(self, control: Field, sentence: str) -> None:
        """Say what is wrong, naming the row: the summary above lists many."""
        put_error(control, _("%(number)s：%(fault)s", number=self.label, fault=sentence))


R = TypeVar("R", bound=Row)


class DispatchBatch(Batch, Generic[R]):
    """The shared part and a row for each task; `forms` are all of them in the order of the page."""

    def __init__(
        self, shared: SharedDispatchForm, rows: Sequence[R], forms: Iterable[PageForm], names: Known
    ) -> None:
        super().__init__(forms)
        self.shared, self.rows, self.names = shared, list(rows), names

    @property
    def going(self) -> Sequence[R]:
        """The rows that would go out."""
        return self.rows

    @property
    def sign_workdays(self) -> int:
        """Within how many working days the units sign for them."""
        return value_of(limits.SIGN_BY)

    @property
    def wrong(self) -> list[Wrong]:
        """Everything that is wrong, by the part of the page it stands in."""
        shared = Wrong(_("统一设定"), list(faults_in(self.shared)))
        return [it for it in (shared, *self.wrong_rows()) if it.lines]

    def wrong_rows(self) -> Iterator[Wrong]:
        """Give what is wrong with the rows."""
        yield Wrong(_("逐项"), [line for row in self.rows for line in row.wrong])

    def check(self) -> None:
        """Say beside each field what is wrong: names that nobody knows, and what makes no sense."""
        for control in (self.shared.leads, self.shared.supports):
            unknown = self.names.unknown_in(control.data or "")
            if unknown:
                put_error(control, self._no_such(unknown))
        for row in self.going:
            for part in row.parts:
                self._check_names(part)
            if len(self.names.units_of(row.form.coordinator.data or "")) > 1:
                row.say(row.form.coordinator, _("归口处室只能有一个。"))
            for fault in rules.faults(self.wanted(row), today()):
                control, shared = row.form[fault.part], getattr(self.shared, fault.part, None)
                # What is not understood is said already, and would be said twice.
                if fault.part == "due_on" and row.waits_for_a_day:
                    row.say(control, str(NO_DAY) % {"words": row.words_without_a_day})
                elif not control.errors and (control.data or shared is None or not shared.errors):
                    row.say(control, _(fault.sentence))

        self._warn()

    def _warn(self) -> None:
        """Stop once at units where nobody can sign, unless the page has named them before."""
        lacking = self.unattended()
        if not self.errors and lacking and lacking.written != self.shared.warned_of.data:
            self.form_errors.append(f"{lacking.sentence}{_('仍要交办的，请再按一次。')}")

    def unattended(self) -> Unattended | None:
        """Return the units that would get something and have nobody to sign for it."""
        units: defaultdict[Label, set[int]] = defaultdict(set)
        for row in self.going:
            label = highest(part.security for part in row.parts)
            units[label] |= set(units_of(self.wanted(row)))
        return unattended_among(units, self.names.units, today())

    def wanted(self, row: Row) -> rules.Wanted:
        """Return what a row and those joined to it ask for."""
        chosen = (row.form.mode.data, self.shared.mode.data)
        # A mode that does not exist is said beside its field.
        mode = Mode(next((it for it in chosen if it in MODES), Mode.JOINT))
        leads = self._ids(row.form.leads) or self._ids(self.shared.leads)
        supports = self._ids(row.form.supports)
        if not supports and mode is Mode.JOINT:
            supports = [it for it in self._ids(self.shared.supports) if it not in leads]
        for other in row.joined:
            more = [*self._ids(other.form.leads), *self._ids(other.form.supports)]
            new = [it for it in more if it not in (*leads, *supports)]
            if mode is Mode.EACH or not leads:
                leads += new
            else:
                supports += new
        coordinators = self._ids(row.form.coordinator)
        return rules.Wanted(
            mode=mode,
            lead_ids=leads,
            support_ids=supports,
            coordinator_id=coordinators[0] if coordinators else None,
            due_on=self._due_on(row),
            is_standing=row.is_standing,
        )

    def look_back(self) -> None:
        """Offer, to rows that name nobody, where the like of them went before."""
        found = offers(unfilled((row.wish, row.form) for row in self.rows), self.names)
        for row in self.rows:
            row.offer = found.get(row.wish.id)

    def show_again(self, sent: Mapping[str, str]) -> bool:
        """Make ready what a form only asks to be shown; says whether it does."""
        if TAKES in sent:
            self.look_back()
            self._take_offer(sent[TAKES])
        elif sent.get("deed") == EDIT:
            self.look_back()
        # Drawn as one types, parts of the page are taken over, and offers are none of them.
        return TAKES in sent or sent.get("deed") in (PREVIEW, EDIT)

    def _take_offer(self, prefix: str) -> None:
        for row in self.rows:
            if row.offer is not None and row.form.leads.name == f"{prefix}leads":
                row.offer.put_into(row.form)

    def look_ahead(self) -> None:
        """Work out for each row what would come of it."""
        for row in self.rows:
            wanted = self.wanted(row)
            end = date(max(row.year, today().year), 12, 31)
            last = end if wanted.is_standing or wanted.due_on is None else min(end, wanted.due_on)
            row.outcome = Outcome(
                wanted,
                self._parties(row.form.leads.data or self.shared.leads.data),
                self._parties(
                    row.form.supports.data
                    or (self.shared.supports.data if wanted.mode is Mode.JOINT else "")
                ),
                periods_between(row.cycle, today(), last),
                list(rules.faults(wanted, today())),
            )

    def count(self) -> int:
        """Count the assignments that this would make."""
        return sum(len(row.outcome.units) for row in self.going if row.outcome)

    def loads(self) -> list[Load]:
        """Tell what each unit would get, units with the same together, the busiest first."""
        tasks = Counter(it for outcome in self._outcomes() for it in outcome.units)
        entries = self.entries()
        alike: dict[tuple[int, int], list[str]] = defaultdict(list)
        for unit in self.names.units:
            if unit.id in tasks:
                alike[entries[unit.id], tasks[unit.id]].append(unit.short_name)
        return [
            Load(names[:MOST_NAMED], len(names), count, filled)
            for (filled, count), names in sorted(alike.items(), key=lambda it: it[0], reverse=True)
        ]

    def entries(self) -> Counter[int]:
        """Count, by unit, the entries that it would fill in till the year's end."""
        found: Counter[int] = Counter()
        for outcome in self._outcomes():
            found += Counter(dict.fromkeys(outcome.units, outcome.entries))
        return found

    def _outcomes(self) -> Iterator[Outcome]:
        return (row.outcome for row in self.going if row.outcome)

    def _due_on(self, row: Row) -> date | None:
        own = [part.form.due_on.data for part in row.parts if part.form.due_on.data]
        due: date | None = row.form.due_on.data or min(own, default=None)
        # Words that mean no day are never dated in silence: the common date is for those without any.
        if due is None and not row.waits_for_a_day:
            due = self.shared.due_on.data
        return due

    def _ids(self, control: Field) -> list[int]:
        return self.names.units_of(control.data or "")

    def _parties(self, words: str | None) -> list[Party]:
        return [
            Party(
                party.names[0] if party else name,
                len(rules.units_meant(party, self.names.members)),
            )
            for name, party in typed(words or "", self.names.office)
        ]

    def _check_names(self, row: Row) -> None:
        for control in (row.form.leads, row.form.supports, row.form.coordinator):
            unknown = self.names.unknown_in(control.data or "")
            if unknown:
                row.say(control, self._no_such(unknown))

    def _no_such(self, names: list[str]) -> str:
        """Say which names nobody knows, and those of the office that look like them."""
        said = str(NO_SUCH_UNIT) % {"names": "、".join(names)}
        known = self.names.office.names
        alike = [near for name in names for near in get_close_matches(name, known, n=2)]
        more = str(ALIKE) % {"names": "、".join(dict.fromkeys(alike))} if alike else ""
        return said + more


def units_of(wanted: rules.Wanted) -> list[int]:
    """Return the units that would get a task, each once."""
    return list(dict.fromkeys([*wanted.lead_ids, *wanted.support_ids]))


def faults_in(form: PageForm) -> Iterator[tuple[Field, str]]:
    """Give each control that has something wrong with it, with the first sentence about it."""
    yield from ((control, str(control.errors[0])) for control in form if control.errors)
