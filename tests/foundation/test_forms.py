"""What every form shares."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, StringField, TextAreaField

from tracker.foundation.forms import PageForm, VersionField


class Form(PageForm):
    """One field of each kind that matters."""

    words = StringField()
    text = TextAreaField()
    secret = PasswordField(filters=[])
    hidden = HiddenField()
    version = VersionField()


def test_text_is_stripped_at_its_ends_but_secrets_are_not(app: Flask) -> None:
    sent = MultiDict({"words": "  办结\n", "secret": " x ", "hidden": " y ", "version": "3"})
    with app.test_request_context(method="POST", data=sent):
        form = Form()

        assert (form.words.data, form.secret.data, form.hidden.data) == ("办结", " x ", " y ")
        assert form.version.data == 3


def test_control_characters_are_refused_beside_the_field(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"words": "办\x00结"}):
        form = Form()

        assert not form.validate()
        assert "控制字符" in str(form.words.errors[0])


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x7f"])
def test_signs_that_hide_what_a_name_is_are_refused_in_lines_not_in_texts(
    app: Flask, sign: str
) -> None:
    written = f"住房{sign}局"
    with app.test_request_context(method="POST", data={"words": written, "text": written}):
        form = Form()

        assert not form.validate()
        assert (bool(form.words.errors), bool(form.text.errors)) == (True, False)


def test_a_line_is_kept_in_its_composed_form_and_a_text_as_it_was_written(app: Flask) -> None:
    written = "e\u0301"
    with app.test_request_context(method="POST", data={"words": written, "text": written}):
        form = Form()

        assert (form.words.data, form.text.data) == ("\u00e9", written)


@pytest.mark.parametrize("sent", [{"words": "x"}, {"version": ""}, {"version": " "}, {}])
def test_a_form_that_does_not_say_which_version_it_saw_has_seen_none(
    app: Flask, sent: dict[str, str]
) -> None:
    with app.test_request_context(method="POST", data=sent):
        form = Form(data={"version": 7})

        assert form.version.data == 0
        assert form.version.validate(form)
    with app.test_request_context(method="GET"):
        assert Form(data={"version": 7}).version.data == 7
    with app.test_request_context(method="POST", data=sent):
        assert Form(formdata=None, data={"version": 7}).version.data == 7


@pytest.mark.parametrize(("number", "is_taken"), [("2147483647", True), (str(2**63), False)])
def test_a_number_that_no_database_holds_is_refused(
    app: Flask, number: str, *, is_taken: bool
) -> None:
    with app.test_request_context(method="POST", data={"version": number}):
        form = Form()

        assert form.version.validate(form) is is_taken
