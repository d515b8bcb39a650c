"""create_app(): the one place that knows every package."""

from pathlib import Path

from flask import Flask, request
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tracker.config import Environment, Settings
from tracker.example.people import ACCOUNTS, PASSWORD
from tracker.foundation.clock import PINNED
from tracker.foundation.db import db, engine_options, make_database_file, prepare_engine
from tracker.foundation.folders import PACKAGE, folder
from tracker.foundation.numbers import RowNumber
from tracker.inbox import views as inbox
from tracker.overview import burden_views as burden
from tracker.overview import fan_out_views as fan_out
from tracker.overview import journal_views as journal
from tracker.overview import list_views as lists
from tracker.overview import views as overview
from tracker.people import views as people
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import prepare_sessions
from tracker.saved_views import views as saved_views
from tracker.settings import views as settings_pages
from tracker.settings.mailing import views as mailing
from tracker.settings.webhooks import views as webhooks
from tracker.shell import views as shell
from tracker.shell.assets import prepare_assets
from tracker.shell.context import prepare_templates
from tracker.shell.guards import check_declarations, stand_guard
from tracker.shell.handing_out import note_what_leaves
from tracker.shell.headers import send_headers
from tracker.shell.once import answer_once
from tracker.shell.refusals import answer_refusals
from tracker.shell.reports import reports
from tracker.shell.requests import number_requests
from tracker.workplan.directives import views as directives
from tracker.workplan.meetings import views as meetings
from tracker.workplan.progress import views as progress
from tracker.workplan.progress.circulars import views as circulars
from tracker.workplan.progress.composing import views as compositions
from tracker.workplan.progress.evidence import views as evidence
from tracker.workplan.review import views as review
from tracker.workplan.tasks import views as tasks

MEBIBYTE = 1024 * 1024
LARGEST_REQUEST = 20 * MEBIBYTE
# What may be larger: the largest file that an office can let its units attach, and the form round it.
LARGER_REQUESTS = {"progress.report": 52 * MEBIBYTE}
# A report of a million characters pasted into a form is a few megabytes of UTF-8.
LARGEST_FORM = 8 * MEBIBYTE
REFUSALS_EVERY = 0.25
BLUEPRINTS = (
    overview.pages,
    inbox.pages,
    journal.pages,
    lists.pages,
    fan_out.pages,
    burden.pages,
    people.pages,
    settings_pages.pages,
    webhooks.pages,
    mailing.pages,
    saved_views.pages,
    shell.pages,
    reports,
    meetings.pages,
    directives.pages,
    tasks.pages,
    progress.pages,
    compositions.pages,
    circulars.pages,
    evidence.pages,
    review.pages,
)


def create_app(settings: Settings) -> Flask:
    """Build the application; raises RuntimeError when a route declares no permission."""
    app = Flask(
        "tracker", static_folder=str(PACKAGE / "static"), template_folder=str(folder("templates"))
    )
    _configure(app, settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Babel(app, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai")
    prepare_sessions(app)
    number_requests(app)
    app.before_request(_let_larger_in)
    stand_guard(app)
    answer_once(app)
    send_headers(app)
    note_what_leaves(app)
    answer_refusals(app)
    prepare_assets(app)
    prepare_templates(app)
    app.url_map.converters["int"] = RowNumber
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    requires(Permission.PUBLIC)(app.view_functions["static"])
    check_declarations(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    settings.files.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_database_file(settings.database_url)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        ENVIRONMENT=settings.environment,
        TESTING=settings.environment is Environment.TEST,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        # A browser takes a `__Host-` cookie from this very site alone, over TLS.
        SESSION_COOKIE_NAME="__Host-luoshi-form" if settings.uses_tls else "luoshi-form",
        SESSION_COOKIE_SECURE=settings.uses_tls,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        PREFERRED_URL_SCHEME="https" if settings.uses_tls else "http",
        FILES=settings.files,
        SECOND_FACTOR_OF_ADMINS=settings.is_production,
        REFUSALS_LEAVE_EVERY=0 if settings.environment is Environment.TEST else REFUSALS_EVERY,
        BASE_URL=settings.base_url,
        MAIL=settings.mail,
        JOURNAL_HEADS=settings.home / "journal-head",
        EXAMPLE_ACCOUNTS=ACCOUNTS if settings.environment is Environment.EXAMPLE else (),
        EXAMPLE_PASSWORD=PASSWORD,
    )
    if settings.trusted_proxies:
        # The sender's address alone: links are built from BASE_URL, never from what is forwarded.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own way of wrapping
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0
        )
    app.config[PINNED] = None if settings.is_production else settings.today


def _let_larger_in() -> None:
    """Take files in that are larger than a usual request, where they belong; before anything reads it."""
    larger = LARGER_REQUESTS.get(request.endpoint or "")
    if larger is not None:
        request.max_content_length = larger


def with_static_files(app: Flask) -> WhiteNoise:
    """Serve the built assets before the application; their hashed names may be kept for a year."""
    return WhiteNoise(
        app.wsgi_app,
        root=Path(app.static_folder or ""),
        prefix="static/",
        max_age=0,
        immutable_file_test=lambda _path, url: "/dist/" in url,
    )
