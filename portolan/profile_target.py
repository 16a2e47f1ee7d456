"""Where an interview puts its profile: a file that is whole at any time, or standard output."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from engine.inference.profile import Answers
from engine.model import Knowledge, Language
from portolan.common import OUTSIDE, fail
from portolan.profile_file import text_of

STANDARD_OUTPUT = "-"


@dataclass(slots=True)
class ProfileTarget:
    """`old`: the text of the file that was gone on with, whose layout is kept. `saved`: what was written last."""

    name: str
    old: str | None
    knowledge: Knowledge
    language: Language
    saved: Answers | None = None

    def save(self, answers: Answers) -> None:
        """Ends the process where the file cannot be written."""
        if answers == self.saved:
            return
        text = text_of(self.old, answers, self.knowledge, self.language)
        if self.name == STANDARD_OUTPUT:
            click.echo(text, nl=False)
        else:
            try:
                write_whole(Path(self.name), text)
            except OSError as error:
                fail(OUTSIDE, f"{self.name}: {error.strerror or error}")
        self.saved = answers


def write_whole(path: Path, text: str) -> None:
    """Writes a file that holds either what it did or all of the text, whatever happens. Raises OSError."""
    path = path.resolve()  # a link stays one
    descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            os.fchmod(descriptor, path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
