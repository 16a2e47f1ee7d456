"""`portolan schemas`: the JSON Schemas of the knowledge files, for editors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.knowledge.json_schemas import schema_files
from portolan.common import OUTSIDE, fail, rules_directory


@click.command(short_help="Write the JSON Schemas of the knowledge files.")
@click.argument("directory", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the files are not up to date.")
def command(directory: Path | None, check: bool) -> None:
    """Write a JSON Schema of each kind of knowledge file into DIRECTORY (schemas/ of the knowledge by default).

    The first line of every file under rules/ and tests/knowledge/ names its schema, so that an editor completes and
    checks it. `portolan lint` checks more: that names exist, and that rules fit together.

    \b
    Examples:
      portolan schemas
      portolan schemas --check

    Exit code 0, 1 if --check finds files that are not up to date, 4 if they cannot be written.
    """
    where = directory or rules_directory() / "schemas"
    files = schema_files()
    try:
        old = [name for name, text in files.items() if _content(where / name) != text.encode()]
        if not check:
            where.mkdir(parents=True, exist_ok=True)
            for name in old:
                (where / name).write_bytes(files[name].encode())
    except OSError as error:
        fail(OUTSIDE, f"{error.filename}: {error.strerror or error}")
    if check and old:
        click.echo(f"Not up to date in {where}: {', '.join(old)}. `portolan schemas` writes them.", err=True)
        sys.exit(1)
    if not check:
        click.echo(f"{len(old)} of {len(files)} schemas in {where} changed.")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
