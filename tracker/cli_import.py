"""`luoshi import`: a report taken in, as the upload page would."""

import os
from pathlib import Path

import click

from tracker.app import create_app
from tracker.cli_answers import answers_plainly
from tracker.cli_extract import bytes_of
from tracker.cli_upgraded import upgraded
from tracker.config import read_settings
from tracker.foundation.clock import local_date, now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.people.queries import acting
from tracker.readers import Unreadable
from tracker.workplan.directives.commands import take_in
from tracker.workplan.directives.drafting import draft_file
from tracker.workplan.directives.preparing import prepare
from tracker.workplan.meetings.commands import note_secret
from tracker.workplan.meetings.rules import SecretReport


@click.command("import", help="收一份会议报告，与网页上传相同。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "login", help="以谁的名义收文（用户名）；省略时取唯一的督查员。")
@answers_plainly
def import_command(file: Path, login: str | None) -> None:
    """Take a report in, as the upload page would."""
    settings = read_settings(os.environ)
    app = upgraded(settings) if settings.uses_sqlite else create_app(settings)
    with app.app_context():
        click.echo(_take_in(file, login))


def _take_in(file: Path, login: str | None) -> str:
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
