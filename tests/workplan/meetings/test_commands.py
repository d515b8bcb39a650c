"""Keeping and correcting reports, with a real database beneath."""

from datetime import date

import pytest
from flask import current_app
from sqlalchemy import func, select

from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.meetings.builders import TEXT, report
from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.readers import read, read_pasted
from tracker.workplan.meetings import commands
from tracker.workplan.meetings.models import Report, ReportKind
from tracker.workplan.meetings.rules import SameReport, SecretReport

SECRET = "秘密★一年\n石桥市专题会议纪要\n会议要求在三月底前完成隐秘的莲花工程。"


def keep(town: Town, text: str = TEXT) -> Report:
    return commands.keep_report(
        town.actor(town.lin), read_pasted(text), file_name=None, data=None, now=NOW
    )


@pytest.mark.postgres
def test_a_pasted_report_is_kept_with_what_it_says_about_itself(town: Town) -> None:
    kept = keep(town)

    assert (kept.title, kept.held_on) == ("石桥市召开全市重点工作部署会", date(2026, 2, 6))
    assert (kept.published_on, kept.plan_year) == (date(2026, 2, 7), 2026)
    assert (kept.text, kept.kind, kept.file_hash) == (TEXT, ReportKind.PASTED, None)
    assert deeds()[-1] == "report.taken_in"


def test_an_uploaded_report_is_kept_with_its_original_and_its_own_name(town: Town) -> None:
    data = TEXT.encode("gb18030")

    kept = commands.keep_report(
        town.actor(town.lin),
        read("部署会（通稿）.txt", data),
        file_name="部署会（通稿）.txt",
        data=data,
        plan_year=2027,
        now=NOW,
    )

    assert (kept.file_name, kept.plan_year) == ("部署会（通稿）.txt", 2027)
    assert files.kept(kept.file_hash or "") == data


def test_the_same_text_is_recognised(town: Town) -> None:
    first = report(town)

    with pytest.raises(SameReport) as refusal:
        keep(town)

    assert refusal.value.report_id == first.id


def test_what_was_voided_comes_back_labelled_no_lower(town: Town) -> None:
    first = keep(town)
    first.label = Label.SENSITIVE
    commands.void_report(town.actor(town.lin), first, reason="收错", now=NOW)

    assert keep(town).label is Label.SENSITIVE


def test_nothing_of_a_secret_is_kept(town: Town) -> None:
    data = SECRET.encode()

    with pytest.raises(SecretReport), transaction():
        commands.keep_report(
            town.actor(town.lin), read("纪要.txt", data), file_name="纪要.txt", data=data, now=NOW
        )

    assert db.session.scalar(select(func.count(Report.id))) == 0
    assert not list(current_app.config["FILES"].rglob("*"))


def test_of_a_refused_secret_the_journal_has_its_hash_and_the_time(town: Town) -> None:
    with transaction():
        commands.note_secret(town.actor(town.lin), SECRET.encode(), now=NOW)

    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert (entry.deed, entry.subject, entry.at) == ("report.refused_as_secret", "report:-", NOW)
    assert entry.details == {"sha256": commands.hash_of(SECRET.encode())}


def test_nobody_else_takes_reports_in(town: Town) -> None:
    for person in (town.yan, town.wang, town.gu):
        with pytest.raises(NotAllowed):
            commands.keep_report(
                town.actor(person), read_pasted(TEXT), file_name=None, data=None, now=NOW
            )


def correct(town: Town, kept: Report, **changes: object) -> Report:
    facts = {
        name: getattr(kept, name)
        for name in ("title", "held_on", "published_on", "organiser", "speaker", "plan_year")
    }
    return commands.correct_report(
        town.actor(town.lin),
        kept,
        now=NOW,
        **(facts | changes),
    )


def test_what_a_report_says_about_itself_is_corrected(town: Town) -> None:
    kept = report(town)

    correct(town, kept, title="重点工作部署会", plan_year=2027, version=kept.version)

    assert (kept.title, kept.plan_year, kept.text) == ("重点工作部署会", 2027, TEXT)
    db.session.flush()
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert entry.details["now"] == ["title=重点工作部署会", "plan_year=2027"]


def test_correcting_nothing_is_not_written_down(town: Town) -> None:
    kept = report(town)

    correct(town, kept)

    db.session.flush()
    assert "report.corrected" not in deeds()


def test_a_correction_of_an_old_copy_is_refused(town: Town) -> None:
    with pytest.raises(Outdated):
        correct(town, report(town), title="旧稿", version=99)


def test_a_correction_to_an_impossible_year_is_refused(town: Town) -> None:
    with pytest.raises(RuleBroken):
        correct(town, report(town), plan_year=1815)


def test_a_leader_corrects_nothing(town: Town) -> None:
    kept = report(town)

    with pytest.raises(NotAllowed):
        commands.correct_report(
            town.actor(town.yan),
            kept,
            title="别的",
            held_on=None,
            published_on=None,
            organiser=None,
            speaker=None,
            plan_year=2026,
            now=NOW,
        )
