"""Lists, one page at a time."""

from flask import Flask
from sqlalchemy import select

from tests.queries import counted
from tests.town import Town
from tracker.foundation.paging import Page, asked_page, page_of, url_for_page
from tracker.people.models import Unit

UNITS = select(Unit).order_by(Unit.position)


def test_a_page_knows_where_it_stands(town: Town) -> None:
    with counted() as count:
        page = page_of(UNITS, 2, size=4)

    assert [unit.id for unit in page.rows] == [town.east.id, town.west.id]
    assert (page.first, page.last, page.total, page.pages) == (5, 6, 6, 2)
    assert count.total <= 3


def test_a_page_past_the_end_is_the_last_one(town: Town) -> None:
    assert town.root.id
    assert page_of(UNITS, 99, size=4).number == 2
    assert page_of(UNITS, -1, size=4).number == 1


def test_an_empty_list_has_one_empty_page() -> None:
    page: Page[Unit] = Page([], 1, 0)

    assert (page.first, page.last, page.pages) == (0, 0, 1)


def test_the_addresses_of_other_pages_keep_the_filters(app: Flask) -> None:
    with app.test_request_context("/tasks?signal=overdue&unit=3&page=2"):
        assert asked_page() == 2
        assert url_for_page()(3) == "/tasks?signal=overdue&unit=3&page=3"
    for wrong in ("many", "-3", "9" * 30):
        with app.test_request_context(f"/tasks?page={wrong}"):
            assert asked_page() == 1


def test_the_names_of_url_for_are_nobodys_filters(app: Flask) -> None:
    with app.test_request_context("/tasks?endpoint=x&_scheme=http&_anchor=y&q=路"):
        assert url_for_page()(2) == "/tasks?q=%E8%B7%AF&page=2"
