"""The dispatch page, when what is sent makes no sense."""

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks.builders import task


def test_a_mode_that_does_not_exist_is_said_beside_its_field(browser: Browser, town: Town) -> None:
    it = task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=it.id, **{f"t{it.id}-mode": "bogus"}
    )

    assert it.number in page
