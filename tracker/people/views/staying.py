"""What a page asks about its session before it sends a form: is it there, whose is it, how long still."""

from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from tracker.people.permissions import Permission, requires
from tracker.people.sessions import visitor
from tracker.people.views.blueprint import pages


@pages.get("/account/session")
@requires(Permission.OWN_ACCOUNT)
def session_here() -> ResponseReturnValue:
    """Tell who is signed in, and the token that the forms of this session carry; counts as use."""
    return _left() | {"login": visitor().login, "token": generate_csrf()}


@pages.get("/account/session/left")
@requires(Permission.OWN_ACCOUNT)
def session_left() -> ResponseReturnValue:
    """Tell how long the session lasts if nobody does anything; asking does not make it longer."""
    return _left()


def _left() -> dict[str, object]:
    return {"left": visitor().seconds_left, "can_stay": visitor().end.by_idleness}
