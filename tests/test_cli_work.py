"""`luoshi work`, as a shell meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import SECRET_KEY, TODAY
from tests.databases import copied
from tracker import cli_work
from tracker.cli_work import work_command
from tracker.config import MailServer, Settings

Run = Callable[..., Result]
SMTP = {"LUOSHI_SMTP_HOST": "mail.example", "LUOSHI_MAIL_FROM": "luoshi@example.org"}


@pytest.fixture
def run(tmp_path: Path, blank: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on an empty database; the log stays as pytest has it."""
    monkeypatch.setattr(cli_work, "log_as_json_lines", lambda: None)
    database = copied(blank, tmp_path)

    def run(*options: str, **more: str) -> Result:
        environ = {
            "LUOSHI_HOME": str(tmp_path),
            "LUOSHI_DATABASE_URL": database,
            "LUOSHI_SECRET_KEY": SECRET_KEY,
            "LUOSHI_ENV": "test",
            "LUOSHI_TODAY": TODAY.isoformat(),
        }
        return CliRunner().invoke(work_command, options, env={**environ, **more})

    return run


def test_once_does_what_is_due_and_ends(run: Run) -> None:
    done = run("--once")

    assert (done.exit_code, done.stdout) == (0, "该做的都做完了。\n")


def test_what_broke_off_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_work, "run_once", lambda _app: ["deliver", "sweep"])

    done = run("--once")

    assert done.exit_code == 1
    assert done.stderr.startswith("没有做完：deliver、sweep。")


@pytest.mark.parametrize(("more", "says"), [({}, True), (SMTP, False)])
def test_it_works_until_stopped_and_says_where_no_mails_go(
    run: Run, monkeypatch: pytest.MonkeyPatch, more: dict[str, str], *, says: bool
) -> None:
    worked: list[MailServer | None] = []

    def work(_app: object, settings: Settings) -> None:
        worked.append(settings.mail)

    monkeypatch.setattr(cli_work, "work", work)

    done = run(**more)

    assert done.exit_code == 0
    assert ("没有设置 LUOSHI_SMTP_HOST" in done.stderr) is says
    assert [it is None for it in worked] == [says]


def test_it_refuses_where_it_would_not_be_served(run: Run, tmp_path: Path) -> None:
    done = run("--once", LUOSHI_DATABASE_URL=f"sqlite:///{tmp_path / 'empty.db'}")

    assert done.exit_code == 1
    assert "先运行 luoshi upgrade" in done.stderr
