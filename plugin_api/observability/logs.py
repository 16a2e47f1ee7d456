"""Logs that programs read, a line of JSON for each event; on a terminal, lines that people read.

Ours, those of libraries and those of gunicorn come out alike. No event spans lines, whatever a client sends, save for
the stack trace of an unforeseen error on a terminal; and none has headers, queries or bodies.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

import orjson
import structlog
from gunicorn.glogging import Logger

from plugin_api.observability.trail import ENVIRON_KEY, Trail, current
from plugin_api.settings import LogFormat, Settings

Event = MutableMapping[str, Any]
# Characters of a path that are told.
_SHOWN = 500
# What ends a line or moves a terminal's cursor: C0 and C1 controls, line and paragraph separators, bidirectional marks.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FIRST = ("timestamp", "level", "logger", "event")


def configure(log_format: LogFormat, level: str) -> None:
    """Logs of this process to standard error, until gunicorn sets up its own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(log_format, sys.stderr))
    _take_over(handler, level.upper())


class GunicornLogger(Logger):  # type: ignore[misc]
    """gunicorn's logs, told as ours are. Where a log configuration of its own is set, that is what counts."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        if cfg.logconfig or cfg.logconfig_dict or cfg.logconfig_json:
            return
        log_format = Settings.from_environment().log_format
        for log, chosen in ((self.error_log, formatter), (self.access_log, access_formatter)):
            handler = self._get_gunicorn_handler(log)
            if handler is not None:
                handler.setFormatter(chosen(log_format, handler.stream))
        handler = self._get_gunicorn_handler(self.error_log)
        if handler is not None:
            _take_over(handler, self.loglevel)

    def access(self, resp: Any, req: Any, environ: Mapping[str, Any], request_time: timedelta) -> None:
        """One event for each request."""
        if self.access_log_enabled:
            self.access_log.info(access_event(resp, environ, request_time))


def access_event(resp: Any, environ: Mapping[str, Any], took: timedelta) -> Event:
    """What is told of a request that was answered."""
    trail: Trail | None = environ.get(ENVIRON_KEY)
    path = str(environ.get("PATH_INFO", ""))[:_SHOWN]
    event: Event = {
        "event": "request",
        "method": str(environ.get("REQUEST_METHOD", ""))[:20],
        # A server gives the bytes of a path as Latin-1.
        "path": path.encode("latin-1", "replace").decode("utf-8", "replace"),
        "status": trail.status if trail else int(str(resp.status)[:3]),
        "duration_ms": round(took.total_seconds() * 1000, 3),
        "bytes": resp.sent,
        "client": environ.get("REMOTE_ADDR"),
    }
    if trail is not None:
        event["route"] = trail.route
        event["caller"], event["decision"], event["problem"] = trail.subject, trail.decision, trail.problem
        event["request_id"], event["trace_id"] = trail.request_id, trail.trace
    return {name: value for name, value in event.items() if value is not None}


def formatter(log_format: LogFormat, stream: TextIO) -> logging.Formatter:
    """How events are written to a stream."""
    people = _for_people(log_format, stream)
    written: list[Any] = [_one_line, _console(stream.isatty())] if people else [_json]
    before: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_trail,
        *([] if people else [structlog.processors.format_exc_info]),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *written],
    )


def access_formatter(log_format: LogFormat, stream: TextIO) -> logging.Formatter:
    """The same for what `access_event` makes, which is logged as it is."""
    return AccessConsole(stream.isatty()) if _for_people(log_format, stream) else AccessJson()


class AccessJson(logging.Formatter):
    """Without the machinery that other events pass through: there is one of these for each request."""

    def format(self, record: logging.LogRecord) -> str:
        return _json(None, "", _stamped(record))


class AccessConsole(logging.Formatter):
    def __init__(self, colours: bool) -> None:
        super().__init__()
        self._render = _console(colours)

    def format(self, record: logging.LogRecord) -> str:
        return self._render(None, "", _one_line(None, "", _stamped(record)))


def _stamped(record: logging.LogRecord) -> Event:
    said = record.msg if isinstance(record.msg, dict) else {"event": record.getMessage()}
    when = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
    return {"timestamp": when, "level": "info", "logger": record.name, **said}


def _for_people(log_format: LogFormat, stream: TextIO) -> bool:
    return log_format == "text" or (log_format == "auto" and stream.isatty())


def _take_over(handler: logging.Handler, level: str | int) -> None:
    """The one handler of everything that is logged and has none of its own."""
    root = logging.getLogger()
    for other in list(root.handlers):
        if getattr(other, "_portolan", False):
            root.removeHandler(other)
    handler._portolan = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level)


def _with_trail(_logger: Any, _method: str, event: Event) -> Event:
    """Which request it was that this happened in."""
    trail = current.get()
    if trail is not None:
        event.setdefault("request_id", trail.request_id)
        if trail.trace is not None:
            event.setdefault("trace_id", trail.trace)
    return event


def _json(_logger: Any, _method: str, event: Event) -> str:
    ordered = {name: event[name] for name in _FIRST if name in event}
    ordered.update(event)
    try:
        return orjson.dumps(ordered, default=str).decode()
    except TypeError:  # a lone surrogate, a key that is no text
        return json.dumps({str(name): value for name, value in ordered.items()}, default=str)


def _one_line(_logger: Any, _method: str, event: Event) -> Event:
    return {name: _CONTROLS.sub(_escaped, value) if isinstance(value, str) else value for name, value in event.items()}


def _escaped(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]


def _console(colours: bool) -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)
