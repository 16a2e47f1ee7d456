"""What is logged, as programs and as people read it; and what never is."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from plugin_api.observability.logs import access_event, access_formatter, formatter
from plugin_api.observability.trail import ENVIRON_KEY, Trail, current
from plugin_api.settings import LogFormat

NASTY = "a\nb\r\x1b[31m\u2028\x85c"


@pytest.fixture
def request_trail() -> Iterator[Trail]:
    trail = Trail("the-request", trace="f" * 32)
    current.set(trail)
    yield trail
    current.set(None)


def _logged(log_format: LogFormat, message: Any, *arguments: Any, **more: Any) -> str:
    """What a logger writes for an event, without what ends the line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(log_format, stream))
    log = logging.Logger("portolan.test")
    log.addHandler(handler)
    log.error(message, *arguments, **more)
    return stream.getvalue().removesuffix("\n")


def _error() -> Exception:
    try:
        raise ValueError("broken")
    except ValueError as error:
        return error


def test_an_event_is_a_json_object_on_a_line(request_trail: Trail) -> None:
    said = json.loads(_logged("json", "store of %s is gone", "x", extra={"tries": 3}))
    assert list(said)[:4] == ["timestamp", "level", "logger", "event"]
    assert said.pop("timestamp").endswith("Z")
    assert said == {
        "level": "error",
        "logger": "portolan.test",
        "event": "store of x is gone",
        "tries": 3,
        "request_id": request_trail.request_id,
        "trace_id": request_trail.trace,
    }


def test_outside_of_requests_there_is_no_id() -> None:
    assert "request_id" not in json.loads(_logged("json", "started"))


def test_a_stack_trace_is_one_event() -> None:
    line = _logged("json", "unforeseen", exc_info=_error())
    assert "\n" not in line
    said = json.loads(line)
    assert said["event"] == "unforeseen"
    assert said["exception"].endswith("ValueError: broken")


def test_for_people() -> None:
    line = _logged("text", "store of %s is gone", "x", extra={"tries": 3})
    assert "error" in line
    assert "store of x is gone" in line
    assert "tries=3" in line
    assert "Traceback" in _logged("text", "unforeseen", exc_info=_error())


@pytest.mark.parametrize("log_format", ["json", "text", "auto"])
def test_no_event_spans_lines(log_format: LogFormat) -> None:
    line = _logged(log_format, "a path: %s", NASTY, extra={"sent": NASTY})
    assert not set("\n\r\x1b") & set(line)
    if log_format == "text":
        assert len(line.splitlines()) == 1
    else:
        assert json.loads(line)["sent"] == NASTY


def test_text_that_is_no_text() -> None:
    assert json.loads(_logged("json", "a path: %s", "\ud800"))["event"] == "a path: \ud800"


def test_auto_is_json_where_nobody_looks() -> None:
    assert json.loads(_logged("auto", "started"))["event"] == "started"


# --- requests -------------------------------------------------------------------------------------------------

_ENVIRON = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/v1/decisions/\xed\x95\x9c\n",  # UTF-8, as a server has it
    "QUERY_STRING": "token=secret",
    "HTTP_AUTHORIZATION": "Bearer secret",
    "REMOTE_ADDR": "127.0.0.1",
}
_ANSWER = SimpleNamespace(status="404 NOT FOUND", sent=123)


def _access(log_format: LogFormat, environ: dict[str, Any]) -> str:
    event = access_event(_ANSWER, environ, timedelta(milliseconds=1.5))
    record = logging.LogRecord("gunicorn.access", logging.INFO, "", 0, event, (), None)
    return access_formatter(log_format, io.StringIO()).format(record)


def test_a_request() -> None:
    trail = Trail("the-request", route="/v1/decisions/{decision_id}", status=404, problem="not-found", subject="ci")
    said = json.loads(_access("json", {**_ENVIRON, ENVIRON_KEY: trail}))
    assert said.pop("timestamp").endswith("Z")
    assert said == {
        "level": "info",
        "logger": "gunicorn.access",
        "event": "request",
        "method": "GET",
        "path": "/v1/decisions/한\n",
        "status": 404,
        "duration_ms": 1.5,
        "bytes": 123,
        "client": "127.0.0.1",
        "route": "/v1/decisions/{decision_id}",
        "caller": "ci",
        "problem": "not-found",
        "request_id": "the-request",
    }


def test_a_request_for_people_is_one_line() -> None:
    line = _access("text", {**_ENVIRON, "PATH_INFO": NASTY})
    assert len(line.splitlines()) == 1
    assert "status=404" in line


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_what_is_secret_is_not_in_it(log_format: LogFormat) -> None:
    assert "secret" not in _access(log_format, {**_ENVIRON, ENVIRON_KEY: Trail("the-request")})


def test_a_request_that_never_came_to_the_application() -> None:
    assert json.loads(_access("json", {}))["status"] == 404
