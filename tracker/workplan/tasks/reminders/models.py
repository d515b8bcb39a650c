"""What was reminded of, so that it is once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.model import Model


class Reminder(Model):
    """A reminder that was sent; key: of what, in which way, on which day (`rules.key_of`).

    It is written with the message, so that two workers and a crash never tell anything twice.
    """

    __tablename__ = "reminder"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
