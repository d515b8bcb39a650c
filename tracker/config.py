"""What the environment decides (LUOSHI_…), read once, typed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

SHORTEST_SECRET = 32


class ConfigurationError(ValueError):
    """A setting that cannot be used, with the sentence that says why."""


class Environment(StrEnum):
    """What kind of installation this is."""

    PRODUCTION = "production"
    EXAMPLE = "example"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is needed to start.

    home: folder of the embedded database, files and the generated secret.
    database_url: ``sqlite:///…`` or ``postgresql+psycopg://…``.
    files: folder of the uploaded originals.
    secret_key: signs form tokens and flashed messages; identities are never signed cookies.
    base_url: the address that people type, or None.
    today: the pinned business date, honoured outside production only.
    allow_http: an intranet without TLS was chosen knowingly.
    """

    home: Path
    database_url: str
    files: Path
    secret_key: str
    environment: Environment = Environment.PRODUCTION
    base_url: str | None = None
    today: date | None = None
    allow_http: bool = False

    @property
    def is_production(self) -> bool:
        """Whether real work is kept here."""
        return self.environment is Environment.PRODUCTION

    @property
    def uses_tls(self) -> bool:
        """Whether cookies may insist on an encrypted connection."""
        return self.is_production and not self.allow_http

    @property
    def uses_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings, making the home folder and its secret where they are missing.

    Raises ConfigurationError with a sentence when a value cannot be used.
    """
    home = Path(environ.get("LUOSHI_HOME") or "instance").resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        home=home,
        database_url=environ.get("LUOSHI_DATABASE_URL") or f"sqlite:///{home / 'luoshi.db'}",
        files=Path(environ.get("LUOSHI_FILES") or home / "files").resolve(),
        secret_key=_secret(environ, home),
        environment=_environment(environ.get("LUOSHI_ENV")),
        base_url=environ.get("LUOSHI_BASE_URL") or None,
        today=_date(environ.get("LUOSHI_TODAY")),
        allow_http=environ.get("LUOSHI_ALLOW_HTTP") == "1",
    )


def check_safe(settings: Settings) -> None:
    """Refuse to serve real work in an unsafe way; the sentence says what to set."""
    if not settings.is_production or settings.allow_http:
        return
    if not (settings.base_url or "").startswith("https://"):
        raise ConfigurationError(
            "生产环境须设置 LUOSHI_BASE_URL=https://…；"
            "内网确无 TLS 的，设置 LUOSHI_ALLOW_HTTP=1；只想试用的，先运行 luoshi example。"
        )


def _secret(environ: Mapping[str, str], home: Path) -> str:
    given = environ.get("LUOSHI_SECRET_KEY")
    named = environ.get("LUOSHI_SECRET_KEY_FILE")
    if given is None and named:
        try:
            given = Path(named).read_text("utf-8").strip()
        except OSError as error:
            raise ConfigurationError(f"读不到密钥文件 {named}。") from error
    if given is not None:
        if len(given) < SHORTEST_SECRET:
            raise ConfigurationError(f"LUOSHI_SECRET_KEY 至少 {SHORTEST_SECRET} 个字符。")
        return given
    kept = home / "secret.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), "utf-8")
    return kept.read_text("utf-8").strip()


def _environment(name: str | None) -> Environment:
    try:
        return Environment(name or Environment.PRODUCTION)
    except ValueError as error:
        raise ConfigurationError("LUOSHI_ENV 只能是 production、example 或 test。") from error


def _date(words: str | None) -> date | None:
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise ConfigurationError("LUOSHI_TODAY 应写成 2026-06-18 的样子。") from error
