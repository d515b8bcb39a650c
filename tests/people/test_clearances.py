"""Clearances: up to which label a person may see, said by the security admin alone."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.people import commands, rules
from tracker.people.models import Person


def test_the_security_admin_alone_gives_them_and_never_to_oneself(town: Town) -> None:
    def give(by: Person, to: Person, version: int) -> None:
        commands.give_clearance(town.actor(by), to, Label.SENSITIVE, now=NOW, version=version)

    for person in (town.lin, town.yan, town.wang, town.gu, town.shi):
        with pytest.raises(NotAllowed):
            give(person, town.bai, town.bai.version)
    with pytest.raises(NotAllowed):
        give(town.fang, town.fang, town.fang.version)
    with pytest.raises(Outdated):
        give(town.fang, town.wang, 0)
    assert town.wang.clearance is Label.INTERNAL
    with transaction():
        give(town.fang, town.wang, town.wang.version)
        give(town.fang, town.wang, town.wang.version)
    (entry,) = db.session.scalars(select(Entry).where(Entry.deed == "clearance.given"))
    assert entry.details == {"name": "王芳", "was": "internal", "now": "sensitive"}
    before = rules.privileges_of(town.actor(town.bai))
    town.bai.clearance = Label.SENSITIVE
    assert rules.privileges_of(town.actor(town.bai)) != before, "a session gets another token"
    db.session.rollback()


def test_it_is_read_and_given_on_the_person_s_page(town: Town, browser: Browser) -> None:
    address = f"/persons/{town.wang.id}"
    page = browser.sign_in(town.fang).get(address)
    assert "公开、内部" in page
    assert f"{address}/clearance" in page
    bad = browser.post(f"{address}/clearance", expect=422, **{"clearance-clearance": "top"})
    assert "error-summary" in bad

    sent: dict[str, Any] = {
        "clearance-clearance": "sensitive",
        "clearance-version": str(town.wang.version),
    }
    browser.post(f"{address}/clearance", **sent)

    assert "公开、内部、敏感" in browser.get(address)
    assert f"/persons/{town.fang.id}/clearance" not in browser.get(f"/persons/{town.fang.id}")
