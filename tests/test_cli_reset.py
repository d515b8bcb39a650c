"""`luoshi reset-password`, as a shell meets it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_cli_init import NAMED, begin
from tracker.cli import luoshi

GIVEN = "Velvet-88-larch"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with its three admins."""
    assert begin(tmp_path, *NAMED, "--passwords-from-stdin")[0] == 0
    return tmp_path


def reset(home: Path, *words: str, typed: str) -> tuple[int, str]:
    environ = {"LUOSHI_HOME": str(home), "LUOSHI_DATABASE_URL": None, "LUOSHI_ENV": "production"}
    done = CliRunner().invoke(luoshi, ["reset-password", *words], input=typed, env=environ)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_password_is_asked_for_twice_and_not_shown(home: Path) -> None:
    code, said = reset(home, "boyu", typed=f"{GIVEN}\n{GIVEN}\n")

    assert code == 0, said
    assert "柏羽（boyu）的密码已重设，首次登录须修改。" in said
    assert GIVEN not in said


def test_a_password_is_read_from_standard_input(home: Path) -> None:
    code, said = reset(home, "chenlu", "--password-from-stdin", typed=f"{GIVEN}\n")

    assert code == 0, said
    assert GIVEN not in said


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("boyu",), "", "一行"),
        (("boyu",), f"{GIVEN}\n{GIVEN}\n", "一行"),
        (("boyu",), "short\n", "至少 10 个字符"),
        (("nobody",), f"{GIVEN}\n", "没有这个用户名"),
        (("boyu", "--second-factor"), f"{GIVEN}\n", "没有设置动态口令"),
    ],
)
def test_a_wrong_answer_is_one_line(
    home: Path, words: tuple[str, ...], typed: str, sentence: str
) -> None:
    code, said = reset(home, *words, "--password-from-stdin", typed=typed)

    assert code == 1
    assert len(said.strip().splitlines()) == 1
    assert said.startswith("luoshi：")
    assert sentence in said
