"""Files that persons attach to what they do: checked, kept by their content, told of in a row.

What a file belongs to keeps the row's key and lets nobody have the file who may not see itself:
a loader `visible_…` in front of `downloads.handed_out`.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import CheckConstraint, String, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation import files
from tracker.foundation.db import db
from tracker.foundation.formats import SCANS, Format, Upload, format_of, kept_name
from tracker.foundation.kinds import Whole
from tracker.foundation.model import Model
from tracker.foundation.settings import SYSTEM, Option, option
from tracker.foundation.words import N_

KEEP_UNNEEDED = option(
    Option(
        name="files.keep_unneeded_days",
        kind=Whole(1, 365),
        default=30,
        label=N_("没有记录用到的文件保留"),
        help=N_(
            "原文件、扫描件、佐证材料不再被任何记录用到，这么多天后由后台清理；"
            "应长于备份的间隔，以便从备份恢复数据库后文件还在。"
        ),
        group=SYSTEM,
        unit=N_("天"),
    )
)


class KeptFile(Model):
    """A file that somebody attached: name as it was with them, sha256 under which it is kept."""

    __tablename__ = "kept_file"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    format: Mapped[Format]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kept_at: Mapped[datetime]


def keep_upload(
    upload: Upload, *, most_megabytes: int, at: datetime, formats: frozenset[Format] = SCANS
) -> KeptFile:
    """Check a file, keep it and return its row; raises `BadUpload`, and then nothing is kept."""
    found = format_of(upload, most_megabytes=most_megabytes, formats=formats)
    kept = KeptFile(
        name=kept_name(upload.name),
        format=found,
        size=len(upload.content),
        sha256=files.keep(upload.content),
        kept_at=at,
    )
    db.session.add(kept)
    return kept


def is_attached(sha256: str) -> bool:
    """Whether somebody attached a file of this content to anything."""
    return bool(db.session.scalar(select(exists().where(KeptFile.sha256 == sha256))))


def attached() -> Iterator[tuple[int, str, str]]:
    """Go through every attached file: key, name, hash.

    For the check of the whole installation, which belongs to nobody's view.
    """
    kept = select(KeptFile.id, KeptFile.name, KeptFile.sha256).order_by(KeptFile.id)
    for row in db.session.execute(kept):
        yield row.id, row.name, row.sha256
