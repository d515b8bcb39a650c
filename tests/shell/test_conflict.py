"""The page for two people who changed the same thing."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.errors import Outdated
from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.people.permissions import Permission, requires


class Everything(PageForm):
    """A question of every kind."""

    title = StringField("标题")
    day = DateField("日期")
    agreed = BooleanField("同意")
    kind = SelectField("类别", choices=[SelectChoice("a", "甲类"), SelectChoice("b", "乙类")])
    units = SelectMultipleField(
        "单位", choices=[SelectChoice("1", "住房局"), SelectChoice("2", "公路局")]
    )
    unasked = StringField("没有填的")
    version = VersionField()


def test_both_versions_are_shown_in_words(app: Flask, browser: Browser, town: Town) -> None:
    @requires(Permission.SEE_WORK)
    def change() -> str:
        Everything()
        current = {
            "title": "别人的标题",
            "day": datetime(2026, 6, 1, 2, tzinfo=UTC),
            "agreed": False,
            "kind": "b",
        }
        raise Outdated(current)

    app.add_url_rule("/change", "change", change, methods=["POST"])
    page = browser.sign_in(town.lin).post(
        "/change",
        expect=409,
        title="我的标题",
        day="2026-06-18",
        agreed="y",
        kind="a",
        units=["1", "2"],
    )

    for words in ("我的标题", "别人的标题", "2026年6月18日", "6月1日 10:00", "甲类", "乙类"):
        assert words in page
    assert "住房局、公路局" in page
    assert "没有填的" not in page
    assert ">是<" in page
    assert "None" not in page


def test_a_clash_about_a_report_shows_what_the_other_left(browser: Browser, town: Town) -> None:
    report = builders.report(town)
    browser.sign_in(town.lin)
    fields: dict[str, Any] = {"title": "先改的标题", "plan_year": 2026}
    browser.post(f"/reports/{report.id}", **fields, version=report.version)

    page = browser.post(
        f"/reports/{report.id}", expect=409, **fields | {"title": "后改的标题"}, version=1
    )

    assert "后改的标题" in page
    assert "先改的标题" in page


def test_a_clash_without_a_form_is_a_sentence(app: Flask, browser: Browser, town: Town) -> None:
    @requires(Permission.SEE_WORK)
    def change() -> str:
        raise Outdated({"day": date(2026, 6, 1)})

    app.add_url_rule("/change", "change", change, methods=["POST"])

    assert "刚刚被别人改过" in browser.sign_in(town.lin).post("/change", expect=409)
