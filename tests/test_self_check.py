"""The start-up self-check: a sentence for each fault, and none for a sound installation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.databases import Postgres, copied, running
from tests.town import TODAY, Town
from tracker import self_check
from tracker.config import Environment, Settings
from tracker.example.people import ACCOUNTS, PASSWORD
from tracker.foundation.db import db, has_wal_bug, journal_mode, transaction
from tracker.foundation.settings import EXAMPLE, Setting, set_setting
from tracker.journal.commands import record
from tracker.people.actor import SYSTEM
from tracker.people.commands import hash_password
from tracker.people.models import Person, SecondFactor
from tracker.self_check import faults, remarks
from tracker.workplan.tasks.limits import SIGN_BY

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
SECRET = "q7Vb2LxT9mZ4wR6yKp1HsD8fGj3NcAe5"


def production(home: Path, database_url: str) -> Settings:
    return Settings(
        home=home,
        database_url=database_url,
        files=home / "files",
        secret_key=SECRET,
        environment=Environment.PRODUCTION,
        base_url="https://luoshi.example",
    )


@pytest.fixture
def settings(blank: Path, tmp_path: Path) -> Settings:
    """A sound production on the embedded database."""
    tmp_path.chmod(0o700)
    address = copied(blank, tmp_path)
    (tmp_path / "luoshi.db").chmod(0o600)
    return production(tmp_path, address)


@pytest.fixture
def sound(settings: Settings) -> Iterator[Flask]:
    """Its application, with the three admins and a word in the journal."""
    with running(settings) as app:
        Town()
        with transaction():
            record(SYSTEM, "installation.begun", "installation:-", at=NOW)
        yield app


def found(settings: Settings, now: datetime = NOW) -> str:
    """The one fault that there is."""
    sentences = faults(settings, now)
    assert len(sentences) == 1, sentences
    return sentences[0]


@pytest.mark.usefixtures("sound")
def test_a_sound_installation_has_no_fault(settings: Settings) -> None:
    assert faults(settings, NOW) == []


@pytest.mark.usefixtures("sound")
def test_admins_without_a_second_factor_are_named(settings: Settings) -> None:
    with transaction():
        for login, confirmed_at in (("gu", NOW), ("fang", None)):
            db.session.add(
                SecondFactor(
                    person_id=_person(login).id,
                    secret="sealed",
                    made_at=NOW,
                    confirmed_at=confirmed_at,
                )
            )

    assert [it[:7] for it in remarks(settings, TODAY)] == ["安全管理员方正", "审计员石磊还没"]


def test_a_sound_installation_on_postgresql_has_no_fault(
    postgres: Postgres, tmp_path: Path
) -> None:
    with postgres.clone() as address:
        settings = production(tmp_path, address)
        with running(settings):
            Town()
            assert faults(settings, NOW) == []


@pytest.mark.usefixtures("sound")
def test_all_faults_are_told_not_only_the_first(settings: Settings) -> None:
    settings.home.chmod(0o755)
    unsafe = replace(settings, base_url=None, secret_key="changeme" * 5)

    assert len(faults(unsafe, NOW)) == 3


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("name", ["", "files"])
def test_a_folder_that_others_enter_is_a_fault(settings: Settings, name: str) -> None:
    (settings.home / name).chmod(0o750)

    assert "chmod 700" in found(settings)


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize("end", ["", "-wal"])
def test_a_database_that_others_read_is_a_fault(settings: Settings, end: str) -> None:
    (settings.home / f"luoshi.db{end}").chmod(0o640)

    assert "chmod 600" in found(settings)


@pytest.mark.usefixtures("sound")
def test_a_secret_that_others_read_is_a_fault(settings: Settings) -> None:
    key = settings.home / "given.key"
    key.write_text(SECRET, "utf-8")
    key.chmod(0o644)

    assert "密钥文件" in found(replace(settings, secret_file=key))
    key.chmod(0o640)
    assert faults(replace(settings, secret_file=key), NOW) == []


@pytest.mark.usefixtures("sound")
def test_modes_are_not_asked_where_there_are_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.home.chmod(0o755)
    monkeypatch.setattr(self_check, "HAS_MODES", False)

    assert faults(settings, NOW) == []


def test_debugging_is_a_fault(settings: Settings, sound: Flask) -> None:
    sound.debug = True

    assert "调试模式" in found(settings)


@pytest.mark.usefixtures("sound")
def test_a_clock_before_the_release_is_a_fault(settings: Settings) -> None:
    sentences = faults(settings, datetime(2015, 1, 1, tzinfo=UTC))

    assert "比本版本发布还早" in sentences[0]


@pytest.mark.usefixtures("sound")
def test_a_clock_before_the_journals_end_is_a_fault(settings: Settings) -> None:
    assert "最后一条操作日志" in found(settings, NOW - timedelta(days=1))
    assert faults(settings, NOW - timedelta(minutes=30)) == []


@pytest.mark.usefixtures("sound")
def test_an_example_is_not_asked_for_its_clock_or_its_people(settings: Settings) -> None:
    settings.home.chmod(0o755)
    example = replace(settings, environment=Environment.EXAMPLE, base_url=None)

    assert faults(example, NOW - timedelta(days=1)) == []


def test_a_database_that_does_not_open_is_a_fault(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "luoshi.db").mkdir()
    settings = production(tmp_path, f"sqlite:///{tmp_path / 'luoshi.db'}")
    (tmp_path / "luoshi.db").chmod(0o700)
    with running(settings):
        assert "数据库打不开" in faults(settings, NOW)[-1]


@pytest.mark.usefixtures("sound")
def test_a_database_of_an_older_version_is_a_fault(settings: Settings) -> None:
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0003'"))

    assert "luoshi upgrade" in found(settings)


@pytest.mark.usefixtures("sound")
def test_files_that_cannot_be_written_are_a_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        self_check, "health", lambda: {"database": True, "migrations": True, "files": False}
    )

    assert "不可写" in found(settings)


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    ("login", "words"), [("gu", "系统管理员"), ("fang", "安全管理员"), ("shi", "审计员")]
)
def test_a_missing_admin_is_a_fault(settings: Settings, login: str, words: str) -> None:
    with transaction():
        _person(login).is_active = False

    assert f"没有在用的{words}" in found(settings)


@pytest.mark.usefixtures("sound")
def test_an_example_password_is_a_fault(settings: Settings) -> None:
    login = ACCOUNTS[0][1]
    with transaction():
        person = _person("wang")
        person.login, person.password_hash = login, hash_password(PASSWORD)

    assert f"账号 {login} 用的是示例密码" in found(settings)


@pytest.mark.usefixtures("sound")
def test_example_data_is_a_fault(settings: Settings) -> None:
    with transaction():
        set_setting(EXAMPLE, "2026-06-18")

    assert "示例城市" in found(settings)


@pytest.mark.usefixtures("sound")
def test_a_setting_that_nobody_can_read_is_a_fault(settings: Settings) -> None:
    with transaction():
        db.session.add(Setting(name=SIGN_BY.name, value="soon"))

    assert "签收时限" in found(settings)


@pytest.mark.usefixtures("sound")
def test_a_journal_without_its_triggers_is_a_fault(settings: Settings) -> None:
    name = db.session.scalar(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'")
    )
    with transaction():
        db.session.execute(text(f"DROP TRIGGER {name}"))

    assert f"触发器 {name}" in found(settings)


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE journal_head SET hash = 'f' || substr(hash, 2) WHERE hash NOT LIKE 'f%'",
        "UPDATE journal_head SET seq = seq + 1",
        "DELETE FROM journal_head",
        "UPDATE journal_entry SET actor_name = '别人'",
        "DELETE FROM journal_entry",
    ],
)
def test_a_journal_whose_end_was_touched_is_a_fault(settings: Settings, deed: str) -> None:
    _without_triggers(deed)

    assert any("链头不符" in it for it in faults(settings, NOW))


@pytest.mark.usefixtures("sound")
def test_a_log_that_may_lose_writes_is_a_fault_or_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_check, "sqlite_version", lambda _engine: (3, 40, 1))

    assert "仍在用 WAL" in found(settings)
    assert "SQLite 3.40.1" in remarks(settings, TODAY)[0]


@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_bug_keep_no_write_ahead_log(
    version: tuple[int, ...], *, has_bug: bool
) -> None:
    assert has_wal_bug(version) is has_bug
    assert journal_mode(version) == ("TRUNCATE" if has_bug else "WAL")


def _person(login: str) -> Person:
    return db.session.scalars(select(Person).where(Person.login == login)).one()


def _without_triggers(deed: str) -> None:
    """Change the journal behind its guards, and put them back."""
    kept = db.session.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    with db.engine.begin() as connection:
        for name, _ in kept:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(deed)
        for _, made in kept:
            connection.exec_driver_sql(made)
    db.session.rollback()
