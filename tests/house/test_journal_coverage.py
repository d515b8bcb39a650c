"""Every address that changes something leads to an entry of the journal (C22)."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tests.house.test_journal_words import modules, real_names

SILENT = {
    "inbox.read": "opening one's own message is like looking at it",
    "tasks.read_task_comments": "looking through a thread is like looking at it",
    "tasks.read_assignment_comments": "looking through a thread is like looking at it",
    "compositions.document": "changes nothing; the file is written down as every file is",
    "tasks.preview_chase": "shows what would be sent",
    "tasks.preview_notices": "shows what would be sent",
    "people.preview_persons": "shows what the import would do",
    "people.preview_posts": "shows what the import would do",
    "people.preview_units": "shows what the import would do",
    "reports.take": "a browser's report is nobody's deed",
}
"""Endpoints that take a form and change nothing that anybody answers for, and why."""
PASSIVE = ("rules", "queries")
Functions = dict[str, list[ast.FunctionDef]]


def functions() -> Functions:
    """Every function of the code above the foundation, by its name."""
    found: Functions = {}
    for path, module in modules():
        if "foundation" not in path.parts:
            for node in ast.walk(module):
                if isinstance(node, ast.FunctionDef):
                    found.setdefault(node.name, []).append(node)
    return found


def our_names() -> set[str]:
    """The names under which modules of ours know each other."""
    return {
        alias.asname or alias.name
        for _, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tracker")
        for alias in node.names
    } - set(PASSIVE)


def calls(node: ast.FunctionDef, ours: set[str]) -> Iterator[str]:
    """The functions of ours that a function calls, by name; not methods of things."""
    for it in ast.walk(node):
        if isinstance(it, ast.Call) and isinstance(it.func, ast.Name):
            yield real_names().get(it.func.id, it.func.id)
        elif (
            isinstance(it, ast.Call)
            and isinstance(it.func, ast.Attribute)
            and isinstance(it.func.value, ast.Name)
            and it.func.value.id in ours
        ):
            yield it.func.attr


def reaches_the_journal(node: ast.FunctionDef, found: Functions, ours: set[str]) -> bool:
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        for name in set(calls(waiting.pop(), ours)) - seen:
            if name == "record":
                return True
            seen.add(name)
            waiting += found.get(name, [])
    return False


def view(app: Flask, endpoint: str) -> ast.FunctionDef:
    """The code of a view."""
    function = inspect.unwrap(app.view_functions[endpoint])
    module = ast.parse(Path(inspect.getsourcefile(function) or "").read_text("utf-8"))
    return next(
        node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__
    )


def test_every_address_that_takes_a_form_leads_to_the_journal(app: Flask) -> None:
    found, ours = functions(), our_names()
    posting = {
        rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())
    }

    silent = {it for it in posting if not reaches_the_journal(view(app, it), found, ours)}

    assert len(posting) > 40
    assert silent - set(SILENT) == set()


def test_the_look_at_the_code_tells_deeds_from_looks(app: Flask) -> None:
    found, ours = functions(), our_names()

    assert not reaches_the_journal(view(app, "meetings.index"), found, ours)
    assert reaches_the_journal(view(app, "meetings.edit"), found, ours)
