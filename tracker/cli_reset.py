"""`luoshi reset-password`: the way back in for one of the three, whom no link is made for."""

import os
import sys

import click

from tracker.cli_answers import answers_plainly
from tracker.config import read_settings
from tracker.foundation.errors import RuleBroken

ONE_LINE = "标准输入须有一行：一次性密码。"


@click.command("reset-password", help="给一个账号设一次性密码；首次登录须修改。")
@click.argument("login", metavar="用户名")
@click.option("--second-factor", is_flag=True, help="动态口令也重置（设备丢失时）；默认不动。")
@click.option("--password-from-stdin", is_flag=True, help="从标准输入读一行一次性密码，不询问。")
@answers_plainly
def reset_command(login: str, *, second_factor: bool, password_from_stdin: bool) -> None:
    """Set a password that must be changed at the first sign-in."""
    from tracker.app import create_app  # noqa: PLC0415  `luoshi extract` must not pay for it
    from tracker.foundation.clock import now  # noqa: PLC0415  needs an application
    from tracker.foundation.db import transaction  # noqa: PLC0415  as above
    from tracker.people.commands import reset_on_machine  # noqa: PLC0415  as above
    from tracker.people.rules import PasswordFault  # noqa: PLC0415  as above

    password = _read_one() if password_from_stdin else _ask(login)
    with create_app(read_settings(os.environ)).app_context():
        try:
            with transaction():
                person = reset_on_machine(login, password, forgets_device=second_factor, now=now())
                done = f"{person.name}（{person.login}）的密码已重设，首次登录须修改。"
        except PasswordFault as fault:
            raise RuleBroken(str(fault)) from fault
    click.echo(done)


def _ask(login: str) -> str:
    given: str = click.prompt(
        f"{login} 的一次性密码", hide_input=True, confirmation_prompt="再输入一次"
    )
    return given


def _read_one() -> str:
    lines = [line.rstrip("\r\n") for line in sys.stdin]
    if len(lines) != 1 or not lines[0]:
        raise RuleBroken(ONE_LINE)
    return lines[0]
