"""What is known of the request that is being answered: who it is, and what came of it.

Logs read it, metrics count it. Whatever is noted where no request is being answered is let go.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

# Where the server finds the trail of a request that was answered.
ENVIRON_KEY = "portolan.trail"
# The route of requests whose path or method leads nowhere.
UNMATCHED = "unmatched"

# What others may send as an id: nothing that a log, a header or a shell could take for something else.
_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}").fullmatch
_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?").fullmatch
_NO_TRACE, _NO_SPAN = "0" * 32, "0" * 16

# Makes a span with a name and attributes.
MakeSpan = Callable[[str, dict[str, Any]], AbstractContextManager[Any]]


@dataclass(slots=True)
class Trail:
    """One request. `trace` is the id of the trace that it belongs to; `problem` the kind that it was answered with.

    `ended`: the server has answered it in place of the application, and counted it.
    """

    request_id: str
    trace: str | None = None
    route: str = UNMATCHED
    status: int = 500  # until something is answered
    seconds: float = 0.0
    decision: str | None = None
    problem: str | None = None
    subject: str | None = None
    make_span: MakeSpan | None = None
    ended: bool = False


current: ContextVar[Trail | None] = ContextVar("portolan_trail", default=None)


def request_id_of(given: str | None) -> str:
    """The id that a request came with, where it is fit to be repeated, else a new one."""
    return given if given and _REQUEST_ID(given) else os.urandom(16).hex()


def trace_of(traceparent: str | None) -> str | None:
    """The trace id of a W3C `traceparent`; None where there is none, or it is not to be trusted."""
    found = _TRACEPARENT(traceparent) if traceparent else None
    if found is None:
        return None
    version, trace, span, _, more = found.groups()
    if version == "ff" or trace == _NO_TRACE or span == _NO_SPAN or (version == "00" and more):
        return None
    return trace


def note_decision(id_: str) -> None:
    """The request made, or met again, a decision."""
    trail = current.get()
    if trail is not None:
        trail.decision = id_


def note_problem(kind: str) -> None:
    """The request is answered with a problem."""
    trail = current.get()
    if trail is not None:
        trail.problem = kind
