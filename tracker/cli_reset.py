"""`luoshi reset-password`: the way back in for one of the three, whom no link is made for."""

import os
import sys

import click

from tracker.app import create_app
from tracker.cli_answers import answers_plainly
from tracker.config import read_settings
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.people.commands import reset_on_machine
from tracker.people.rules import PasswordFault

ONE_LINE = "标准输入须有一行：一次性密码。"


@click.command("reset-password", help="给一个账号设一次性密码；首次登录须修改。")
@click.argument("login", metavar="用户名")
@click.option("--second-factor", is_flag=True, help="动态口令也重置（设备丢失时）；默认不动。")
@click.option("--password-from-stdin", is_flag=True, help="从标准输入读一行一次性密码，不询问。")
@answers_plainly
def reset_command(login: str, *, second_factor: bool, password_from_stdin: bool) -> None:
    """Set a password that must be changed at the first sign-in."""
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
