"""Where a command's text goes: to standard output, or to the file that `--output` names."""

from __future__ import annotations

from pathlib import Path

import click

from portolan.common import OUTSIDE, fail


def write_out(text: str, output: Path | None, source: str) -> None:
    """Write a text that ends in a line break, over what was there. Ends the process where that cannot be.

    `source`: the file that the command read, which is never written over; `-` is standard input or output.
    """
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return
    try:
        if source != "-" and output.exists() and output.samefile(source):
            fail(OUTSIDE, f"--output: {output} is the profile itself; name another file.")
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(OUTSIDE, f"{output}: {error.strerror or error}")
