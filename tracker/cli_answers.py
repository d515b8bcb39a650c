"""How a command answers a refusal."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from tracker.config import ConfigurationError
from tracker.foundation.errors import Refusal

Given = ParamSpec("Given")


def answers_plainly(deed: Callable[Given, None]) -> Callable[Given, None]:
    """Have a command answer a refusal with a line for each sentence on standard error and exit code 1."""

    @wraps(deed)
    def plainly(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            deed(*args, **kwargs)
        except (Refusal, ConfigurationError) as refusal:
            for sentence in str(refusal).splitlines():
                click.echo(f"luoshi：{sentence}", err=True)
            sys.exit(1)

    return plainly
