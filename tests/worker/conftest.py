"""What tests of the worker share: a mail server, and people with an address."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.town import Town
from tests.worker.postbox import Postbox, receiving
from tracker.foundation.db import transaction


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    """A mail server that the app hands its mails to."""
    box = Postbox()
    with receiving(box) as server:
        app.config["MAIL"] = server
        yield box


@pytest.fixture
def reachable(town: Town) -> Town:
    """The town, whose supervisor, head and contact have addresses."""
    with transaction():
        for person in (town.lin, town.wang, town.bai):
            person.email = f"{person.login}@office.example"
    return town
