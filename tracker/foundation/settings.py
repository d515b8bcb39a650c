"""Settings that live in the database."""

from sqlalchemy import String, Text, inspect
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.db import db
from tracker.foundation.model import Model

EXAMPLE = "example"


class Setting(Model):
    """A named value that the installation keeps."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


def setting(name: str) -> str | None:
    """Return a setting's value, or None."""
    found = db.session.get(Setting, name)
    return found.value if found else None


def set_setting(name: str, value: str) -> None:
    """Change a setting within the running transaction."""
    db.session.merge(Setting(name=name, value=value))


def holds_example() -> bool:
    """Whether the database was filled by `luoshi example`; an empty or older one was not."""
    if not inspect(db.engine).has_table(Setting.__tablename__):
        return False
    return setting(EXAMPLE) is not None
