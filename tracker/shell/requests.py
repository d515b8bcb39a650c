"""A number for every request: the log, the page of a fault and the journal name the same one."""

import json
import logging
import secrets
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context


def number_requests(app: Flask) -> None:
    """Give each request its number, and send it along with the answer."""
    app.before_request(_number)
    app.after_request(_send_number)


def _number() -> None:
    # Never taken from the request: who sends it could write what they like into the log.
    g.request_id = secrets.token_hex(8)


def _send_number(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "-")
    return response


class JsonLines(logging.Formatter):
    """One line of JSON for each event; whatever could break or paint a line is escaped (C26)."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the event as ASCII, so that no control or direction sign survives."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "request": g.get("request_id") if has_request_context() else None,
            "said": record.getMessage(),
        }
        if record.exc_info:
            told["cause"] = self.formatException(record.exc_info)
        return json.dumps(told)


def log_as_json_lines() -> None:
    """Write what the process logs to standard error, one JSON object a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
