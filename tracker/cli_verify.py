"""`luoshi verify` and `luoshi purge-journal`: what was kept is whole, and not kept for ever."""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import click

from tracker.app import create_app
from tracker.cli_answers import answers_plainly
from tracker.config import read_settings
from tracker.foundation import files
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound, RuleBroken
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import attached
from tracker.journal.anchors import anchors, write_anchor
from tracker.journal.chain import Fault
from tracker.journal.commands import record
from tracker.journal.limits import KEEP_DAYS
from tracker.journal.purging import purge
from tracker.journal.queries import chain_faults, has_entries, head, missing_triggers
from tracker.people.actor import SYSTEM
from tracker.worker.collecting import needed_files
from tracker.workplan.directives.breakdown.queries import imported_files
from tracker.workplan.meetings.queries import originals

NO_HEAD = "链头记录（journal_head）缺失：末尾是否被截断，只能按链头文件核对。"
NO_FILE = "没有链头文件，或读不出：只能按数据库里的链头核对。核验完好时会自动写下一行。"
BROKEN = "操作日志的校验链不完好，先运行 luoshi verify 查明，再清理。"
GRACE, MOST_NAMED = timedelta(days=1), 5
WORDS = {
    "changed": "内容与封存时不符",
    "missing": "缺失",
    "inserted": "不属于这条链，是后来插入的",
    "moved": "位置被调换",
    "cut_off": "末尾被截断",
    "unfounded": "以前的记录被清理，却没有清理的记录可对",
}


@click.command("verify", help="核验操作日志的校验链和留存的原文件；有问题时逐条列出，退出码为 1。")
@answers_plainly
def verify_command() -> None:
    """Read the whole chain and every original; name what is wrong, and write down the result."""
    with create_app(read_settings(os.environ)).app_context():
        found = 0
        for line in (*_notes(), *_guards()):
            click.echo(line, err=True)
        found += len(_guards())
        for line in (*_chain(), *_originals()):
            click.echo(line)
            found += 1
        _write_down(found)
    if found:
        click.echo(f"核验发现 {found} 处问题。", err=True)
        sys.exit(1)
    click.echo("核验通过：操作日志的校验链完整，原文件完好。")


@click.command("purge-journal", help="清理超过保留期限的操作日志；先核验，不完好则不清理。")
@click.option("--keep-days", type=int, help="保留多少天（不少于 180）；省略时用系统设置。")
@answers_plainly
def purge_command(keep_days: int | None) -> None:
    """Take away what is older than the journal must be kept."""
    with create_app(read_settings(os.environ)).app_context():
        if next(_chain(), None) is not None:
            raise RuleBroken(BROKEN)
        with transaction():
            days = value_of(KEEP_DAYS) if keep_days is None else keep_days
            count = purge(SYSTEM, keep_days=days, now=now())
    click.echo(f"已清理 {count} 条早于 {days} 天的操作日志。")


def _notes() -> list[str]:
    """Say what the check cannot prove, and what is kept that no row tells of.

    Such files are not taken away here: the row may be what is missing. The worker does it later.
    """
    notes = [f"提示：{NO_FILE}"] if anchors() is None else []
    left = list(files.unneeded(needed_files(), before=now() - GRACE))
    if left:
        notes.append(
            f"提示：留存的文件里有 {len(left)} 个没有任何记录用到：{'、'.join(left[:MOST_NAMED])}。"
        )
    return notes


def _guards() -> list[str]:

    lines = [f"数据库里缺少保护操作日志的触发器 {name}。" for name in missing_triggers()]
    return [*lines, NO_HEAD] if head() is None and has_entries() else lines


def _chain() -> Iterator[str]:

    return (_told(fault) for fault in chain_faults())


def _told(fault: Fault) -> str:
    if fault.seq is None:
        return f"操作日志：行号 {fault.id} 没有序号，{WORDS[fault.wrong]}。"
    numbers = f"第 {fault.seq} 条"
    if fault.until is not None and fault.until > fault.seq:
        numbers = f"第 {fault.seq} 条至第 {fault.until} 条"
    row = "" if fault.id is None else f"（行号 {fault.id}）"
    return f"操作日志：{numbers}{row}{WORDS[fault.wrong]}。"


def _originals() -> Iterator[str]:

    is_whole = cache(_is_whole)
    for report_id, title, file_hash in originals():
        if not is_whole(file_hash):
            yield f"原文件：报告 {report_id}《{title}》的原文件缺失，或与收下时不符。"
    for file_hash in {*imported_files()}:
        if not is_whole(file_hash):
            yield f"原文件：导入的任务分解表（指纹 {file_hash[:12]}）缺失，或与收下时不符。"
    for key, name, sha256 in attached():
        if not is_whole(sha256):
            yield f"附件：第 {key} 个附件“{name}”缺失，或与收下时不符。"


def _is_whole(sha256: str) -> bool:
    try:
        files.kept(sha256)
    except NotFound:
        return False
    return True


def _write_down(found: int) -> None:
    """Keep the result for the auditor's page, and the end of a whole chain outside the database."""
    moment, end = now(), head()
    count = 0 if end is None else end.seq
    with transaction():
        record(SYSTEM, "journal.verified", "journal:-", at=moment, entries=count, faults=found)
    kept = head()
    if kept is not None and not found:
        write_anchor(kept, moment)
