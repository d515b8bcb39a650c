"""What every form shares."""

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, StringField

from tracker.foundation.forms import PageForm, VersionField


class Form(PageForm):
    """One field of each kind that matters."""

    words = StringField()
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


def test_a_missing_version_is_none(app: Flask) -> None:
    with app.test_request_context(method="POST", data={}):
        assert Form().version.data is None
