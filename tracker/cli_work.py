"""`luoshi work`: the second process, beside the one that serves."""

import os
import sys
from datetime import UTC, datetime

import click

from tracker.app import create_app
from tracker.cli_answers import answers_plainly
from tracker.cli_upgraded import as_filled
from tracker.config import ConfigurationError, read_settings
from tracker.self_check import faults
from tracker.shell.requests import log_as_json_lines
from tracker.worker.running import run_once, work


@click.command("work", help="后台进程：发邮件、到期提醒、每天汇总、清理；一直运行，直到停止。")
@click.option("--once", is_flag=True, help="把现在该做的做完就结束（可由定时任务调用）。")
@answers_plainly
def work_command(*, once: bool) -> None:
    """Do what is due, once or until stopped."""
    settings = read_settings(os.environ)
    settings = as_filled(create_app(settings), settings)
    app = create_app(settings)
    with app.app_context():
        found = faults(settings, datetime.now(UTC))
    if found:
        raise ConfigurationError(*found)
    log_as_json_lines()
    if once:
        broken = run_once(app)
        if broken:
            click.echo(f"没有做完：{'、'.join(broken)}。原因见上面的运行日志。", err=True)
            sys.exit(1)
        click.echo("该做的都做完了。")
        return
    if settings.mail is None:
        click.echo("提示：没有设置 LUOSHI_SMTP_HOST，只做站内提醒，不发邮件。", err=True)
    click.echo("后台进程已启动。按 Ctrl+C 停止。")
    work(app, settings)
