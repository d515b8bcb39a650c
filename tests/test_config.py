"""What the environment decides."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tracker.config import (
    ConfigurationError,
    Environment,
    MailSecurity,
    MailServer,
    faults_of,
    is_guessable,
    read_settings,
    remarks_on,
)

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
    secure = replace(settings, base_url="https://luoshi.example")

    assert "LUOSHI_BASE_URL" in "".join(faults_of(settings))
    assert list(faults_of(replace(settings, base_url="http://luoshi.example"))) != []
    assert list(faults_of(secure)) == []
    assert list(faults_of(read_settings(environ(tmp_path, LUOSHI_ALLOW_HTTP="1")))) == []
    assert list(faults_of(replace(settings, environment=Environment.EXAMPLE))) == []


@pytest.mark.parametrize(
    "secret",
    [
        "k" * 40,
        "changeme" * 5,
        "django-insecure-x7f!q0z9v3m1w8r5t2y4",
        "0123456789abcdef0123456789abcdef",
        "please-change-this-before-going-live-1",
    ],
)
def test_a_secret_that_can_be_guessed_is_a_fault(tmp_path: Path, secret: str) -> None:
    settings = replace(
        read_settings(environ(tmp_path)), secret_key=secret, base_url="https://luoshi.example"
    )

    assert ["密钥太容易猜到" in it for it in faults_of(settings)] == [True]
    assert not is_guessable(read_settings(environ(tmp_path)).secret_key)


def test_every_value_that_cannot_be_used_is_told_at_once(tmp_path: Path) -> None:
    wrong = environ(
        tmp_path,
        LUOSHI_SECRET_KEY="short",
        LUOSHI_ENV="staging",
        LUOSHI_TODAY="18.6.2026",
        LUOSHI_TRUSTED_PROXIES="many",
    )
    with pytest.raises(ConfigurationError) as refused:
        read_settings(wrong)

    assert len(refused.value.sentences) == 4
    assert len(str(refused.value).splitlines()) == 4


def test_a_pinned_date_in_production_is_said_to_be_ignored(tmp_path: Path) -> None:
    settings = read_settings(environ(tmp_path, LUOSHI_TODAY="2026-06-18"))

    assert ["LUOSHI_TODAY" in it for it in remarks_on(settings)] == [True]
    assert list(remarks_on(replace(settings, environment=Environment.EXAMPLE))) == []
    assert list(remarks_on(replace(settings, today=None))) == []
    assert [
        "不加密" in it for it in remarks_on(replace(settings, today=None, allow_http=True))
    ] == [True]


def test_where_the_secret_is_kept_is_known(tmp_path: Path) -> None:
    assert read_settings(environ(tmp_path)).secret_file == tmp_path / "secret.key"
    assert read_settings(environ(tmp_path, LUOSHI_SECRET_KEY=LONG)).secret_file is None


MAIL = {"LUOSHI_SMTP_HOST": "mail.example", "LUOSHI_MAIL_FROM": "luoshi@example.org"}


def test_without_a_mail_server_no_mails_are_sent(tmp_path: Path) -> None:
    assert read_settings(environ(tmp_path)).mail is None


def test_a_mail_server_is_spoken_to_in_secret_unless_said_otherwise(tmp_path: Path) -> None:
    kept = tmp_path / "mail.password"
    kept.write_text("geheim\n", "utf-8")
    signed = {"LUOSHI_SMTP_USER": "luoshi", "LUOSHI_SMTP_PASSWORD_FILE": str(kept)}

    usual = read_settings(environ(tmp_path, **MAIL, **signed)).mail
    whole = read_settings(environ(tmp_path, **MAIL, LUOSHI_SMTP_SECURITY="tls")).mail
    plain = read_settings(
        environ(tmp_path, **MAIL, LUOSHI_SMTP_SECURITY="none", LUOSHI_SMTP_PORT="2525")
    ).mail

    assert usual == MailServer(
        "mail.example", 587, MailSecurity.STARTTLS, "luoshi@example.org", "luoshi", "geheim"
    )
    assert "geheim" not in repr(usual)
    assert whole is not None
    assert whole.port == 465
    assert plain is not None
    assert plain.port == 2525


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"LUOSHI_MAIL_FROM": ""}, "LUOSHI_MAIL_FROM 须是发件地址"),
        ({"LUOSHI_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "LUOSHI_MAIL_FROM 须是发件地址"),
        ({"LUOSHI_SMTP_PORT": "70000"}, "1 到 65535"),
        ({"LUOSHI_SMTP_PORT": "smtp"}, "1 到 65535"),
        ({"LUOSHI_SMTP_SECURITY": "ssl"}, "starttls、tls 或 none"),
        ({"LUOSHI_SMTP_SECURITY": "none", "LUOSHI_SMTP_USER": "luoshi"}, "不能用密码"),
        ({"LUOSHI_SMTP_PASSWORD_FILE": "/nowhere/at/all"}, "读不到邮件密码文件"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path: Path, more: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        read_settings(environ(tmp_path, **{**MAIL, **more}))
