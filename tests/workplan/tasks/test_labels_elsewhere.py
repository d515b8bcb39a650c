"""Labels where neither the list of reports nor that of tasks is asked: imports, summaries, the home page."""

import pytest

from tests.town import NOW, TODAY, Town
from tests.workplan.directives.breakdown.builders import town_sheet
from tests.workplan.review import builders as summaries
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label
from tracker.overview.office_work import supervisor_work
from tracker.readers.workbook import read_workbook
from tracker.workplan.directives.breakdown.queries import visible_import
from tracker.workplan.directives.commands.importing import begin_import
from tracker.workplan.directives.models import DirectiveState
from tracker.workplan.meetings.models import Report
from tracker.workplan.review.queries import visible_summary
from tracker.workplan.tasks.limits import judging_on


def sensitive(town: Town) -> Report:
    report = builders.report(town)
    with transaction():
        report.label = Label.SENSITIVE
    return report


def test_a_finished_import_is_no_more_open_than_its_report(town: Town) -> None:
    lin, book = town.actor(town.lin), read_workbook("分解表.xlsx", town_sheet())
    with transaction():
        it = begin_import(lin, book, file_name="分解表.xlsx", data=town_sheet(), now=NOW)
    assert visible_import(lin, it.id) is it
    with transaction():
        it.report_id = sensitive(town).id

    with pytest.raises(NotFound):
        visible_import(lin, it.id)


def test_a_summary_is_internal(town: Town) -> None:
    builders.acknowledged(town)
    summary = summaries.draft(town)
    assert visible_summary(town.actor(town.wang), summary.id) is summary
    town.wang.clearance = Label.OPEN

    with pytest.raises(NotFound):
        visible_summary(town.actor(town.wang), summary.id)
    db.session.rollback()


def test_a_report_above_the_clearance_waits_for_nobody_s_review_at_home(town: Town) -> None:
    builders.directive(town, of=sensitive(town), state=DirectiveState.DRAFT)
    seen = builders.directive(town, of=builders.report(town), state=DirectiveState.DRAFT)

    groups = {it.kind: it for it in supervisor_work(town.actor(town.lin), judging_on(TODAY))}

    assert groups["review"].total == 1
    assert [it.report.id for it in groups["review"].rows if it.report] == [seen.report_id]
