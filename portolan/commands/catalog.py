"""`portolan catalog refresh`: the catalog's levels, releases and ends of life, from the files that track them."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from engine.knowledge.files import KnowledgeFile, read_directory
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError
from engine.knowledge.refresh.differences import Difference, compare
from engine.knowledge.refresh.end_of_life import Cycles, read_cycles
from engine.knowledge.refresh.landscape import Landscape, read_landscape
from engine.knowledge.refresh.reading import END_OF_LIFE, LANDSCAPE, NotReadable
from engine.knowledge.refresh.writing import refreshed
from engine.model import Knowledge
from portolan.catalog_differences import as_data, as_lines
from portolan.common import BAD_INPUT, BAD_KNOWLEDGE, OUTSIDE, day, fail, located, rules_directory

_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(short_help="Keep the catalog's dated facts up to date.")
def command() -> None:
    """Keep the dated facts of the catalog up to date.

    \b
    Examples:
      portolan catalog refresh --landscape landscape.yml
      portolan catalog refresh --help

    Exit codes are those of the command named.
    """


@command.command(short_help="Compare the catalog with the CNCF landscape and endoflife.date.")
@click.option("--landscape", type=_A_FILE, help="A copy of landscape.yml of the CNCF landscape.")
@click.option(
    "--end-of-life",
    "sites",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="A product file of endoflife.date, or a folder of them; may be given several times.",
)
@click.option("--date", "copied_on", metavar="DAY", callback=day, help="The day of these copies; today by default.")
@click.option(
    "--rules",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The knowledge whose catalog is meant; the one in force by default.",
)
@click.option("--write", is_flag=True, help="Write the differences into the catalog. Without it nothing is written.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="Text (the default) or JSON."
)
def refresh(
    landscape: Path | None,
    sites: tuple[Path, ...],
    copied_on: date | None,
    directory: Path | None,
    write: bool,
    style: str,
) -> None:
    """Show where the catalog differs from the CNCF landscape and from endoflife.date; write it only with --write.

    CNCF levels come from landscape.yml, releases and their ends of support from the product files of endoflife.date
    (products/*.md in its repository). A product that has another name there says so in the catalog: known_as. What
    the catalog has and the sources no longer say is remarked upon and left as it is.

    \b
    Examples:
      portolan catalog refresh --landscape landscape.yml
      portolan catalog refresh --end-of-life products/kyverno.md
      portolan catalog refresh --landscape landscape.yml --end-of-life products --write

    Exit code 0, 2 if a file is not what it should be, 3 if the knowledge cannot be loaded, before or after, 4 if it
    cannot be written.
    """
    if not landscape and not sites:
        raise click.UsageError("Say what to compare with: --landscape FILE, --end-of-life FILE, or both.")
    where = directory or rules_directory()
    files, knowledge = _knowledge(where)
    comparison = compare(
        tuple(knowledge.products.values()),
        _landscape(landscape) if landscape else None,
        tuple(_cycles(path) for path in _product_files(sites)),
    )
    asked = {LANDSCAPE: landscape is not None, END_OF_LIFE: bool(sites)}
    days = {source: copied_on or date.today() for source, was_asked in asked.items() if was_asked}
    written = _write(where, files, comparison.differences, days) if write else ()
    if style == "json":
        click.echo(json.dumps(as_data(comparison, written), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(as_lines(comparison, knowledge, written if write else None)))


# --- reading --------------------------------------------------------------------------------------------------


def _knowledge(where: Path) -> tuple[tuple[KnowledgeFile, ...], Knowledge]:
    try:
        files = read_directory(where)
        return files, build_knowledge(files)
    except KnowledgeError as error:
        fail(BAD_KNOWLEDGE, "The knowledge cannot be loaded:", *map(str, located(error.problems, (where,))))
    except OSError as error:
        fail(BAD_KNOWLEDGE, f"{error.filename}: {error.strerror or error}")


def _landscape(path: Path) -> Landscape:
    with _errors_named():
        return read_landscape(_text(path), str(path))


def _cycles(path: Path) -> Cycles:
    with _errors_named():
        return read_cycles(_text(path), str(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        fail(BAD_INPUT, f"{path}: {error.strerror or error}")
    except UnicodeDecodeError as error:
        fail(BAD_INPUT, f"{path}: this is no text in UTF-8 (byte {error.start})")


@contextlib.contextmanager
def _errors_named() -> Iterator[None]:
    try:
        yield
    except NotReadable as error:
        fail(BAD_INPUT, str(error))


def _product_files(sites: Iterable[Path]) -> list[Path]:
    found = []
    for site in sites:
        inside = sorted(site.glob("*.md")) if site.is_dir() else [site]
        if not inside:
            fail(BAD_INPUT, f"{site}: no product files (*.md) in this folder")
        found += inside
    return found


# --- writing --------------------------------------------------------------------------------------------------


def _write(
    where: Path, files: tuple[KnowledgeFile, ...], differences: Iterable[Difference], days: Mapping[str, date]
) -> tuple[str, ...]:
    """The names of the files written: all of them or, where the knowledge would not load afterwards, none."""
    dated = {file.name: file.content for file in files if file.kind in ("catalog", "sources")}
    changed = refreshed(dated, differences, days)
    try:
        build_knowledge(tuple(replace(file, content=changed.get(file.name, file.content)) for file in files))
    except KnowledgeError as error:
        problems = map(str, located(error.problems, (where,)))
        fail(BAD_KNOWLEDGE, "With these facts the knowledge would not load; nothing was written:", *problems)
    try:
        for name, content in changed.items():
            _replace(where / name, content)
    except OSError as error:
        fail(OUTSIDE, f"{error.filename}: {error.strerror or error}")
    return tuple(sorted(changed))


def _replace(path: Path, content: bytes) -> None:
    """All or nothing: whoever reads the file meets the old or the new one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(name, path.stat().st_mode & 0o777)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
