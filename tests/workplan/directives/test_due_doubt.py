"""A time limit that means no day reaches the person, with the reason."""

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.directives.builders import measure
from tracker.foundation.db import transaction
from tracker.workplan.directives import commands

TEXT = """关于做好防汛工作的通知
1.在2月30日前加固河堤。
2.汛前疏浚河道。
3.6月底前修复水闸。
4.加强险段巡查。
"""


def test_the_review_says_which_limit_a_person_must_settle_and_why(
    browser: Browser, town: Town
) -> None:
    with transaction():
        kept = commands.take_in_text(town.actor(town.lin), TEXT, now=NOW)

    dike, river, gate, patrol = (
        measure(town, kept, words) for words in ("加固河堤", "疏浚河道", "修复水闸", "险段巡查")
    )

    assert (dike.due_on, dike.due_text, dike.due_doubt) == (None, "2月30日前", "没有这一天")
    assert (river.due_on, river.due_text, river.due_doubt) == (None, "汛前", "没有统一的日期")
    assert (gate.due_text, gate.due_doubt) == ("6月底前", None)
    assert (patrol.due_text, patrol.due_doubt) == (None, None)
    page = browser.sign_in(town.lin).get(f"/reports/{kept.id}/directives")
    assert "“2月30日前” " in page
    assert "需人工确认：没有这一天" in page
    assert "需人工确认：没有统一的日期" in page


def test_a_limit_whose_day_a_person_took_away_is_in_no_doubt(town: Town) -> None:
    with transaction():
        kept = commands.take_in_text(town.actor(town.lin), TEXT, now=NOW)
        gate = measure(town, kept, "修复水闸")
        gate.due_on = None

    assert gate.due_doubt is None
    gate.due_text = "长期坚持"
    assert gate.due_doubt is None
