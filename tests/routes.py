"""Routes whose builders are compiled once for all the applications of a run."""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_compiled: dict[tuple[str, str, bool], Builder] = {}


class Route(Rule):
    """A rule that looks for its compiled builder before making one.

    Compiling those of all routes is most of the time that making an application takes, and
    nearly two thousand tests make one. What is compiled depends on the rule's own text alone.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002  as Rule calls it
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.subdomain or "", self.rule, append_unknown)
        if key not in _compiled:
            _compiled[key] = super()._compile_builder(append_unknown)
        return _compiled[key]


def compile_routes_once() -> None:
    """Let every application that is made from now on use such routes."""
    Flask.url_rule_class = Route
