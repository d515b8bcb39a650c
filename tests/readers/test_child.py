"""The process in which office files are parsed: what it may do, and what becomes of one that dies."""

import ctypes
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.readers.word_files import paragraph, word_file
from tracker.readers import child, confined
from tracker.readers.child import PARSERS, ask
from tracker.readers.reading import Other, Unreadable
from tracker.readers.refusals import BUSY, TOO_COMPLEX

WHOLE = word_file(paragraph("会议要求加快推进。"))
ROOT = Path(__file__).parents[2]


def refusal(form: str = "docx", data: bytes = WHOLE) -> str:
    with pytest.raises(Unreadable) as refused:
        ask(form, data)
    return refused.value.sentence


def inside(program: str) -> str:
    """What a program prints that runs under the limits of the child."""
    head = (
        "from tracker.readers import confined\n"
        "import socket, subprocess, os, sys, ctypes\n"
        "confined.know_the_code(); confined.leave_the_network(); confined.limit_this_process(); sys.addaudithook(confined.watch)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", head + program],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
        env={"PYTHONPATH": str(ROOT)},
    )
    return (ended.stdout + ended.stderr).strip()


def test_the_child_answers() -> None:
    assert ask("docx", WHOLE) == {"text": "会议要求加快推进。", "margins": "", "warnings": []}


def test_every_format_has_its_parser() -> None:
    for module in PARSERS.values():
        parser = import_module(f"tracker.readers.{module}")
        assert callable(parser.answer)


@pytest.mark.parametrize(
    "program",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "open('/etc/hostname').read()",
        "open('here', 'w')",
        "os.remove('README.md')",
        "open('instance/luoshi.db', 'rb')",
    ],
)
def test_a_parser_reaches_nothing_outside(program: str) -> None:
    assert "Forbidden" in inside(program)


def test_a_parser_may_load_code_and_no_more_memory_than_its_share() -> None:
    assert inside("import wave; print('loaded')") == "loaded"
    assert "MemoryError" in inside("b = bytes(900 * 1024 * 1024)")


def test_nothing_of_the_environment_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def run(_: object, **options: Any) -> SimpleNamespace:
        given.update(options)
        options["stdout"].write(b'{"text": ""}')
        return SimpleNamespace(returncode=0)

    monkeypatch.setenv("LUOSHI_SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", run)

    assert ask("docx", b"...") == {"text": ""}
    assert set(given["env"]) == {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR"}
    assert not Path(given["cwd"]).exists()


def test_a_child_killed_in_the_middle_is_a_sentence_and_the_worker_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = subprocess.run

    def killed(command: list[str], **options: Any) -> Any:
        del options["timeout"], options["check"]
        waiting = [command[0], "-c", "import time; time.sleep(60)"]
        with subprocess.Popen(waiting, **options) as begun:
            threading.Timer(0.2, os.kill, (begun.pid, signal.SIGKILL)).start()
            begun.wait()
            return SimpleNamespace(returncode=begun.returncode)

    monkeypatch.setattr(subprocess, "run", killed)
    begin = time.monotonic()
    assert refusal() == TOO_COMPLEX
    assert time.monotonic() - begin < 10

    monkeypatch.setattr(subprocess, "run", run)
    assert ask("docx", WHOLE)["text"] == "会议要求加快推进。"


def test_a_child_that_fails_waits_or_says_nonsense_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "CHILD", "tracker.no_such_module")
    assert refusal() == TOO_COMPLEX

    def waits(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("python", child.SECONDS)

    monkeypatch.setattr(subprocess, "run", waits)
    assert refusal() == TOO_COMPLEX

    def babbles(*_: Any, **options: Any) -> SimpleNamespace:
        options["stdout"].write(b"no answer")
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", babbles)
    assert refusal() == TOO_COMPLEX
    monkeypatch.setattr(child, "LONGEST_ANSWER", 3)
    assert refusal() == TOO_COMPLEX


def test_only_so_many_children_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(child, "SECONDS", 0.01)
    with child._places:
        assert refusal() == BUSY


def test_the_childs_answer_to_refusals_and_other_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[BaseException] = [
        Unreadable("不行。"),
        Other("sheet"),
        MemoryError(),
        RecursionError(),
    ]

    def fails(_: bytes) -> dict[str, object]:
        raise said.pop(0)

    monkeypatch.setattr("tracker.readers.wordml.answer", fails)

    assert [confined.answer("docx", b"") for _ in range(4)] == [
        {"refused": "不行。"},
        {"instead": "sheet"},
        {"refused": TOO_COMPLEX},
        {"refused": TOO_COMPLEX},
    ]


def test_limits_that_a_system_does_not_know_are_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[int, tuple[int, int]]] = []

    def refuse(what: int, most: tuple[int, int]) -> None:
        asked.append((what, most))
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    confined.limit_this_process()

    memory = confined.MOST_MEMORY
    assert (resource.RLIMIT_AS, (memory, memory)) in asked
    assert len(asked) == 6


class System:
    """The calls that a process makes of its system."""

    def __init__(self, answer: int) -> None:
        self.answer = answer
        self.asked: list[int] = []

    def prctl(self, *_: int) -> int:
        return 0

    def unshare(self, what: int) -> int:
        self.asked.append(what)
        return self.answer


@pytest.mark.parametrize(("answer", "calls"), [(0, 1), (-1, 2)])
def test_the_network_is_left_where_the_system_allows_it(
    monkeypatch: pytest.MonkeyPatch, answer: int, calls: int
) -> None:
    system = System(answer)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: system)

    confined.leave_the_network()

    assert len(system.asked) == calls


def test_what_the_hook_lets_through_and_what_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_code", ())
    confined.know_the_code()
    assert f"{Path(pytest.__file__).parent}/" in confined._code
    assert f"{ROOT}/" not in confined._code
    confined.watch("import", ())
    confined.watch("open", (confined.__file__, "r", 0))
    confined.watch("open", (3, "r", 0))
    for event in (
        ("socket.connect", ()),
        ("open", ("/etc/hostname", "r", 0)),
        ("open", (confined.__file__, "a", 0)),
        ("open", (confined.__file__, None, os.O_RDWR)),
    ):
        with pytest.raises(confined.Forbidden):
            confined.watch(*event)


def test_main_reads_a_file_and_writes_its_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[str] = []
    monkeypatch.setattr(sys, "argv", ["confined", "docx"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(read=lambda: WHOLE)))
    monkeypatch.setattr(sys, "addaudithook", lambda hook: done.append(hook.__name__))
    monkeypatch.setattr(logging, "disable", lambda _: done.append("silence"))
    monkeypatch.setattr(confined, "know_the_code", lambda: done.append("code"))
    monkeypatch.setattr(confined, "limit_this_process", lambda: done.append("limits"))
    monkeypatch.setattr(confined, "leave_the_network", lambda: done.append("network"))

    confined.main()

    assert done == ["silence", "code", "network", "limits", "watch"]
    assert "\\u4f1a\\u8bae" in capsys.readouterr().out
