"""Fuzz one subject guided by coverage, in a process of its own (libFuzzer ends the process).

python -m tests.fuzz.guided grammar -runs=2000 -seed=1
"""

import sys
from importlib import import_module

# Without types of its own, and only there where fuzzing is done.
atheris = import_module("atheris")

with atheris.instrument_imports(
    include=["tracker.workplan.directives.extraction", "tracker.readers"],
    enable_loader_override=False,
):
    from tests.fuzz.subjects import SUBJECTS


def main() -> None:
    """Hand the subject over to libFuzzer."""
    subject = SUBJECTS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, subject)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
