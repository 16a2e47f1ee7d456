"""A profile file that was given to a page → the request that it says, or every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from flask import Request as HttpRequest
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

from engine.checking.request import MEMBERS as CHECK_MEMBERS
from engine.inference.profile import Mistake, ProfileError
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import Knowledge, Path
from engine.request import MEMBERS, Request, read_request
from plugin_api.problems import Problem
from plugin_api.reading import read_body
from plugin_api.vocabulary import BAD_REQUEST, MULTIPART, UNSUPPORTED_MEDIA_TYPE

_LONGEST_NAME = 80  # characters of a file's name that are worth repeating
_PARTS = 10  # the form has one


@dataclass(frozen=True, slots=True)
class Upload:
    """`name`: what the file is called where it comes from; empty where none was chosen."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """The request in a file. `beside`: which of its members stand in it beside the profile."""

    request: Request
    beside: frozenset[str]


class UploadError(Exception):
    """The file says no profile. `mistakes` holds every reason, each with its line."""

    def __init__(self, mistakes: Iterable[tuple[int, Mistake]]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__()


def uploaded(request: HttpRequest) -> Upload:
    """The file of a form. Raises problems: 400, 413, 415."""
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    boundary = options.get("boundary", "")
    if kind != MULTIPART:
        raise Problem(
            UNSUPPORTED_MEDIA_TYPE, f"A form with a file is sent as {MULTIPART}.", headers={"Accept": MULTIPART}
        )
    body = read_body(request)
    if not boundary:
        raise Problem(BAD_REQUEST, "The form says no boundary between its parts.")
    try:
        # In memory: it is small, and no file is left open.
        parser = MultiPartParser(lambda **_: BytesIO(), max_form_parts=_PARTS)  # type: ignore[arg-type]
        _, files = parser.parse(BytesIO(body), boundary.encode(), len(body))
    except (ValueError, HTTPException) as error:
        raise Problem(BAD_REQUEST, "The form cannot be read.") from error
    file = next(iter(files.values()), None)
    if file is None or not file.filename:
        return Upload("", b"")
    return Upload(file.filename[-_LONGEST_NAME:], file.read())


def request_in(content: bytes, knowledge: Knowledge, today: date) -> Said:
    """As the command line reads a file: a request, or the profile itself. Raises UploadError."""
    document = read_yaml(content, "")
    if document.problems:
        raise UploadError(
            (problem.place.line, Mistake("", problem.message, problem.hint)) for problem in document.problems
        )
    data, bare = document.data, False
    if data is None:
        data = {}
    if isinstance(data, dict):
        bare = "profile" not in data and not set(data) & set(MEMBERS)
        profile = data if bare else data.get("profile")
        data = {**({} if bare else data), "profile": {} if profile is None else profile}
    try:
        request = read_request(data, knowledge, today=today, also=CHECK_MEMBERS)
    except ProfileError as error:
        raise UploadError(_placed(mistake, document, bare) for mistake in error.mistakes) from None
    return Said(request, frozenset(data))


def _placed(mistake: Mistake, document: Document, bare: bool) -> tuple[int, Mistake]:
    path = _path(mistake.pointer)
    return document.place(path[1:] if bare else path).line, mistake


def _path(pointer: str) -> Path:
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    found: list[Any] = [int(step) if step.isdecimal() else step for step in steps]
    return tuple(found)
