"""How `portolan serve` says what is no event of a log: in lines for people, or in JSON where its logs are JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click

from portolan.ending import FAULT, OUTSIDE

# Where a command's context says that its lines are JSON.
JSON_LINES = "portolan.json-lines"


def wants_json() -> bool:
    """Before the settings are read, which may make no sense themselves."""
    return os.environ.get("PORTOLAN_LOG_FORMAT") == "json"


def tell(text: str, level: str = "info", *, err: bool = False) -> None:
    context = click.get_current_context(silent=True)
    as_json = context is not None and context.meta.get(JSON_LINES, False)
    click.echo(json_line(text, level) if as_json else text, err=err)


def json_line(text: str, level: str) -> str:
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"timestamp": now, "level": level, "logger": "portolan", "event": text}, ensure_ascii=False)


class JsonCommand(click.Command):
    """A command that keeps to JSON when it ends by a mistake, too."""

    def make_context(self, *arguments: Any, **named: Any) -> click.Context:
        with _mistakes_told():
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: click.Context) -> Any:
        ctx.meta[JSON_LINES] = wants_json()
        with _mistakes_told():
            return super().invoke(ctx)


@contextmanager
def _mistakes_told() -> Iterator[None]:
    """As JSON, where that is asked for; else they are told as of any command."""
    try:
        yield
    except Exception as error:
        if not wants_json() or isinstance(error, (click.exceptions.Exit, click.Abort, BrokenPipeError)):
            raise
        code, said = FAULT, f"a fault of Portolan's own: {type(error).__name__}: {error}"
        if isinstance(error, click.ClickException):
            code, said = error.exit_code, error.format_message()
        elif isinstance(error, OSError):
            code, said = OUTSIDE, str(error)
        click.echo(json_line(said, "error"), err=True)
        sys.exit(code)
