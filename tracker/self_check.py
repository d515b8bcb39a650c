"""The start-up self-check: a sentence for everything that makes it unsafe to keep real work here.

`luoshi check` tells all of it; `luoshi serve` refuses on the same. Call within the application.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from tracker.config import RELEASED_AFTER, Settings, faults_of, remarks_on
from tracker.example.people import ACCOUNTS, PASSWORD
from tracker.foundation.clock import local_date
from tracker.foundation.db import db, has_wal_bug, sqlite_version
from tracker.foundation.health import health
from tracker.foundation.settings import holds_example, unreadable_options
from tracker.foundation.wording import in_full
from tracker.journal.chain import digest
from tracker.journal.models import Entry
from tracker.journal.queries import head, missing_triggers
from tracker.people.commands import knows_password
from tracker.people.models import Person, Role, SecondFactor
from tracker.people.queries import holders

HAS_MODES = os.name == "posix"
GROUP_AND_OTHERS = stat.S_IRWXG | stat.S_IRWXO
WAL_FILES = ("", "-wal", "-shm", "-journal")
SLACK = timedelta(hours=1)
"""How far the journal may be ahead of the clock: another machine's may go a little differently."""
THREE = {
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
}


def faults(settings: Settings, now: datetime) -> list[str]:
    """Return everything that forbids to serve, a sentence each; nothing where all is well.

    now: the machine's own clock. An example or a test is only asked whether it works at all.
    """
    found = (
        [*faults_of(settings), *_of_the_machine(settings, now)] if settings.is_production else []
    )
    well = health()
    if not well["database"]:
        return [*found, "数据库打不开，请检查 LUOSHI_DATABASE_URL 和文件夹权限。"]
    if not well["files"]:
        found.append(f"文件夹 {settings.files} 不可写。")
    if not well["migrations"]:
        return [*found, "数据库不是最新版本，请先运行 luoshi upgrade。"]
    found += _of_the_journal(now if settings.is_production else None)
    if settings.is_production:
        found += [*_of_the_people(local_date(now)), *_of_the_data(settings)]
    return found


def remarks(settings: Settings, today: date) -> list[str]:
    """Return what the person who starts it should know, though it may be served so."""
    found = list(remarks_on(settings))
    if settings.uses_sqlite and has_wal_bug(sqlite_version(db.engine)):
        version = ".".join(map(str, sqlite_version(db.engine)))
        found.append(
            f"SQLite {version} 的 WAL 有丢失数据的缺陷，已改用较慢的回滚日志；"
            "请升级到 3.51.3、3.50.7 或 3.44.6 以上。"
        )
    if settings.is_production:
        found += _of_second_factors(today)
    return found


def _of_second_factors(today: date) -> Iterator[str]:
    """Name the admins without a second factor: no fault, for they set it up as they sign in."""
    having = set(
        db.session.scalars(
            select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None))
        )
    )
    for role, words in THREE.items():
        for person in holders(role, today):
            if person.id not in having:
                yield f"{words}{person.name}还没有启用动态口令，下次登录时须启用。"


def _of_the_machine(settings: Settings, now: datetime) -> Iterator[str]:
    if current_app.debug:
        yield "调试模式开着，会把内部信息显示给用户，请去掉 FLASK_DEBUG。"
    if local_date(now) < RELEASED_AFTER:
        yield f"系统时钟是 {in_full(local_date(now))}，比本版本发布还早，请校准时钟。"
    if HAS_MODES:
        yield from _of_the_files(settings)


def _of_the_files(settings: Settings) -> Iterator[str]:
    for folder in dict.fromkeys((settings.home, settings.files)):
        if _mode(folder) & GROUP_AND_OTHERS:
            yield f"文件夹 {folder} 别人也能进，请运行 chmod 700 {folder}。"
    for file in _database_files(settings):
        if _mode(file) & GROUP_AND_OTHERS:
            yield f"数据库文件 {file} 别人也能读，请运行 chmod 600 {file}。"
    secret = settings.secret_file
    # A secret that the system hands over is often the group's; never everybody's.
    if secret is not None and _mode(secret) & stat.S_IRWXO:
        yield f"密钥文件 {secret} 别人也能读，请运行 chmod 600 {secret}，并换一个密钥。"


def _database_files(settings: Settings) -> Iterable[Path]:
    kept = make_url(settings.database_url).database
    if not settings.uses_sqlite or not kept:
        return []
    return [file for end in WAL_FILES if (file := Path(kept + end)).exists()]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0


def _of_the_journal(now: datetime | None) -> Iterator[str]:
    """Say what is wrong with the journal's end; now: None where the business date is made up."""
    for name in missing_triggers():
        yield f"数据库里缺少保护操作日志的触发器 {name}，请运行 luoshi verify。"
    last = db.session.scalar(select(Entry).order_by(Entry.seq.desc().nulls_last()).limit(1))
    end = head()
    if last is None and end is None:
        return
    is_whole = last is not None and end is not None and (last.seq, last.hash) == (end.seq, end.hash)
    if not is_whole or last is None or last.hash != digest(last, last.previous_hash or ""):
        yield "操作日志的末尾与封存的链头不符，请运行 luoshi verify 查明。"
    elif now is not None and last.at > now + SLACK:
        yield f"系统时钟比最后一条操作日志（{in_full(local_date(last.at))}）还早，请校准时钟。"


def _of_the_people(today: date) -> Iterator[str]:
    for role, words in THREE.items():
        if not holders(role, today):
            yield f"没有在用的{words}账号，请先运行 luoshi init。"
    logins = [login for _, login, _ in ACCOUNTS]
    found = select(Person).where(Person.login.in_(logins), Person.password_hash.is_not(None))
    for person in db.session.scalars(found):
        if knows_password(person, PASSWORD):
            yield f"账号 {person.login} 用的是示例密码，请停用或改密码。"


def _of_the_data(settings: Settings) -> Iterator[str]:
    if holds_example():
        yield "库里装的是示例城市，不能用于生产；请换一个空的 LUOSHI_HOME 或数据库。"
    for it in unreadable_options():
        yield f"设置“{it.label}”存的值无法识别，已按默认值处理；请在“设置”页重新保存。"
    if settings.uses_sqlite and has_wal_bug(sqlite_version(db.engine)):
        mode = db.session.scalar(text("PRAGMA journal_mode"))
        if mode == "wal":
            yield "数据库仍在用 WAL，而这个版本的 SQLite 会因此丢失数据；请停止所有进程后重新启动。"
