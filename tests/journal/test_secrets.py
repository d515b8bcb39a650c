"""Nothing that opens a door stands in the journal (C28)."""

import json

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.people.builders import try_to_sign_in
from tests.town import PASSWORD, Town
from tracker.foundation.db import db
from tracker.journal.models import Entry

CANARY = "Canary-99-password"


def test_passwords_and_tokens_are_never_written_down(
    town: Town, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    try_to_sign_in(browser, "lin", CANARY, expect=422)
    try_to_sign_in(browser, CANARY, PASSWORD, expect=422)
    page = try_to_sign_in(browser, "lin")
    token = str(page.headers["Set-Cookie"]).partition("luoshi=")[2].partition(";")[0]
    assert town.lin.id
    assert token
    browser.get("/journal", expect=403)

    entries = db.session.scalars(select(Entry)).all()
    written = json.dumps(
        [[it.deed, it.subject, it.actor_name, it.details] for it in entries], ensure_ascii=False
    )
    assert {"sign_in.failed", "session.began", "permission.refused"} <= {it.deed for it in entries}
    for secret in (CANARY, PASSWORD, token):
        assert secret.casefold() not in written.casefold()
        assert secret.casefold() not in caplog.text.casefold()
    failed = [it for it in entries if it.deed == "sign_in.failed"]
    assert [(it.actor_name, it.subject) for it in failed] == [
        ("lin", f"person:{town.lin.id}"),
        ("未知用户名", "session:-"),
    ]
