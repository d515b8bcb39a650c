"""`luoshi upgrade`, `example`, `serve` and `check`: an installation brought up and served."""

import os
from datetime import UTC, datetime

import click
from flask import Flask
from waitress import serve as wait

from tracker.app import create_app, with_static_files
from tracker.cli_answers import answers_plainly
from tracker.cli_upgraded import as_filled, upgraded
from tracker.config import ConfigurationError, Settings, read_settings
from tracker.example.load import load_example
from tracker.foundation.clock import local_date, now, today
from tracker.foundation.db import transaction
from tracker.foundation.runs import is_worker_there
from tracker.journal.commands import record
from tracker.people.actor import SYSTEM
from tracker.people.queries import has_people
from tracker.self_check import faults, remarks
from tracker.shell.requests import log_as_json_lines
from tracker.worker.running import prepare_queue

NO_WORKER = "没有看到后台进程：不发邮件、不自动提醒。请另开一个进程运行 luoshi work。"


@click.command("upgrade", help="把数据库升级到最新版本。")
@answers_plainly
def upgrade_command() -> None:
    """Bring the database to the newest migration."""
    settings = read_settings(os.environ)
    with upgraded(settings).app_context():
        prepare_queue(settings)
    click.echo("数据库已是最新版本。")


@click.command("example", help="装入示例城市（库中已有真实数据时拒绝）。")
@click.option("--scale", type=click.IntRange(1, 100_000), help="造这么多项任务，用于测量。")
@click.option("--unless-filled", is_flag=True, help="库中已有数据时不动它，也不报错。")
@answers_plainly
def example_command(scale: int | None, *, unless_filled: bool) -> None:
    """Load the example city."""
    settings = read_settings(os.environ)
    app = upgraded(settings)
    with app.app_context():
        if unless_filled and has_people():
            return
        load_example(today=settings.today or today(), scale=scale)
    click.echo("示例城市已装入。")


@click.command("serve", help="提供网页服务；使用内嵌数据库时先升级。")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@answers_plainly
def serve_command(host: str, port: int) -> None:
    """Serve until stopped."""
    settings = read_settings(os.environ)
    app = upgraded(settings) if settings.uses_sqlite else create_app(settings)
    settings = as_filled(app, settings)
    app = create_app(settings)
    _check(app, settings)
    if settings.is_production and settings.allow_http:
        _note_plain_http(app)
    _say_whether_somebody_works(app)
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


@click.command("check", help="启动前自检。")
@answers_plainly
def check_command() -> None:
    """Say whether it may be served as it is set up."""
    settings = read_settings(os.environ)
    settings = as_filled(create_app(settings), settings)
    _check(create_app(settings), settings)
    click.echo("自检通过。")


def _check(app: Flask, settings: Settings) -> None:
    """Refuse with a sentence for every fault; say what else there is to know."""
    with app.app_context():
        moment = datetime.now(UTC)
        found = faults(settings, moment)
        if found:
            raise ConfigurationError(*found)
        for remark in remarks(settings, local_date(moment)):
            click.echo(f"提示：{remark}", err=True)


def _say_whether_somebody_works(app: Flask) -> None:
    """Say that nothing is sent and nobody reminded while there is no second process."""
    with app.app_context():
        if not is_worker_there(now()):
            click.echo(f"提示：{NO_WORKER}", err=True)


def _note_plain_http(app: Flask) -> None:
    """Write down that connections are not encrypted, which somebody chose (C05)."""
    with app.app_context(), transaction():
        record(SYSTEM, "installation.served_plainly", "installation:-", at=now())
