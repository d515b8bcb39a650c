"""Every deed of the code is journalled, and everything that the journal says has words."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tracker.journal.details import BARE, LABELS
from tracker.journal.values import COMMON, ROLES, VALUES
from tracker.journal.words import DEEDS, REFUSED, SUBJECTS
from tracker.people.models import Role
from tracker.people.sessions import ROLE_NAMES
from tracker.shell.handing_out import HANDED_OUT, OTHERWISE, READING
from tracker.workplan.directives.models import DirectiveState, StepKind
from tracker.workplan.progress.commands import SAID
from tracker.workplan.review.rules import PART_WORDS
from tracker.workplan.tasks.models import Mode, ReportingCycle
from tracker.workplan.tasks.rules import CYCLE_WORDS, DONE, MODE_WORDS, STATE_WORDS

ROOT = Path(__file__).parents[2] / "tracker"
DEED = re.compile(r"[a-z_]+\.[a-z_]+")
SUBJECT = re.compile(r"([a-z_]+):")
COMPUTED = {
    "assignment.": [f"assignment.{done}" for done in DONE.values()],
    "directive.": [f"directive.{kind.value}" for kind in (StepKind.ACCEPTED, StepKind.NOTED)],
}
"""Deeds that the code puts together, by what they begin with."""
HANDS_OUT = "handing_out.py"
UNJOURNALLED: dict[str, str] = {}
"""Public functions of commands that change nothing worth an entry, and why."""


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    return [
        (path, ast.parse(path.read_text("utf-8")))
        for path in sorted(ROOT.rglob("*.py"))
        if path.parent.name != "journal" or path.name == "purging.py"
    ]


@cache
def real_names() -> dict[str, str]:
    """What is known under another name where it is used, by that name."""
    return {
        alias.asname: alias.name
        for _, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tracker")
        for alias in node.names
        if alias.asname
    }


def called(node: ast.Call) -> str:
    name: str = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return real_names().get(name, name)


def records(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "record":
            yield node


def texts(node: ast.AST) -> list[str]:
    return [
        it.value
        for it in ast.walk(node)
        if isinstance(it, ast.Constant) and isinstance(it.value, str)
    ]


def deeds_of(call: ast.Call, module: ast.Module) -> list[str]:
    """The deeds that a call of record() may write down."""
    said = call.args[1]
    if isinstance(said, ast.JoinedStr):
        return COMPUTED[texts(said)[0]]
    if isinstance(said, ast.Constant | ast.IfExp):
        return [it for it in texts(said) if DEED.fullmatch(it)]
    # It is handed in: whatever the module has that looks like a deed.
    return [it for it in texts(module) if DEED.fullmatch(it)]


def recorded() -> dict[str, str]:
    """Every deed of the code, and where it is done."""
    found = {
        deed: path.name
        for path, module in modules()
        if path.name != HANDS_OUT
        for call in records(module)
        for deed in deeds_of(call, module)
    }
    handed_out = dict.fromkeys(deed for deed, _ in (*HANDED_OUT.values(), OTHERWISE))
    return found | dict.fromkeys([*handed_out, READING], HANDS_OUT)


def test_every_deed_of_the_code_has_words() -> None:
    found = recorded()

    assert len(found) > 60
    assert {deed: where for deed, where in found.items() if deed not in DEEDS} == {}
    assert set(DEEDS) - set(found) == set(), "words of deeds that nobody does"
    assert set(DEEDS) >= REFUSED
    assert set(BARE) <= set(DEEDS)


def test_every_detail_of_the_code_has_a_label() -> None:
    names = {
        keyword.arg.removeprefix("was_").removeprefix("now_")
        for _, module in modules()
        for call in records(module)
        for keyword in call.keywords
        if keyword.arg is not None and keyword.arg != "at"
    }

    assert len(names) > 20
    assert names - set(LABELS) == set()
    assert set(SAID) | set(PART_WORDS) | set(BARE.values()) <= set(LABELS)


def test_every_thing_of_the_code_has_a_name() -> None:
    kinds = {
        found[1]
        for _, module in modules()
        for call in records(module)
        for said in texts(call.args[2])[:1]
        if (found := SUBJECT.match(said))
    }

    assert len(kinds) > 8
    assert kinds - set(SUBJECTS) == set()


def test_values_are_called_as_their_stage_calls_them() -> None:
    assert VALUES["assignment"] == {state.value: words for state, words in STATE_WORDS.items()}
    assert {role.value: words for role, words in ROLE_NAMES.items()} == ROLES
    assert {it.value for it in Role} == set(ROLES)
    assert {it.value for it in (*DirectiveState, *StepKind)} <= set(VALUES["directive"])
    for mode in Mode:
        assert COMMON[mode.value] == MODE_WORDS[mode]
    for cycle in ReportingCycle:
        assert COMMON[cycle.value] == CYCLE_WORDS[cycle]


def commands() -> list[ast.FunctionDef]:
    return [
        node
        for path, module in modules()
        if path.name == "commands.py" or path.parent.name == "commands"
        for node in module.body
        if isinstance(node, ast.FunctionDef)
    ]


def journalled(found: list[ast.FunctionDef]) -> list[ast.FunctionDef]:
    """The functions that write an entry, themselves or through another command."""
    writing: list[ast.FunctionDef] = []
    names = {"record"}
    called_by = {it: calls(it) for it in found}
    while more := [it for it in found if it not in writing and called_by[it] & names]:
        writing += more
        names |= {it.name for it in more}
    return writing


def calls(node: ast.FunctionDef) -> set[str]:
    return {called(it) for it in ast.walk(node) if isinstance(it, ast.Call)}


def is_deed(node: ast.FunctionDef) -> bool:
    """Whether it is somebody's doing at some time."""
    given = {it.arg for it in (*node.args.args, *node.args.kwonlyargs)}
    return not node.name.startswith("_") and {"actor", "now"} <= given


def test_every_command_leaves_an_entry() -> None:
    found = commands()
    journalling = journalled(found)
    silent = [it.name for it in found if is_deed(it) and it not in journalling]

    assert len([it for it in found if is_deed(it)]) > 40
    assert sorted(set(silent) - set(UNJOURNALLED)) == []


def test_what_is_left_out_of_the_journal_exists() -> None:
    assert set(UNJOURNALLED) <= {it.name for it in commands()}
