"""`luoshi init`, as a shell meets it; and that no credential stands anywhere else."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_cli import run
from tracker.cli import luoshi
from tracker.config import ConfigurationError, read_settings
from tracker.example.people import PASSWORD

ROOT = Path(__file__).parents[1]
NAMED = (
    "--place",
    "石桥市",
    "--system-admin",
    "anping:安平",
    "--security-admin",
    "boyu：柏羽",
    "--auditor",
    "chenlu:陈鹭",
)
THREE = "Harbour-71-kite\nHarbour-72-kite\nHarbour-73-kite\n"


def begin(home: Path, *words: str, typed: str = THREE) -> tuple[int, str]:
    """Run the command in this process and return its exit code and everything it said."""
    environ = {"LUOSHI_HOME": str(home), "LUOSHI_DATABASE_URL": None, "LUOSHI_ENV": "production"}
    done = CliRunner().invoke(luoshi, ["init", *words], input=typed, env=environ)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_first_accounts_are_made_once(tmp_path: Path) -> None:
    code, said = begin(tmp_path, *NAMED, "--passwords-from-stdin")

    assert code == 0, said
    assert "系统管理员　安平　用户名 anping" in said
    assert "安全管理员　柏羽　用户名 boyu" in said
    assert "首次登录须修改密码" in said
    assert "Harbour" not in said
    again = begin(tmp_path, *NAMED, "--passwords-from-stdin")
    assert again[0] == 1
    assert "库里已有人员" in again[1]


def test_what_is_not_given_is_asked_for_and_passwords_are_not_shown(tmp_path: Path) -> None:
    answers = ["石桥市", "anping:安平", "boyu:柏羽", "chenlu:陈鹭"]
    passwords = [line for line in THREE.split() for _ in range(2)]

    code, said = begin(tmp_path, typed="\n".join([*answers, *passwords]) + "\n")

    assert code == 0, said
    assert "系统管理员安平的一次性密码" in said
    assert "Harbour" not in said


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (NAMED, "Harbour-71-kite\n", "三行"),
        (NAMED, "Harbour-71-kite\n\nHarbour-73-kite\n", "三行"),
        (NAMED, THREE.replace("72", "71"), "密码都不能相同"),
        (NAMED, "short\nHarbour-72-kite\nHarbour-73-kite\n", "至少 10 个字符"),
        ((*NAMED[:-1], "chenlu"), THREE, "用户名:姓名"),
        ((*NAMED[:-1], ":陈鹭"), THREE, "用户名:姓名"),
    ],
)
def test_a_wrong_answer_is_one_line_and_leaves_nothing_behind(
    tmp_path: Path, words: tuple[str, ...], typed: str, sentence: str
) -> None:
    code, said = begin(tmp_path, *words, "--passwords-from-stdin", typed=typed)

    assert code == 1
    assert len(said.strip().splitlines()) == 1
    assert said.startswith("luoshi：")
    assert sentence in said
    assert begin(tmp_path, *NAMED, "--passwords-from-stdin")[0] == 0


def test_it_is_not_for_the_example_city(tmp_path: Path) -> None:
    assert run(tmp_path, "example", "--scale", "1", LUOSHI_TODAY="2026-06-18").returncode == 0

    code, said = begin(tmp_path, *NAMED, "--passwords-from-stdin")

    assert code == 1
    assert "库里已有人员" in said


def test_no_page_of_the_documents_gives_a_password_but_the_examples() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "Makefile"]
    pages += sorted((ROOT / "docs").rglob("*.md"))
    given = {
        found
        for page in pages
        for found in re.findall(
            r"(?:密码|口令|password)[^`\n]{0,20}`([^`\s-][^`\s]{3,})`",
            page.read_text("utf-8"),
            re.IGNORECASE,
        )
    }

    assert {it for it in given if not it.startswith(("LUOSHI_", "luoshi "))} <= {PASSWORD}


@pytest.mark.parametrize("words", ["-1", "6", "two", "1.0", "１"])
def test_a_number_of_proxies_that_makes_no_sense_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(ConfigurationError, match="LUOSHI_TRUSTED_PROXIES"):
        read_settings({"LUOSHI_HOME": str(tmp_path), "LUOSHI_TRUSTED_PROXIES": words})


def test_no_proxy_is_believed_unless_it_is_set(tmp_path: Path) -> None:
    home = {"LUOSHI_HOME": str(tmp_path)}

    assert read_settings(home).trusted_proxies == 0
    assert read_settings(home | {"LUOSHI_TRUSTED_PROXIES": ""}).trusted_proxies == 0
    assert read_settings(home | {"LUOSHI_TRUSTED_PROXIES": "2"}).trusted_proxies == 2
