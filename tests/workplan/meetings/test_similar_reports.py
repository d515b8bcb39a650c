"""Reports that are much like an earlier one, and reports that were voided."""

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.meetings.builders import TEXT, report
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.workplan.directives.commands import take_in_file
from tracker.workplan.meetings import commands, queries
from tracker.workplan.meetings.likeness import bands, shingles
from tracker.workplan.meetings.models import Report, ReportBand, ReportLikeness, Voiding
from tracker.workplan.meetings.rules import SameReport

EDITED = TEXT.replace("96个", "98个").replace("两个小时", "三个小时")


def void(town: Town, kept: Report, reason: str = "收重了") -> Report:
    with transaction():
        return commands.void_report(town.actor(town.lin), kept, reason=reason, now=NOW)


def similar(town: Town, kept: Report) -> list[queries.SimilarReport]:
    found = queries.similar_reports(town.actor(town.lin), kept.id)
    return [*found.asking, *found.told]


def copies(town: Town, count: int) -> list[Report]:
    """Take in the report again and again, each time with another small edit."""
    return [report(town, f"{TEXT}第{n}次印发。\n") for n in range(count)]


@pytest.mark.postgres
def test_a_report_with_small_edits_is_known_from_both_sides(town: Town) -> None:
    first, second = report(town), report(town, EDITED)

    (earlier,) = similar(town, second)
    (later,) = similar(town, first)
    assert (earlier.report.id, earlier.is_earlier, earlier.is_kept) == (first.id, True, False)
    assert (later.report.id, later.is_earlier) == (second.id, False)
    assert 0.8 <= earlier.share == later.share < 1.0


def test_the_same_report_from_another_format_is_known(town: Town) -> None:
    first = report(town)
    wide = TEXT.replace("，", ", ").replace("96", "９６").replace("\n", "\r\n\r\n")
    with transaction():
        second = take_in_file(town.actor(town.lin), "部署会.txt", wide.encode("gb18030"), now=NOW)

    assert [(it.report.id, it.share) for it in similar(town, second)] == [(first.id, 1.0)]


def test_another_report_is_like_none(town: Town) -> None:
    report(town)
    other = report(town, "全市水利工作会议\n2026年3月1日，会议在市政府召开。\n要抓好水库除险加固。")

    assert similar(town, other) == []


def test_many_reports_make_the_look_up_no_dearer(town: Town) -> None:
    first = report(town)
    lin, sketch = town.actor(town.lin), bands(shingles(first.text))
    for number in range(queries.MOST_ALIKE + 2):
        report(town, f"{TEXT}\n第{number}次印发。")
    with counted() as count:
        found = queries.reports_sharing(lin, sketch)

    assert len(found) == queries.MOST_ALIKE
    assert first in found
    assert sum(it.startswith("SELECT") for it in count.statements) == 2


def test_to_keep_a_similar_report_all_the_same_is_said_once(town: Town) -> None:
    first, second = report(town), report(town, EDITED)
    lin = town.actor(town.lin)

    for _ in range(2):
        with transaction():
            commands.keep_similar(lin, second, first.id, now=NOW)

    assert similar(town, second)[0].is_kept
    assert deeds().count("report.kept_similar") == 1


def test_what_is_not_similar_cannot_be_kept_as_such(town: Town) -> None:
    first = report(town)

    with pytest.raises(RuleBroken):
        commands.keep_similar(town.actor(town.lin), first, 77, now=NOW)


@pytest.mark.postgres
def test_a_voided_report_is_kept_and_may_come_in_again(town: Town) -> None:
    first = report(town)
    void(town, first)

    again = report(town)

    assert again.id != first.id
    assert db.session.scalar(select(func.count(Report.id))) == 2
    assert [it.id for it in db.session.scalars(queries.report_list(town.actor(town.lin)))] == [
        again.id
    ]
    assert similar(town, again) == []
    assert "report.voided" in deeds()


def test_a_voided_report_is_found_among_the_voided_ones(town: Town) -> None:
    first = report(town)
    void(town, first)

    voided = queries.report_list(town.actor(town.lin), voided=True)
    assert [it.id for it in db.session.scalars(voided)] == [first.id]


@pytest.mark.postgres
def test_a_voided_report_is_restored(town: Town) -> None:
    first = report(town)
    text_hash = first.text_hash
    void(town, first)
    with transaction():
        commands.restore_report(town.actor(town.lin), first, now=NOW)

    assert (first.text_hash, first.voiding) == (text_hash, None)
    assert db.session.scalar(select(func.count(Voiding.report_id))) == 0
    with pytest.raises(SameReport):
        report(town)


def test_a_report_that_came_in_again_meanwhile_is_not_restored(town: Town) -> None:
    first = report(town)
    void(town, first)
    report(town)

    with pytest.raises(RuleBroken, match="又收过"):
        commands.restore_report(town.actor(town.lin), first, now=NOW)


def test_voiding_twice_restoring_what_is_there_and_no_reason_are_refused(town: Town) -> None:
    first = report(town)
    lin = town.actor(town.lin)

    with pytest.raises(RuleBroken, match="没有撤下"):
        commands.restore_report(lin, first, now=NOW)
    with pytest.raises(RuleBroken, match="为什么"):
        commands.void_report(lin, first, reason=" ", now=NOW)
    void(town, first)
    with pytest.raises(RuleBroken, match="已经撤下"):
        commands.void_report(lin, first, reason="收重了", now=NOW)


def test_nobody_else_voids_restores_or_keeps(town: Town) -> None:
    first = report(town)
    for person in (town.yan, town.wang):
        actor = town.actor(person)
        with pytest.raises(NotAllowed):
            commands.void_report(actor, first, reason="收重了", now=NOW)
        with pytest.raises(NotAllowed):
            commands.keep_similar_all(actor, first, now=NOW)
        with pytest.raises(NotAllowed):
            commands.check_new_file(actor, b"")
        with pytest.raises(NotAllowed):
            commands.check_new_text(actor, "")
        with pytest.raises(NotAllowed):
            commands.restore_report(actor, first, now=NOW)
        with pytest.raises(NotAllowed):
            commands.keep_similar(actor, first, 1, now=NOW)


def test_a_text_without_words_has_no_sketch(town: Town) -> None:
    report(town, "？！")

    assert db.session.scalar(select(func.count()).select_from(ReportBand)) == 0
    assert db.session.scalar(select(func.count()).select_from(ReportLikeness)) == 0


def test_the_notice_says_how_much_is_the_same_and_leads_to_the_difference(
    browser: Browser, town: Town
) -> None:
    first, second = report(town), report(town, EDITED)
    browser.sign_in(town.lin)

    for path in (f"/reports/{second.id}", f"/reports/{second.id}/directives"):
        page = browser.get(path)
        assert "这份报告与已有的很像" in page
        assert f"/reports/{second.id}/differences/{first.id}" in page
        assert "撤下这份" in page
    assert "后来又收过一份相近的" in browser.get(f"/reports/{first.id}")

    browser.post(f"/reports/{second.id}/similar/{first.id}/keep")
    page = browser.get(f"/reports/{second.id}")
    assert "这份报告与已有的很像" not in page
    assert "与较早的" in page


def test_the_difference_is_shown_in_one_column_and_side_by_side(
    browser: Browser, town: Town
) -> None:
    first, second = report(town), report(town, EDITED)
    browser.sign_in(town.yan)

    page = browser.get(f"/reports/{first.id}/differences/{second.id}")
    assert "<del>96</del><ins>98</ins>" in page
    assert "正文有 2 处不同" in page
    assert "撤下这份" not in page
    side = browser.get(f"/reports/{second.id}/differences/{first.id}?view=side")
    assert "df-row" in side
    assert "合在一起看" in side


def test_reports_that_say_the_same_have_no_difference(browser: Browser, town: Town) -> None:
    first, second = report(town), report(town, TEXT.replace("，", ", "))

    page = browser.sign_in(town.lin).get(f"/reports/{second.id}/differences/{first.id}")

    assert "正文没有不同" in page


def test_the_difference_of_a_report_that_is_not_there_is_not_found(
    browser: Browser, town: Town
) -> None:
    first = report(town)
    browser.sign_in(town.lin).get(f"/reports/{first.id}/differences/99", expect=404)
    browser.get(f"/reports/{first.id}/differences/{first.id}", expect=404)
    browser.sign_in(town.wang).get(f"/reports/{first.id}/differences/{first.id}", expect=403)


@pytest.mark.postgres
def test_of_many_similar_reports_only_the_likest_are_named_and_all_are_counted(town: Town) -> None:
    *others, last = copies(town, queries.MOST_SHOWN + 4)
    lin = town.actor(town.lin)
    with transaction():
        for it in _unknown(last, others):
            db.session.add(ReportLikeness(report_id=last.id, earlier_id=it.id, share=0.9))
    last_id = last.id
    with counted() as count:
        found = queries.similar_reports(lin, last_id)

    assert sum("report_likeness" in it for it in count.statements) == 1
    assert (len(found.asking), found.asking_count) == (queries.MOST_SHOWN, len(others))
    assert (found.told, found.told_count) == ([], 0)
    shares = [it.share for it in found.asking]
    assert shares == sorted(shares, reverse=True)


def test_several_similar_reports_are_one_banner_with_a_way_to_all(
    browser: Browser, town: Town
) -> None:
    *others, last = copies(town, 9)
    first = others[0]
    with transaction():
        for it in _unknown(last, others):
            db.session.add(ReportLikeness(report_id=last.id, earlier_id=it.id, share=0.9))
    browser.sign_in(town.lin)

    for path in (f"/reports/{last.id}", f"/reports/{last.id}/directives"):
        page = browser.get(path).html
        assert page.count('class="alike is-open"') == 1
        assert "这份报告与已有的 8 份很像" in page
        assert page.count("不是同一份") == queries.MOST_SHOWN
        assert "还有 3 份，看全部相近的报告" in page
    everything = browser.get(f"/reports?like={last.id}").html
    assert everything.count(f"/reports/{last.id}/differences/") == 8
    assert "没有符合条件的报告" in browser.get(f"/reports?like={last.id}&year=2020")
    browser.get("/reports?like=999", expect=404)

    page = browser.get(f"/reports/{first.id}").html
    assert page.count("后来又收过一份相近的") == queries.MOST_SHOWN
    assert "看全部相近的报告" in page

    browser.post(f"/reports/{last.id}/similar/keep")
    page = browser.get(f"/reports/{last.id}").html
    assert "很像" not in page
    assert page.count("与较早的") == queries.MOST_SHOWN
    assert deeds().count("report.kept_similar") == 8
    with transaction():
        commands.void_report(town.actor(town.lin), last, reason="收重了", now=NOW)
    assert browser.get(f"/reports/{last.id}").html.count("与较早的") == queries.MOST_SHOWN


def _unknown(last: Report, others: Sequence[Report]) -> list[Report]:
    """Return those that a new report was not compared with, for there were likelier ones."""
    asked = select(ReportLikeness.earlier_id).where(ReportLikeness.report_id == last.id)
    known = {last.id, *db.session.scalars(asked)}
    return [it for it in others if it.id not in known]


def test_a_report_is_voided_and_restored_from_its_page(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    assert "没有撤下的报告" in browser.get("/reports?state=voided")

    browser.post(f"/reports/{kept.id}/void", reason="这是征求意见稿")

    page = browser.get(f"/reports/{kept.id}")
    assert "这份报告已撤下" in page
    assert "这是征求意见稿" in page
    assert f'"/reports/{kept.id}"' not in browser.get("/reports")
    assert "这是征求意见稿" in browser.get("/reports?state=voided")
    review = browser.get(f"/reports/{kept.id}/directives")
    assert "这份报告已撤下" in review
    assert "采纳，看下一条" not in review

    browser.post(f"/reports/{kept.id}/restore")
    assert f'"/reports/{kept.id}"' in browser.get("/reports")


def test_a_leader_sees_that_a_report_was_voided_and_cannot_restore_it(
    browser: Browser, town: Town
) -> None:
    kept = void(town, report(town))
    browser.sign_in(town.yan)

    assert "已撤下" in browser.get(f"/reports/{kept.id}")
    browser.post(f"/reports/{kept.id}/restore", expect=403)
    browser.post(f"/reports/{kept.id}/void", reason="x", expect=403)


@pytest.mark.postgres
def test_a_reason_that_cannot_be_kept_is_refused(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)

    for reason in ("", "收\0错了", "长" * 2001):
        browser.post(f"/reports/{kept.id}/void", reason=reason, expect=409)

    assert "这份报告已撤下" not in browser.get(f"/reports/{kept.id}")
