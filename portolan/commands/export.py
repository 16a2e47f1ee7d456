"""`portolan export`: the knowledge in force as one document."""

from __future__ import annotations

import json
from pathlib import Path

import click

from portolan.common import OUTSIDE, fail, load
from portolan.options import with_packs


@click.command(short_help="Write the whole body of knowledge as one document.")
@with_packs
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "yaml", "json-schema"]),
    default="json",
    help="JSON (the default), YAML, or the JSON Schema of the document.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not to standard output."
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
def command(style: str, output: Path | None, force: bool) -> None:
    """Write the knowledge in force, packs and all, as one document: what GET /v1/export answers.

    \b
    Examples:
      portolan export -o knowledge.json
      portolan export --format yaml --pack my-pack
      portolan export --format json-schema

    Texts are in both languages. Rules are as they are reasoned with: grounded, and with the changes of packs.

    Exit code 0, 3 if the knowledge cannot be loaded, 4 if FILE is there already or cannot be written.
    """
    text = _text(style)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return
    try:
        with output.open("w" if force else "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        fail(OUTSIDE, f"{output} is there already; --force overwrites it.")
    except OSError as error:
        fail(OUTSIDE, f"{output}: {error.strerror or error}")


def _text(style: str) -> str:
    from plugin_api.export import export_document, export_schema
    from plugin_api.yaml_writer import to_yaml

    if style == "json-schema":
        return json.dumps(export_schema(), ensure_ascii=False, indent=2) + "\n"
    document = export_document(load())
    return to_yaml(document) if style == "yaml" else json.dumps(document, ensure_ascii=False, indent=1) + "\n"
