"""The `luoshi` command, as a shell meets it."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tracker.cli import COMMANDS, luoshi
from tracker.example.people import ACCOUNTS

REPORT = (
    "全市水利工作会议召开\n"
    "6月10日，全市水利工作会议召开。会议要求，要突出“安澜”，完成险工险段整治，全面排查水库安全隐患。\n"
)


FIRST = (
    *("--place", "石桥市", "--system-admin", "gu:顾平", "--security-admin", "fang:方正"),
    *("--auditor", "shi:石磊", "--passwords-from-stdin"),
)
PASSWORDS = "Meadow-42-lantern\nHarbour-17-pebble\nOrchard-93-copper\n"


def run(
    home: Path, *words: str, given: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in an environment of its own; given: what stands on standard input."""
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")},
        "LUOSHI_HOME": str(home),
        "PYTHONWARNINGS": "error",
        **more,
    }
    return subprocess.run(
        [sys.executable, "-c", "from tracker.cli import main; main()", *words],
        env=environ,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a small example in it."""
    home = tmp_path_factory.mktemp("home")
    done = run(home, "example", "--scale", "20", LUOSHI_TODAY="2026-06-18")
    assert done.returncode == 0, done.stderr
    return home


def test_the_commands_of_the_contract_are_there() -> None:
    assert {"extract", "upgrade", "init", "example", "serve", "import", "verify", "check"} <= set(
        COMMANDS
    )


def test_a_command_is_loaded_by_its_name_alone() -> None:
    context = click.Context(luoshi)

    assert [getattr(luoshi.get_command(context, it), "name", None) for it in COMMANDS] == list(
        COMMANDS
    )
    assert luoshi.get_command(context, "nothing") is None


def test_the_database_is_made_and_upgraded_again(tmp_path: Path) -> None:
    for _ in range(2):
        done = run(tmp_path, "upgrade")
        assert done.returncode == 0, done.stderr
        assert "最新版本" in done.stdout
    assert (tmp_path / "luoshi.db").exists()


def test_a_setting_that_cannot_be_used_is_one_line_and_exit_1(tmp_path: Path) -> None:
    done = run(tmp_path, "upgrade", LUOSHI_SECRET_KEY="short")

    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == ["luoshi：LUOSHI_SECRET_KEY 至少 32 个字符。"]


def test_wrong_usage_is_exit_2(tmp_path: Path) -> None:
    assert run(tmp_path, "serve", "--port", "0").returncode == 2


def test_production_without_tls_does_not_pass_the_check(tmp_path: Path) -> None:
    run(tmp_path, "upgrade")
    unbegun = run(tmp_path, "check")
    begun = run(tmp_path, "init", *FIRST, given=PASSWORDS)

    refused = run(tmp_path, "check")
    allowed = run(tmp_path, "check", LUOSHI_ALLOW_HTTP="1", LUOSHI_TODAY="2026-06-18")

    assert begun.returncode == 0, begun.stderr
    lines = unbegun.stderr.strip().splitlines()
    assert len(lines) == 4
    assert all(line.startswith("luoshi：") for line in lines)
    assert refused.returncode == 1
    assert "LUOSHI_BASE_URL" in refused.stderr
    assert (allowed.returncode, allowed.stdout.strip()) == (0, "自检通过。")
    assert "LUOSHI_TODAY" in allowed.stderr


def test_serving_refuses_on_what_the_check_refuses(tmp_path: Path) -> None:
    refused = run(tmp_path, "serve", LUOSHI_ALLOW_HTTP="1")

    assert refused.returncode == 1
    assert "没有在用的系统管理员账号" in refused.stderr
    assert "落实已启动" not in refused.stdout


def test_an_example_is_not_served_as_a_production_by_name(filled: Path) -> None:
    refused = run(filled, "check", LUOSHI_ENV="production", LUOSHI_ALLOW_HTTP="1")

    assert refused.returncode == 1
    assert "示例城市" in refused.stderr
    assert "示例密码" in refused.stderr


def test_a_database_of_the_example_passes_the_check_as_an_example(filled: Path) -> None:
    assert run(filled, "check").returncode == 0


def test_the_example_is_not_loaded_twice(filled: Path) -> None:
    again = run(filled, "example")
    quietly = run(filled, "example", "--unless-filled")

    assert again.returncode == 1
    assert again.stderr.startswith("luoshi：")
    assert (quietly.returncode, quietly.stdout) == (0, "")


def test_a_report_is_imported_once(filled: Path, tmp_path: Path) -> None:
    report = tmp_path / "水利.txt"
    report.write_text(REPORT, "utf-8")
    name = supervisor()

    first = run(filled, "import", str(report), "--as", name)
    second = run(filled, "import", str(report), "--as", name)
    by_nobody = run(filled, "import", str(report), "--as", "nobody")

    assert first.returncode == 0, first.stderr
    assert "已收下《全市水利工作会议召开》" in first.stdout
    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    assert by_nobody.returncode == 1


def test_a_file_that_cannot_be_read_is_refused_in_one_line(filled: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 broken")

    done = run(filled, "import", str(broken), "--as", supervisor())

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_one_line_too(filled: Path, tmp_path: Path) -> None:
    done = run(filled, "import", str(tmp_path / "无.txt"), "--as", supervisor())

    assert done.returncode == 1
    assert "没有这个文件" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_there_is_to_say_of_an_imported_file_is_said(filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "水利.html"
    page.write_text(f"<html><p>内部资料<p>{REPORT}<p>又，年底前修复水闸。", "gb18030")

    done = run(filled, "import", str(page), "--as", supervisor())

    assert done.returncode == 0, done.stderr
    assert "“内部”“工作秘密”一类标志" in done.stderr


def supervisor() -> str:
    """A supervisor's login in the example."""
    return next(login for role, login, _ in ACCOUNTS if role.endswith("督查员"))
