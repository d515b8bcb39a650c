"""What the editor held when it was opened, sealed into its form: so it is known who changed nothing."""

from collections.abc import Iterable
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from tracker.workplan.directives.forms import key_of
from tracker.workplan.directives.models import Directive


def opened(directive: Directive) -> str:
    """Seal what the editor shows of a draft."""
    return _seal(
        directive.title,
        directive.heading or "",
        directive.due_on.isoformat() if directive.due_on else "",
        directive.mode.value if directive.mode else "",
        ((key_of(it), it["duty"]) for it in directive.units),
        "",
    )


def was_changed(sent: "MultiDict[str, str]") -> bool:
    """Whether what was sent differs from what the editor held; unsure of it, it does."""
    now = _seal(
        sent.get("title", ""),
        sent.get("heading", ""),
        sent.get("due_on", ""),
        sent.get("mode", ""),
        ((key, sent.get(f"duty-{key}", "")) for key in sent.getlist("units")),
        sent.get("add_unit", ""),
    )
    return sent.get("opened") != now


def _seal(
    title: str, heading: str, due_on: str, mode: str, units: Iterable[tuple[str, str]], added: str
) -> str:
    said = [*("".join(it.split()) for it in (title, heading, due_on, mode, added)), *sorted(units)]
    return sha256(repr(said).encode()).hexdigest()[:16]
