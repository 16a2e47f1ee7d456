"""Asking somebody at a terminal, or whatever is piped in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

import click

_LONGEST = 4000  # characters of a line that are read


class Console:
    """Reads lines and shows some. `aside`: shows them on standard error, for standard output is the profile's."""

    def __init__(self, aside: bool) -> None:
        self.aside = aside
        self.at_terminal = sys.stdin is not None and sys.stdin.isatty()

    def show(self, lines: Iterable[str]) -> None:
        for line in lines:
            click.echo(line, err=self.aside)

    def ask(self, prompt: str, words: Sequence[str] = ()) -> str:
        """A line without its end. `words`: those that Tab completes. Raises EOFError where there is none."""
        if self.at_terminal:
            return self._typed(prompt, words)
        click.echo(prompt, nl=False, err=self.aside)
        line: bytes = sys.stdin.buffer.readline() if sys.stdin is not None else b""
        text = line.decode(errors="replace").strip()[:_LONGEST]
        # So that what is shown reads as it would have at a terminal.
        click.echo(text, err=self.aside)
        if not line:
            raise EOFError
        return text

    def _typed(self, prompt: str, words: Sequence[str]) -> str:
        if self.aside:
            click.echo(prompt, nl=False, err=True)
            prompt = ""
        with _completing(words):
            try:
                return input(prompt).strip()[:_LONGEST]
            except UnicodeDecodeError:
                return "\ufffd"
            except EOFError:
                click.echo(err=self.aside)
                raise


@contextlib.contextmanager
def _completing(words: Sequence[str]) -> Iterator[None]:
    """Line editing, and Tab for words, where Python comes with it."""
    readline = _readline()
    if readline is None:
        yield
        return

    def complete(begun: str, which: int) -> str | None:
        found = [word for word in words if word.casefold().startswith(begun.casefold().lstrip())]
        return found[which] if which < len(found) else None

    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims(",;")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])


def _readline() -> ModuleType | None:
    try:
        import readline
    except ImportError:
        return None
    return readline
