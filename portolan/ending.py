"""How a command ends: with an exit code that says what happened, and never with a traceback.

Commands end themselves where something is found or misread (`portolan.common.fail`); this is for the rest.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import click

BAD_INPUT, BAD_KNOWLEDGE, OUTSIDE = 2, 3, 4
FAULT = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED, CLOSED_PIPE = 130, 141  # what a shell reports for SIGINT and SIGPIPE

EXIT_CODES = f"""\b
Exit codes:
  0    all is well
  1    the command found what it looks for: problems, failing scenarios
  {BAD_INPUT}    the command line, a file or a profile cannot be understood
  {BAD_KNOWLEDGE}    the knowledge cannot be loaded
  {OUTSIDE}    something outside failed: a file cannot be written, a port is taken
  {FAULT}   a fault of Portolan's own (PORTOLAN_DEBUG=1 shows the trace)
  {INTERRUPTED}  interrupted, as by Ctrl-C
  {CLOSED_PIPE}  whoever read the output stopped reading
"""


def ended(command: Callable[[], Any]) -> int:
    """Run a command to its end, say what went wrong, and return the exit code."""
    _write_utf8()
    try:
        return _ended(command)
    except BrokenPipeError:  # while saying it
        _let_go_of(sys.stdout, sys.stderr)
        return CLOSED_PIPE


def _ended(command: Callable[[], Any]) -> int:
    try:
        code = command()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        _let_go_of(sys.stdout)
        _show_trace()
        named = f"{error.filename}: " if error.filename else ""
        click.echo(f"{named}{error.strerror or error}", err=True)
        return OUTSIDE
    except Exception as error:
        _show_trace()
        said = " ".join(f"{type(error).__name__}: {error}".split())
        click.echo(f"A fault of Portolan's own: {said} (PORTOLAN_DEBUG=1 shows the trace)", err=True)
        return FAULT
    return code if isinstance(code, int) else 0


@contextlib.contextmanager
def closed_pipe_ends() -> Iterator[None]:
    """`portolan … | head` ends as other tools do. To be caught before click sees it, which has a code of its own."""
    try:
        yield
    except BrokenPipeError:
        _let_go_of(sys.stdout, sys.stderr)
        raise click.exceptions.Exit(CLOSED_PIPE) from None


def _write_utf8() -> None:
    """Files and pipes get UTF-8 wherever this runs; what a terminal cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _let_go_of(*streams: TextIO | None) -> None:
    """What could not be written is not tried again when the interpreter ends."""
    for stream in streams:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
            os.close(nowhere)


def _show_trace() -> None:
    if os.environ.get("PORTOLAN_DEBUG"):
        traceback.print_exc()
