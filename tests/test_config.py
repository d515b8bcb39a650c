"""What the environment decides."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tracker.config import ConfigurationError, Environment, check_safe, read_settings

LONG = "k" * 40


def environ(home: Path, **more: str) -> dict[str, str]:
    return {"LUOSHI_HOME": str(home), **more}


def test_an_empty_environment_is_a_production_on_the_embedded_database(tmp_path: Path) -> None:
    settings = read_settings(environ(tmp_path))

    assert settings.is_production
    assert settings.uses_tls
    assert settings.uses_sqlite
    assert settings.database_url == f"sqlite:///{tmp_path / 'luoshi.db'}"
    assert settings.files == tmp_path / "files"


def test_the_secret_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    first = read_settings(environ(tmp_path)).secret_key

    assert read_settings(environ(tmp_path)).secret_key == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_secret_can_be_given_or_kept_in_a_file(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere.key"
    kept.write_text(LONG + "\n", "utf-8")

    assert read_settings(environ(tmp_path, LUOSHI_SECRET_KEY=LONG)).secret_key == LONG
    assert read_settings(environ(tmp_path, LUOSHI_SECRET_KEY_FILE=str(kept))).secret_key == LONG


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LUOSHI_SECRET_KEY", "short", "至少 32 个字符"),
        ("LUOSHI_SECRET_KEY_FILE", "/nowhere/at/all", "读不到密钥文件"),
        ("LUOSHI_ENV", "staging", "LUOSHI_ENV 只能是"),
        ("LUOSHI_TODAY", "18.6.2026", "LUOSHI_TODAY"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        read_settings(environ(tmp_path, **{name: value}))


def test_the_business_date_can_be_pinned(tmp_path: Path) -> None:
    assert read_settings(environ(tmp_path, LUOSHI_TODAY="2026-06-18")).today == date(2026, 6, 18)


def test_production_without_tls_is_refused_unless_chosen_knowingly(tmp_path: Path) -> None:
    settings = read_settings(environ(tmp_path))

    with pytest.raises(ConfigurationError, match="LUOSHI_BASE_URL"):
        check_safe(settings)
    check_safe(replace(settings, base_url="https://luoshi.example"))
    check_safe(read_settings(environ(tmp_path, LUOSHI_ALLOW_HTTP="1")))
    check_safe(replace(settings, environment=Environment.EXAMPLE))
