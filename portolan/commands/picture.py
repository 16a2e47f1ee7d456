"""`portolan picture`: what is decided as an architecture picture."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import click

from engine.explanation.comparison.since import edition_before
from engine.explanation.picture.document import NO_EDITION, Wanted, picture_document
from engine.explanation.picture.svg import picture_svg
from engine.knowledge.problems import listed, nearest
from engine.request import decision_id
from portolan.common import BAD_INPUT, advisor, as_yaml, fail, load, sentence
from portolan.options import Asked, deciding
from portolan.output import write_out


@click.command(short_help="Draw the architecture that is decided.")
@deciding
@click.option("--since", metavar="ID", help="Mark what changed since this edition, or `none` (the one before).")
@click.option("--slot", "slots", metavar="SLOT", multiple=True, help="Only this slot. May be repeated.")
@click.option("--area", "areas", metavar="AREA", multiple=True, help="Only this area. May be repeated.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["svg", "json", "yaml"]),
    default="svg",
    help="One SVG file (the default), or the picture as data.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE, not to standard output."
)
def command(
    asked: Asked, since: str | None, slots: tuple[str, ...], areas: tuple[str, ...], style: str, output: Path | None
) -> None:
    """Draw what is decided for the profile in FILE (- for standard input) as an architecture picture: areas in bands,
    the foundation lowest, in each its slots with what to go with, and what changed since the edition before.

    \b
    Examples:
      portolan picture portolan.yaml -o architecture.svg
      portolan picture portolan.yaml --lang ko --since none > architecture.svg
      portolan picture portolan.yaml --area observability --slot cni
      echo '{}' | portolan picture --format json

    The picture stands by itself: it fetches nothing and runs nothing, and follows the light or dark of who looks at it.

    Exit code 0, 2 if FILE or an option cannot be understood, 3 if the knowledge cannot be loaded, 4 if the output
    cannot be written.
    """
    knowledge = load()
    _check("--since", [since] if since else [], (*knowledge.editions, NO_EDITION), "edition")
    _check("--slot", slots, knowledge.slots, "slot")
    _check("--area", areas, knowledge.areas, "area")
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    since = since or edition_before(decision)
    wanted = Wanted(None if since == NO_EDITION else since, slots, areas)
    picture = picture_document(decision, decision_id(request, knowledge), request.language, wanted)
    if style == "svg":
        text = picture_svg(picture)
    else:
        text = as_yaml(picture) if style == "yaml" else json.dumps(picture, ensure_ascii=False, indent=2) + "\n"
    write_out(text, output, asked.file)


def _check(option: str, values: Collection[str], known: Collection[str], noun: str) -> None:
    for value in values:
        if value not in known:
            hint = nearest(value, known) or f"one of {listed(known, 12)}"
            fail(BAD_INPUT, f"{option}: there is no {noun} {value!r}.{sentence(hint)}")
