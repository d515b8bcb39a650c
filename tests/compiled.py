"""What is compiled once for all the applications of a run: routes, templates, statements.

Thousands of tests make an application of their own, and what it compiles before its first page
takes four times as long as the page. All of it depends on texts alone, not on the application.
"""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from werkzeug.routing import Rule

COMPILED = ("_parts", "_trace", "_converters")
BUILDERS = ("_build", "_build_unknown")
_rules: dict[tuple[str, str], Rule] = {}
_statements: dict[Any, Any] = {}
_dialects: dict[str, Dialect] = {}


class Route(Rule):
    """A rule that takes over what an equal one was compiled to."""

    def compile(self) -> None:
        """Compile the rule, or take what is known."""
        key = (self.subdomain or "", self.rule)
        known = None if self.defaults else _rules.get(key)
        if known is None:
            super().compile()
            if not self.defaults:
                _rules[key] = self
            return
        for name in COMPILED:
            setattr(self, name, getattr(known, name))
        self.arguments |= set(self._converters)
        for name in BUILDERS:
            setattr(self, name, getattr(known, name).__func__.__get__(self, None))


class Templates(BytecodeCache):
    """The templates' code, kept in memory; Jinja compares the source that it was made from."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is known."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def compile_once() -> None:
    """Let every application that is made from now on take over what another compiled."""
    Flask.url_rule_class = Route
    Flask.jinja_options = {"bytecode_cache": Templates()}


def share_statements(engine: Engine) -> None:
    """Let an engine take over the statements that others of its kind compiled.

    They are kept for a dialect, and each engine has one of its own; those of a kind are equal.
    """
    kind = engine.dialect.name
    if kind not in _dialects:
        engine.connect().close()  # a dialect asks its server who it is when it first connects
        _dialects[kind] = engine.dialect
    engine.dialect = _dialects[kind]
    engine.update_execution_options(compiled_cache=_statements)
