"""A page costs the same number of statements however much there is."""

from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.overview.builders import FEBRUARY, town_with_a_year
from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks.builders import dispatched_to_each, step
from tracker.workplan.tasks.rules import Step

MOST = 30
MOST_OF_A_TASK = 34
"""Its page has a block for each thing that may be done about it, a question or two each."""
PAGES = [
    ("yan", "/dashboard"),
    ("yan", "/dashboard?scope=charge&units=departments"),
    ("lin", "/tasks"),
    ("lin", "/tasks?signal=warned&unit=3&sort=-due"),
    ("wang", "/tasks"),
    ("lin", "/tasks?group=unit&sort=-supporters&cols=number.title.supporters.coordinator"),
    ("wang", "/assignments?group=priority&sort=late"),
    ("lin", "/tasks.xlsx?group=leader"),
    ("lin", "/assignments.csv"),
    ("lin", "/tasks/breakdown.xlsx"),
    ("lin", "/"),
    ("yan", "/"),
    ("wang", "/"),
    ("qin", "/"),
]


def cost(browser: Browser, path: str) -> int:
    with counted() as count:
        browser.get(path)
    return count.total


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_costs_the_same_for_little_and_for_much(
    browser: Browser, town: Town, who: str, path: str
) -> None:
    town_with_a_year(town, 2)
    browser.sign_in(getattr(town, who))
    browser.get("/components")
    before = cost(browser, path)

    town_with_a_year(town, 5)

    assert cost(browser, path) == before
    assert before <= MOST


def test_a_task_of_many_units_costs_no_more_than_one_of_few(browser: Browser, town: Town) -> None:
    few = dispatched_to_each(town, [town.east], now=FEBRUARY, title="一家")
    many = dispatched_to_each(
        town, [town.housing, town.roads, town.east, town.west], now=FEBRUARY, title="四家"
    )
    for it in [*few, *many]:
        step(town, it, Step.ACKNOWLEDGE, now=FEBRUARY + timedelta(days=1))
    browser.sign_in(town.lin)

    costs = [cost(browser, f"/tasks/{leads[0].task_id}") for leads in (few, many)]

    assert costs[0] == costs[1] <= MOST_OF_A_TASK
