"""`portolan questions`: a profile to fill in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.knowledge.problems import nearest
from engine.model import LANGUAGES, Knowledge, Language, Section
from portolan.common import BAD_INPUT, OUTSIDE, fail, load, sentence
from portolan.options import with_packs
from portolan.profile_template import json_template, yaml_template


@click.command(short_help="Write a commented profile template.")
@with_packs
@click.option("--lang", type=click.Choice([*LANGUAGES, "both"]), default="en", help="Language of the comments (en).")
@click.option("--section", "names", metavar="SECTION", multiple=True, help="This section alone. May be repeated.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["yaml", "json", "json-schema"]),
    default="yaml",
    help="Commented YAML (the default), JSON with null for every answer, or the JSON Schema of profile files.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not to standard output."
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
def command(lang: str, names: tuple[str, ...], style: str, output: Path | None, force: bool) -> None:
    """Write a profile template: every question, why it is asked, and an example answer behind a #.

    \b
    Examples:
      portolan questions -o portolan.yaml
      portolan questions --lang both --section security
      portolan questions --format json-schema -o portolan.schema.json

    The template as it is written is a valid, empty profile: `portolan recommend` answers it with the edition's
    standard architecture.

    Exit code 0, 2 if there is no such section, 4 if FILE is there already or cannot be written.
    """
    knowledge = load()
    sections = _sections(names, knowledge)
    if style == "json":
        text = json_template(sections)
    elif style == "json-schema":
        text = _schema(knowledge, "ko" if lang == "ko" else "en")
    else:
        languages: tuple[Language, ...] = LANGUAGES if lang == "both" else ("ko",) if lang == "ko" else ("en",)
        text = yaml_template(knowledge, languages, sections)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
    else:
        _write(output, text, force)


def _sections(names: tuple[str, ...], knowledge: Knowledge) -> tuple[Section, ...]:
    """The sections asked for, or all, in the order of the questionnaire."""
    known = [section.id for section in knowledge.sections]
    for name in names:
        if name not in known:
            hint = sentence(nearest(name, known)) or f" There are {', '.join(known)}."
            fail(BAD_INPUT, f"--section: there is no section {name!r}.{hint}")
    return tuple(section for section in knowledge.sections if not names or section.id in names)


def _schema(knowledge: Knowledge, language: Language) -> str:
    from engine.knowledge.profile_schema import profile_file_schema

    return json.dumps(profile_file_schema(knowledge, language), ensure_ascii=False, indent=2) + "\n"


def _write(output: Path, text: str, force: bool) -> None:
    try:
        with output.open("w" if force else "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        fail(OUTSIDE, f"{output} is there already; --force overwrites it.")
    except OSError as error:
        fail(OUTSIDE, f"{output}: {error.strerror or error}")
