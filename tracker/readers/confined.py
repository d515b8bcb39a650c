"""The child process that parses one office file: limited before the file is looked at.

Standard input is the file, standard output the answer as JSON.
"""

import ctypes
import json
import logging
import resource
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.readers.child import LONGEST_ANSWER, PARSERS
from tracker.readers.reading import Other, Unreadable
from tracker.readers.refusals import TOO_COMPLEX

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 20
MOST_FILES = 64

NEW_USERS, NEW_NETWORK = 0x10000000, 0x40000000
DIE_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38
KILL = 9

_code: tuple[str, ...] = ()
"""Folders of code: of the interpreter, of this program, and of the libraries that were loaded."""
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.symlink",
    "os.link",
    "shutil.",
    "urllib.",
    "ftplib.",
    "http.",
    "smtplib.",
)
"""Beginnings of the interpreter's audit events for what a parser has no business with."""


class Forbidden(RuntimeError):  # noqa: N818  the parser's fault, not the program's
    """A parser tried to leave its place."""


def limit_this_process() -> None:
    """Take from this process the means to harm the machine: memory, time, files, children, network."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, LONGEST_ANSWER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        # Not every system knows every limit, and an administrator may have set a lower one.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def leave_the_network() -> None:
    """Move this process to a network of its own that leads nowhere, where the system allows it."""
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        system.prctl(DIE_WITH_PARENT, KILL, 0, 0, 0)
        system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if system.unshare(NEW_NETWORK) != 0:
            system.unshare(NEW_USERS | NEW_NETWORK)


def know_the_code() -> None:
    """Remember where the code lies that is loaded; a library may read its tables there later."""
    global _code  # noqa: PLW0603  the hook that asks for it can be given nothing
    modules = list(sys.modules.items())
    packages = [it.__file__ for name, it in modules if "." not in name and hasattr(it, "__path__")]
    folders = [str(Path(it).parent) for it in packages if it]
    places = [sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]), *folders]
    _code = tuple(sorted({f"{Path(it).resolve()}/" for it in places}))


def watch(event: str, details: tuple[Any, ...]) -> None:
    """Refuse, as the interpreter's audit hook, connections, programs and files that are not code."""
    if event.startswith(FORBIDDEN):
        raise Forbidden(event)
    if event == "open":
        name, mode, flags = details
        writes = (isinstance(mode, str) and any(it in mode for it in "wax+")) or (
            isinstance(flags, int) and flags & 0b11
        )
        if writes or not _is_code(name):
            raise Forbidden(event)


def _is_code(name: object) -> bool:
    return isinstance(name, int) or str(Path(str(name)).resolve()).startswith(_code)


def answer(form: str, data: bytes) -> dict[str, object]:
    """Parse a file; a refusal is an answer too."""
    parser = import_module(f"{__package__}.{PARSERS[form]}")
    try:
        said: dict[str, object] = parser.answer(data)
    except Unreadable as refusal:
        return {"refused": refusal.sentence}
    except Other as other:
        return {"instead": other.form}
    except (MemoryError, RecursionError):
        return {"refused": TOO_COMPLEX}
    return said


def main() -> None:
    """Read a file from standard input, write the answer as JSON."""
    form = sys.argv[1]
    # Libraries write of each fault that they meet, thousands in a hostile file.
    logging.disable(logging.CRITICAL)
    # What the parser needs is loaded before the doors close.
    import_module(f"{__package__}.{PARSERS[form]}")
    know_the_code()
    leave_the_network()
    limit_this_process()
    sys.addaudithook(watch)
    json.dump(answer(form, sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
