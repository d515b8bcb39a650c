"""Tasks are given to their units on the grid: by mouse, by dragging, and by keyboard alone."""

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from tests.journeys.test_signing_in_in_place import be_there
from tests.town import Town
from tests.workplan.tasks.builders import dispatched, task
from tracker.foundation.db import db
from tracker.people.models import Unit
from tracker.workplan.tasks.models import Assignment, Duty

HOUSING, ROADS, EAST, WEST = "市住房局", "市公路局", "东溪县", "西岭县"


def cell(page: Page, row: int, unit: str) -> Locator:
    """Return the cell of a row, counted from 0, and a unit or group."""
    return page.locator("[data-grid-row]").nth(row).get_by_label(f" {unit}：")


def signs(page: Page, row: int) -> list[str]:
    """Return what a row's cells show, those of groups left out."""
    cells = page.locator("[data-grid-row]").nth(row).locator(".grid-cell:not(.is-group)")
    return cells.all_inner_texts()


def test_tasks_are_given_out_on_the_grid(page: Page, address: str, town: Town) -> None:
    dispatched(town, title="加快老旧小区改造96个")
    rows = [task(town, it) for it in ("加快老旧小区改造120个", "修水渠", "种树", "查险")]
    be_there(page, address, town.lin)
    page.goto("/tasks/dispatch?task=" + "&task=".join(str(it.id) for it in rows))

    page.get_by_role("button", name="采用").click()
    cell(page, 1, ROADS).click()
    cell(page, 1, EAST).hover()
    page.mouse.down()
    cell(page, 1, WEST).hover()
    page.mouse.up()
    assert signs(page, 1) == ["配", "配", "", "", "牵"]
    cell(page, 2, "各县（市、区）").click()
    assert signs(page, 2)[:2] == ["办", "办"]

    cell(page, 3, HOUSING).focus()
    for key in ("l", "ArrowRight", "l", "Shift+ArrowLeft", "Backspace", "Control+z"):
        page.keyboard.press(key)
    for key in ("Home", "p", "Delete", "End", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert signs(page, 3) == ["", "", "", "配", "牵"]

    # The server counts as one fills in, and a fold and the other view lose nothing.
    expect(page.locator("#o-all")).to_contain_text("4 项任务，8 件承办")
    expect(page.locator(f"#e-{town.east.id}")).to_have_text("6")
    page.locator("[data-folds]").click()
    expect(cell(page, 2, EAST)).to_be_hidden()
    page.get_by_role("button", name="逐项填写").click()
    expect(page.get_by_label("牵头（承办）单位", exact=True).nth(2)).to_have_value("各县（市、区）")
    page.get_by_role("button", name="先看各单位的通知单").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("各单位的通知单（样张）")
    page.get_by_role("button", name="只交办").click()
    expect(page.locator("body")).to_contain_text("已交办 4 项任务，共 8 件承办。")

    first, second, third, fourth = (it.id for it in rows)
    db.session.rollback()
    found = db.session.execute(
        select(Assignment.task_id, Unit.name, Assignment.duty)
        .join(Assignment.unit)
        .where(Assignment.task_id.in_([first, second, third, fourth]))
    )
    lead, support = Duty.LEAD, Duty.SUPPORT
    assert set(map(tuple, found)) == {
        (first, HOUSING, lead),
        (second, ROADS, lead),
        (second, EAST, support),
        (second, WEST, support),
        (third, EAST, lead),
        (third, WEST, lead),
        (fourth, ROADS, lead),
        (fourth, HOUSING, support),
    }
