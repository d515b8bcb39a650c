"""What the environment decides (LUOSHI_…), read once, typed."""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

SHORTEST_SECRET = 32
MOST_PROXIES = 5
HIGHEST_PORT = 65535
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
FEWEST_SIGNS = 10
"""A secret with fewer different characters was typed, not drawn."""
KNOWN_SECRETS = re.compile(
    r"change.?me|change.?this|your.?secret|secret.?key|django.?insecure|only.used.in.tests"
    r"|password|example|placeholder|0123456789|123456789|abcdefgh|密钥",
    re.IGNORECASE,
)
RELEASED_AFTER = date(2026, 1, 1)
"""This release was built after that day: a clock that stands before it is wrong."""
T = TypeVar("T")


class ConfigurationError(ValueError):
    """Values that cannot be used, with a sentence for each that says why, one a line."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class MailSecurity(StrEnum):
    """How the connection to the mail server is kept from others: none, turned on after greeting, from the start."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS = {MailSecurity.NONE: 25, MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in; sender: the address that they come from; user: '' to hand in without one."""

    host: str
    port: int
    security: MailSecurity
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


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
    environment_is_named: somebody said which environment this is, rather than leaving it open.
    secret_file: where the secret is kept, None where it was given directly.
    mail: the mail server, None where no mails are sent.
    trusted_proxies: how many proxies of ours stand before it, each naming its sender in
        X-Forwarded-For; 0: that header is not believed.
    """

    home: Path
    database_url: str
    files: Path
    secret_key: str
    environment: Environment = Environment.PRODUCTION
    base_url: str | None = None
    today: date | None = None
    allow_http: bool = False
    trusted_proxies: int = 0
    environment_is_named: bool = False
    secret_file: Path | None = None
    mail: MailServer | None = None

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

    Raises ConfigurationError with a sentence for every value that cannot be used.
    """
    home = Path(environ.get("LUOSHI_HOME") or "instance").resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    named = environ.get("LUOSHI_SECRET_KEY_FILE")
    file = Path(named) if named else home / "secret.key"
    reading = _Reading()
    settings = Settings(
        home=home,
        database_url=environ.get("LUOSHI_DATABASE_URL") or f"sqlite:///{home / 'luoshi.db'}",
        files=Path(environ.get("LUOSHI_FILES") or home / "files").resolve(),
        secret_key=reading.read(lambda: _secret(environ, home), ""),
        secret_file=None if environ.get("LUOSHI_SECRET_KEY") is not None else file,
        environment=reading.read(
            lambda: _environment(environ.get("LUOSHI_ENV")), Environment.PRODUCTION
        ),
        environment_is_named=bool(environ.get("LUOSHI_ENV")),
        base_url=environ.get("LUOSHI_BASE_URL") or None,
        today=reading.read(lambda: _date(environ.get("LUOSHI_TODAY")), None),
        allow_http=environ.get("LUOSHI_ALLOW_HTTP") == "1",
        trusted_proxies=reading.read(lambda: _proxies(environ.get("LUOSHI_TRUSTED_PROXIES")), 0),
        mail=reading.read(lambda: _mail(environ), None),
    )
    if reading.faults:
        raise ConfigurationError(*reading.faults)
    return settings


class _Reading:
    """Reads value after value and remembers what is wrong with each."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def read(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except ConfigurationError as error:
            self.faults += error.sentences
            return otherwise


def faults_of(settings: Settings) -> Iterable[str]:
    """Say what makes these settings unsafe for real work, a sentence each."""
    if not settings.is_production:
        return
    if not settings.allow_http and not (settings.base_url or "").startswith("https://"):
        yield (
            "生产环境须设置 LUOSHI_BASE_URL=https://…；"
            "内网确无 TLS 的，设置 LUOSHI_ALLOW_HTTP=1；只想试用的，先运行 luoshi example。"
        )
    if is_guessable(settings.secret_key):
        yield "密钥太容易猜到，请换成随机生成的（不设 LUOSHI_SECRET_KEY 时会自动生成）。"


def remarks_on(settings: Settings) -> Iterable[str]:
    """Say what the person who starts it should know, though it may be served so."""
    if settings.is_production and settings.today is not None:
        yield "LUOSHI_TODAY 只在演示和测试中有效，生产环境不理会，业务日期就是今天。"
    if settings.is_production and settings.allow_http:
        yield "连接不加密（LUOSHI_ALLOW_HTTP=1），只应在与外界隔离的内网中使用。"


def is_guessable(secret: str) -> bool:
    """Whether a secret is one that manuals use, or was typed rather than drawn."""
    return len(set(secret)) < FEWEST_SIGNS or KNOWN_SECRETS.search(secret) is not None


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


def _proxies(words: str | None) -> int:
    if not words:
        return 0
    if words not in {str(count) for count in range(MOST_PROXIES + 1)}:
        raise ConfigurationError(
            f"LUOSHI_TRUSTED_PROXIES 是前面自有反向代理的层数，填 0 到 {MOST_PROXIES}。"
        )
    return int(words)


def _mail(environ: Mapping[str, str]) -> MailServer | None:
    host = environ.get("LUOSHI_SMTP_HOST")
    if not host:
        return None
    try:
        security = MailSecurity(environ.get("LUOSHI_SMTP_SECURITY") or MailSecurity.STARTTLS)
    except ValueError as error:
        raise ConfigurationError("LUOSHI_SMTP_SECURITY 只能是 starttls、tls 或 none。") from error
    port = environ.get("LUOSHI_SMTP_PORT") or str(PORTS[security])
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= HIGHEST_PORT:
        raise ConfigurationError("LUOSHI_SMTP_PORT 填 1 到 65535 的端口号。")
    sender = environ.get("LUOSHI_MAIL_FROM") or ""
    if not PLAIN_ADDRESS.fullmatch(sender):
        raise ConfigurationError("LUOSHI_MAIL_FROM 须是发件地址，如 luoshi@example.org。")
    user, password = environ.get("LUOSHI_SMTP_USER") or "", _mail_password(environ)
    if user and security is MailSecurity.NONE:
        raise ConfigurationError(
            "LUOSHI_SMTP_SECURITY=none 时不能用密码登录邮件服务器，请用 starttls 或 tls。"
        )
    return MailServer(host, int(port), security, sender, user, password)


def _mail_password(environ: Mapping[str, str]) -> str:
    named = environ.get("LUOSHI_SMTP_PASSWORD_FILE")
    if not named:
        return environ.get("LUOSHI_SMTP_PASSWORD") or ""
    try:
        return Path(named).read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"读不到邮件密码文件 {named}。") from error


def _date(words: str | None) -> date | None:
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise ConfigurationError("LUOSHI_TODAY 应写成 2026-06-18 的样子。") from error
