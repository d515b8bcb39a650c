"""Units to which a task would go and where nobody can sign for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from tracker.foundation.labels import Label
from tracker.foundation.words import N_
from tracker.people.models import Unit
from tracker.people.queries import WithoutSigner, without_signer

MOST_NAMED = 3
NOBODY = N_("%(units)s没有负责人也没有联络员，交办了没有人能签收；请安全管理员先授予职责。")
NO_PASSWORD = N_("%(units)s的负责人、联络员还没有设密码，登录不了；请系统管理员先发邀请。")
UNCLEARED = N_(
    "%(units)s没有人能看到标签这样高的任务，交办了没有人知道；请安全管理员在人员页改他们能看到的标签。"
)


@dataclass(frozen=True, slots=True)
class Unattended:
    """Units where nobody can sign; nobody: no head or contact; no_password: none that can sign in.

    uncleared: none of them may see a task that the unit would get, for its security label.
    """

    nobody: list[Unit]
    no_password: list[Unit]
    uncleared: list[Unit]

    @property
    def units(self) -> list[Unit]:
        """All of them, by what they lack."""
        return [*self.nobody, *self.no_password, *self.uncleared]

    @property
    def written(self) -> str:
        """Which they are, as the page sends it back."""
        return ",".join(str(it.id) for it in self.units)

    @property
    def sentence(self) -> str:
        """Name them, and who can mend it."""
        lacking = (
            (self.nobody, NOBODY),
            (self.no_password, NO_PASSWORD),
            (self.uncleared, UNCLEARED),
        )
        return "".join(_(words, units=_named(units)) for units, words in lacking if units)


def unattended_among(
    wanted: Mapping[Label, Collection[int]], known: Sequence[Unit], day: date
) -> Unattended | None:
    """Return the units that would get something so labelled and have nobody to sign for it."""
    found = WithoutSigner(frozenset(), frozenset())
    for label, ids in wanted.items():
        found |= without_signer(ids, day, label)
    lacking = Unattended(
        nobody=[it for it in known if it.id in found.nobody],
        no_password=[it for it in known if it.id in found.no_password],
        uncleared=[it for it in known if it.id in found.uncleared],
    )
    return lacking if lacking.units else None


def _named(units: Sequence[Unit]) -> str:
    names = "、".join(it.short_name for it in units[:MOST_NAMED])
    if len(units) <= MOST_NAMED:
        return names
    return str(_("%(names)s等 %(count)s 家", names=names, count=len(units)))
