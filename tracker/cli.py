"""The `luoshi` command."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli_answers import answers_plainly
from tracker.cli_extract import bytes_of, extract_command
from tracker.cli_init import init_command
from tracker.cli_reset import reset_command
from tracker.cli_verify import purge_command, verify_command
from tracker.config import ConfigurationError, Environment, Settings, read_settings
from tracker.foundation.errors import RuleBroken

if TYPE_CHECKING:
    from flask import Flask


@click.group(
    help="落实：会议部署 → 任务 → 进展 → 考绩。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def luoshi() -> None:
    """Hold the commands."""


luoshi.add_command(extract_command)
luoshi.add_command(init_command)
luoshi.add_command(reset_command)
luoshi.add_command(verify_command)
luoshi.add_command(purge_command)


@luoshi.command(help="把数据库升级到最新版本。")
@answers_plainly
def upgrade() -> None:
    """Bring the database to the newest migration."""
    _upgraded(read_settings(os.environ))
    click.echo("数据库已是最新版本。")


@luoshi.command(help="装入示例城市（库中已有真实数据时拒绝）。")
@click.option("--scale", type=click.IntRange(1, 100_000), help="造这么多项任务，用于测量。")
@click.option("--unless-filled", is_flag=True, help="库中已有数据时不动它，也不报错。")
@answers_plainly
def example(scale: int | None, *, unless_filled: bool) -> None:
    """Load the example city."""
    settings = read_settings(os.environ)
    app = _upgraded(settings)
    from tracker.example.load import load_example  # noqa: PLC0415  only this command needs it
    from tracker.foundation.clock import today  # noqa: PLC0415  as above
    from tracker.people.queries import has_people  # noqa: PLC0415  as above

    with app.app_context():
        if unless_filled and has_people():
            return
        load_example(today=settings.today or today(), scale=scale)
    click.echo("示例城市已装入。")


@luoshi.command(help="提供网页服务；使用内嵌数据库时先升级。")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@answers_plainly
def serve(host: str, port: int) -> None:
    """Serve until stopped."""
    from waitress import serve as wait  # noqa: PLC0415  only this command needs it

    from tracker.app import with_static_files  # noqa: PLC0415  as above
    from tracker.shell.requests import log_as_json_lines  # noqa: PLC0415  as above

    settings = read_settings(os.environ)
    app = _upgraded(settings) if settings.uses_sqlite else _application(settings)
    settings = _as_example(app, settings)
    app = _application(settings)
    _check(app, settings)
    if settings.is_production and settings.allow_http:
        _note_plain_http(app)
    log_as_json_lines()
    click.echo(f"落实已启动：http://{host}:{port}/　按 Ctrl+C 停止。")
    for role, login, name in app.config["EXAMPLE_ACCOUNTS"]:
        click.echo(f"  {role}　{name}　用户名 {login}")
    if app.config["EXAMPLE_ACCOUNTS"]:
        click.echo(f"  示例账号的密码都是 {app.config['EXAMPLE_PASSWORD']}")
    wait(
        with_static_files(app),
        host=host,
        port=port,
        threads=8,
        ident=None,
        # Without proxies of ours nothing that a request says of its sender is believed.
        clear_untrusted_proxy_headers=not settings.trusted_proxies,
    )


@luoshi.command("import", help="收一份会议报告，与网页上传相同。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "login", help="以谁的名义收文（用户名）；省略时取唯一的督查员。")
@answers_plainly
def import_report(file: Path, login: str | None) -> None:
    """Take a report in, as the upload page would."""
    settings = read_settings(os.environ)
    app = _upgraded(settings) if settings.uses_sqlite else _application(settings)
    with app.app_context():
        click.echo(_take_in(file, login))


@luoshi.command(help="启动前自检。")
@answers_plainly
def check() -> None:
    """Say whether it may be served as it is set up."""
    settings = read_settings(os.environ)
    settings = _as_example(_application(settings), settings)
    _check(_application(settings), settings)
    click.echo("自检通过。")


def _check(app: "Flask", settings: Settings) -> None:
    """Refuse with a sentence for every fault; say what else there is to know."""
    from tracker.foundation.clock import local_date  # noqa: PLC0415  needs an application
    from tracker.self_check import faults, remarks  # noqa: PLC0415  as above

    with app.app_context():
        now = datetime.now(UTC)
        found = faults(settings, now)
        if found:
            raise ConfigurationError(*found)
        for remark in remarks(settings, local_date(now)):
            click.echo(f"提示：{remark}", err=True)


def _note_plain_http(app: "Flask") -> None:
    """Write down that connections are not encrypted, which somebody chose (C05)."""
    from tracker.foundation.clock import now  # noqa: PLC0415  needs an application
    from tracker.foundation.db import transaction  # noqa: PLC0415  as above
    from tracker.journal.commands import record  # noqa: PLC0415  as above
    from tracker.people.actor import SYSTEM  # noqa: PLC0415  as above

    with app.app_context(), transaction():
        record(SYSTEM, "installation.served_plainly", "installation:-", at=now())


def _take_in(file: Path, login: str | None) -> str:
    from tracker.foundation.clock import local_date, now  # noqa: PLC0415  needs an application
    from tracker.foundation.db import transaction  # noqa: PLC0415  as above
    from tracker.people.queries import acting  # noqa: PLC0415  as above
    from tracker.readers import Unreadable  # noqa: PLC0415  as above
    from tracker.workplan.directives.commands import take_in  # noqa: PLC0415  as above
    from tracker.workplan.directives.drafting import draft_file  # noqa: PLC0415  as above
    from tracker.workplan.directives.preparing import prepare  # noqa: PLC0415  as above
    from tracker.workplan.meetings.commands import note_secret  # noqa: PLC0415  as above
    from tracker.workplan.meetings.rules import SecretReport  # noqa: PLC0415  as above

    moment = now()
    actor, data = acting(login, local_date(moment)), b""
    try:
        data = bytes_of(file)
        draft = draft_file(file.name, data, today=local_date(moment))
        prepared = prepare(actor, draft, today=local_date(moment))
        with transaction():
            report = take_in(actor, draft, now=moment, prepared=prepared)
            done, warnings = f"已收下《{report.title}》，编号 {report.id}。", list(report.warnings)
    except Unreadable as refusal:
        raise RuleBroken(refusal.sentence) from refusal
    except SecretReport:
        # The refused deed was rolled back: that it was refused is written down by itself.
        with transaction():
            note_secret(actor, data, now=moment)
        raise
    for warning in warnings:
        click.echo(f"luoshi：{warning}", err=True)
    return done


def _application(settings: Settings) -> "Flask":
    from tracker.app import create_app  # noqa: PLC0415  `luoshi extract` must not pay for it

    return create_app(settings)


def _upgraded(settings: Settings) -> "Flask":
    from tracker.foundation.migrate import upgrade_database  # noqa: PLC0415  as above

    app = _application(settings)
    with app.app_context():
        upgrade_database()
    return app


def _as_example(app: "Flask", settings: Settings) -> Settings:
    """Run a database filled by `luoshi example` as an example, unless LUOSHI_ENV says otherwise."""
    from tracker.foundation.settings import holds_example  # noqa: PLC0415  as above

    if settings.environment_is_named:
        return settings
    with app.app_context():
        if settings.is_production and holds_example():
            return replace(settings, environment=Environment.EXAMPLE)
    return settings


def main() -> None:
    """Run the command."""
    luoshi(prog_name="luoshi")
