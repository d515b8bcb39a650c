"""`luoshi init`: the first accounts of a real installation."""

import os
import sys

import click

from tracker.cli_answers import answers_plainly
from tracker.cli_upgraded import upgraded
from tracker.config import read_settings
from tracker.foundation.clock import local_date, now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.people.commands import FirstAdmin, begin_installation
from tracker.people.commands.beginning import HAS_PEOPLE, THREE
from tracker.people.queries import has_people
from tracker.people.rules import ROLE_WORDS, PasswordFault

WHO = "用户名:姓名"
FEW_LINES = "标准输入须有三行：系统管理员、安全管理员、审计员的一次性密码。"


@click.command("init", help="建立真实单位的首批账号：系统管理员、安全管理员、审计员各一人。")
@click.option("--place", prompt="本地名称（如石桥市）", help="本地名称，即最上一级。")
@click.option("--system-admin", prompt=f"系统管理员（{WHO}）", metavar=WHO, help="系统管理员。")
@click.option("--security-admin", prompt=f"安全管理员（{WHO}）", metavar=WHO, help="安全管理员。")
@click.option("--auditor", prompt=f"审计员（{WHO}）", metavar=WHO, help="审计员。")
@click.option(
    "--passwords-from-stdin",
    is_flag=True,
    help="从标准输入读三行一次性密码（次序同上），不询问。",
)
@answers_plainly
def init_command(
    place: str,
    system_admin: str,
    security_admin: str,
    auditor: str,
    *,
    passwords_from_stdin: bool,
) -> None:
    """Make the three admins; each must change the given password at the first sign-in."""
    app = upgraded(read_settings(os.environ))

    named = [_who(it) for it in (system_admin, security_admin, auditor)]
    with app.app_context():
        if has_people():
            raise RuleBroken(HAS_PEOPLE)
        passwords = (
            _read_three()
            if passwords_from_stdin
            else [
                _ask(ROLE_WORDS[role], name) for role, (_, name) in zip(THREE, named, strict=True)
            ]
        )
        admins = {
            role: FirstAdmin(login, name, password)
            for role, (login, name), password in zip(THREE, named, passwords, strict=True)
        }
        at = now()
        try:
            with transaction():
                begin_installation(place.strip(), admins, today=local_date(at), now=at)
        except PasswordFault as fault:
            raise RuleBroken(str(fault)) from fault
        for role, admin in admins.items():
            click.echo(f"{ROLE_WORDS[role]}　{admin.name}　用户名 {admin.login}")
    click.echo("首次登录须修改密码。接着由系统管理员录入单位和人员，安全管理员授予职责。")


def _who(words: str) -> tuple[str, str]:
    login, separator, name = words.replace("：", ":").partition(":")
    if not separator or not login.strip() or not name.strip():
        raise RuleBroken(f"“{words}”应写成 {WHO} 的样子，如 zhaoning:赵宁。")
    return login.strip(), name.strip()


def _ask(role: str, name: str) -> str:
    words = f"{role}{name}的一次性密码"
    given: str = click.prompt(words, hide_input=True, confirmation_prompt="再输入一次")
    return given


def _read_three() -> list[str]:
    lines = [line.rstrip("\r\n") for line in sys.stdin]
    if len(lines) != len(THREE) or not all(lines):
        raise RuleBroken(FEW_LINES)
    return lines
