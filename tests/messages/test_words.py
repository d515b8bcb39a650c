"""Every kind of message has its topic, and everything it is about is known to the inbox."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracker
from tracker.inbox.queries import SEEN
from tracker.messages.words import BY_KIND, BY_THING, TOPIC_WORDS, Topic, topic_of
from tracker.workplan.tasks.reminders.rules import ReminderKind
from tracker.workplan.tasks.rules import TRANSITIONS

ROOT = Path(tracker.__file__).parent
KIND = re.compile(r"[a-z_]+\.[a-z_]+")


def tellings() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.parent.name != "messages":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"tell", "News"}:
                    yield path.name, node


def texts(node: ast.AST) -> list[str]:
    return [
        it.value
        for it in ast.walk(node)
        if isinstance(it, ast.Constant) and isinstance(it.value, str)
    ]


def test_what_messages_are_about_is_known_to_the_inbox() -> None:
    abouts = {
        (where, said.partition(":")[0])
        for where, call in tellings()
        for keyword in call.keywords
        if keyword.arg == "about"
        for said in texts(keyword.value)
        if said.endswith(":")
    }

    assert len(abouts) > 3
    assert {thing for _, thing in abouts} - set(SEEN) == set()


def test_every_kind_that_is_told_has_a_topic() -> None:
    kinds = {
        said
        for _, call in tellings()
        for it in [*call.args, *(word.value for word in call.keywords if word.arg == "kind")]
        for said in texts(it)
        if KIND.fullmatch(said)
    }

    assert kinds
    assert {it for it in kinds if it.partition(".")[0] not in BY_THING} == set()


def test_kinds_of_steps_that_have_a_topic_of_their_own_are_steps() -> None:
    steps = {f"assignment.{it.done}" for it in TRANSITIONS.values()}
    steps |= {"assignment.extended", "assignment.redated"}
    steps |= {f"assignment.{it}" for it in ReminderKind}

    assert {it for it in BY_KIND if it.startswith("assignment.")} <= steps
    assert set(TOPIC_WORDS) == set(Topic)


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("task.dispatched", Topic.DISPATCH),
        ("assignment.closed", Topic.CLOSURE),
        ("assignment.acknowledged", Topic.DISPATCH),
        ("summary.returned", Topic.REVIEW),
    ],
)
def test_a_kind_belongs_to_a_topic(kind: str, topic: Topic) -> None:
    assert topic_of(kind) is topic
