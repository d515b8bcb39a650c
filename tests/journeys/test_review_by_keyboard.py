"""A report reviewed by keyboard alone, in a real browser: no click from the first key to the last."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.meetings.builders import report
from tracker.foundation.db import db
from tracker.workplan.directives import queries
from tracker.workplan.directives.models import Directive, DirectiveState, Level
from tracker.workplan.meetings.models import Report

TEXT = """\
石桥市召开河湖治理推进会
2026年6月10日，市政府召开全市河湖治理推进会。
要突出“清流入城”，把水的文章做足。要在9月底前疏浚石桥河主河道12公里。要同步修复两岸护坡。各县（市、区）要在年底前建成一处亲水平台。
要突出“管护到人”，把责任落到每一段河。市公路局要在6月底前巡查全部跨河桥梁。要建立河道巡查台账。
去年的治理为今年打下了好的底子，群众对河道的变化看得见。
请大家把责任扛在肩上，把任务抓在手里。
"""
PLATFORM = "建成一处亲水平台"
CALL = "把责任扛在肩上"


class Keys:
    """Somebody whose hands stay on the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, each after the page has answered the one before."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_selector("body:not([aria-busy])")

    @property
    def current(self) -> Locator:
        """The item that is worked on."""
        return self.page.locator(".tree li.cur")

    def go_to(self, words: str) -> None:
        """Step down until the current item's title has the words."""
        for _ in range(20):
            if words in self.current.locator(".tree-t").inner_text():
                return
            self.press("j")
        raise AssertionError(words)


def test_a_report_is_reviewed_by_keyboard_alone(page: Page, address: str, town: Town) -> None:
    kept = report(town, TEXT)
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives")
    keys = Keys(page)
    before = len(live(kept))
    visitor.take_picture("start")

    split_and_take_back(keys, kept)
    merge_and_take_back(keys, visitor, kept, before)
    put_under_another_priority(keys, kept)
    change_level_and_order(keys, kept)
    add_what_nobody_found(keys, kept)
    word_and_note(keys, visitor, kept)
    accept_all(keys, visitor, kept)
    set_the_rest_aside(keys, visitor)


def live(kept: Report) -> list[Directive]:
    """The report's directives as they are kept now."""
    db.session.rollback()
    return list(queries.in_full(kept.id, [it.id for it in queries.outline(kept.id)]))


def named(kept: Report, words: str) -> Directive:
    """The shortest directive that quotes the words."""
    return min((it for it in live(kept) if words in it.quote), key=lambda it: len(it.quote))


def split_and_take_back(keys: Keys, kept: Report) -> None:
    keys.go_to("亲水平台")
    quote = named(kept, PLATFORM).quote
    keys.press("s")
    field = keys.page.locator("#split-item textarea")
    expect(field).to_be_focused()
    keys.press("Home", *["ArrowRight"] * quote.index(PLATFORM))
    keys.page.keyboard.type("一个字也写不进去")
    expect(field).to_have_value(quote)
    expect(keys.page.locator("[data-half=second]")).to_have_text(PLATFORM)
    keys.press("Enter")
    assert named(kept, PLATFORM).quote == PLATFORM
    keys.press("u")
    assert named(kept, PLATFORM).quote == quote


def merge_and_take_back(keys: Keys, visitor: Visitor, kept: Report, before: int) -> None:
    keys.press(*"kkkkk")
    keys.go_to("疏浚石桥河")
    keys.press("m")
    visitor.sees("已合并 2 条")
    merged = named(kept, "疏浚石桥河")
    assert "修复两岸护坡" in merged.quote
    assert kept.text[merged.start : merged.end] == merged.quote
    assert len(live(kept)) == before - 1
    visitor.take_picture("merged")
    keys.press("z")
    assert len(live(kept)) == before


def put_under_another_priority(keys: Keys, kept: Report) -> None:
    keys.go_to("亲水平台")
    keys.press("p")
    expect(keys.page.locator("#parent-item select")).to_be_focused()
    keys.press("End", "Enter")
    parent = named(kept, PLATFORM).parent
    assert parent is not None
    assert parent.heading == "管护到人"


def change_level_and_order(keys: Keys, kept: Report) -> None:
    keys.go_to("亲水平台")
    keys.press("Alt+ArrowDown")
    order = [it.title for it in live(kept) if it.parent and it.parent.heading == "管护到人"]
    assert ["亲水平台" in it for it in order][:2] == [False, True]
    keys.press("t")
    assert named(kept, PLATFORM).level is Level.PRIORITY
    keys.press("u")
    assert named(kept, PLATFORM).level is Level.MEASURE


def add_what_nobody_found(keys: Keys, kept: Report) -> None:
    keys.press("g")
    for _ in range(6):
        if CALL in keys.page.locator(":focus").inner_text():
            break
        keys.press("g")
    keys.press("i")
    expect(keys.page.locator("#add button[value=measure]")).to_be_focused()
    keys.press("Enter")
    added = named(kept, CALL)
    assert added.reason == "人工划选"
    expect(keys.current.locator(".tree-t")).to_be_focused()


def word_and_note(keys: Keys, visitor: Visitor, kept: Report) -> None:
    keys.press("e")
    keys.page.keyboard.press("Control+a")
    keys.page.keyboard.type("担起责任")
    keys.press("Enter", "Escape", "n")
    assert named(kept, CALL).title == "担起责任"
    expect(keys.page.locator("#note-item textarea")).to_be_focused()
    keys.page.keyboard.type("号召，不立项。")
    keys.press("Tab", "Tab", "Enter")
    assert named(kept, CALL).state is DirectiveState.NOTE_ONLY
    visitor.take_picture("noted")


def accept_all(keys: Keys, visitor: Visitor, kept: Report) -> None:
    for _ in range(20):
        if not any(it.state is DirectiveState.DRAFT for it in live(kept)):
            break
        keys.press("a")
    visitor.sees("待审 0 句")
    visitor.take_picture("accepted")


def set_the_rest_aside(keys: Keys, visitor: Visitor) -> None:
    for _ in range(9):
        if not keys.page.locator("[data-source] [data-gap]").count():
            break
        keys.press("g", "b")
    visitor.sees("未处理 0 句")
    keys.press("u")
    visitor.sees("未处理 1 句")
    keys.press("?")
    visitor.take_picture("help")
    keys.press("Escape")
