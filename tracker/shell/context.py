"""What every template may use."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_login import current_user

from tracker.config import Environment
from tracker.foundation import clock, wording
from tracker.foundation.labels import LABEL_WORDS, USUAL
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, may
from tracker.people.sessions import current_actor, is_signed_in
from tracker.shell.navigation import inbox_link, navigation, tabs
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import instructions_of_report
from tracker.workplan.tasks.watching.models import Watch
from tracker.workplan.tasks.watching.queries import watch_of_report

PLAIN_HTTP = N_("现在是不加密的 HTTP 连接，只应在与外界隔离的内网中使用。")
EXAMPLE = N_("这是示例：云岭市是虚构的，可以随意试用。")


def prepare_templates(app: Flask) -> None:
    """Give templates the navigation, the person, dates in words and translated sentences."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        navigation=navigation,
        inbox_link=inbox_link,
        tabs=tabs,
        example_accounts=lambda: app.config["EXAMPLE_ACCOUNTS"],
        Permission=Permission,
        LABEL_WORDS=LABEL_WORDS,
        USUAL_LABEL=USUAL,
        may=_may,
        instructions_of_report=_instructions_of_report,
        watch_of_report=_watch_of_report,
    )
    app.jinja_env.filters.update(
        in_words=_short_date,
        in_size=wording.in_size,
        in_full=wording.in_full,
        at_time=wording.at_time,
        weekday=wording.weekday,
        period_words=period_words,
        translated=_,
    )
    app.context_processor(_of_this_request)


def _instructions_of_report(report_id: int) -> Sequence[Instruction]:
    """Answer the page of a report, whose stage knows no tasks nor what is instructed about them."""
    return instructions_of_report(current_actor(), report_id)


def _watch_of_report(report_id: int) -> Watch | None:
    return watch_of_report(current_actor(), report_id)


def _of_this_request() -> dict[str, Any]:
    signed_in = current_user if is_signed_in() else None
    return {
        "signed_in": signed_in,
        "today": clock.today(),
        "example_banner": _banner(),
    }


def _may(permission: Permission) -> bool:
    return is_signed_in() and may(current_actor(), permission)


def _banner() -> str | None:
    environment: Environment = current_app.config["ENVIRONMENT"]
    if environment is Environment.EXAMPLE:
        return str(_(EXAMPLE))
    is_plain = (
        environment is Environment.PRODUCTION and not current_app.config["SESSION_COOKIE_SECURE"]
    )
    return str(_(PLAIN_HTTP)) if is_plain else None


def _short_date(day: date | datetime | None) -> str:
    """Write a date in this year's pages: without the year where it is this one."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.local_date(day)
    return wording.in_words(day, year=clock.today().year)
