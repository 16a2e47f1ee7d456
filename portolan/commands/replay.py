"""`portolan replay`: decide kept decisions again, and say what differs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from engine.advisor import Advisor
from engine.explanation.replay.document import replay_document
from engine.explanation.replay.recorded import read_recorded
from engine.explanation.replay.replay import replay
from engine.inference.profile import ProfileError
from engine.model import LANGUAGES, Language
from portolan.common import BAD_INPUT, advisor, columns, load
from portolan.decision_files import UnreadableError, complaints, file_or_input, name_of, read_data
from portolan.options import with_packs
from portolan.replay_text import replay_text
from portolan.versions import version_of, version_option

DIFFERS = 1


@click.command(short_help="Decide a kept decision again, and say what differs.")
@click.argument("files", nargs=-1, callback=file_or_input)
@with_packs
@version_option("--base", "The knowledge it was decided on: a revision in Git, or a directory.")
@click.option("--same-advice", is_flag=True, help="Be content where the knowledge changed and the advice did not.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the report (en).")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text for people (the default), or a list with what the API answers for each file.",
)
def command(files: tuple[str, ...], base: str | None, same_advice: bool, lang: Language, style: str) -> None:
    """Decide the decisions in FILES (- for standard input) again, by the knowledge in force, and say what differs and
    why. A file is what `portolan recommend --format json`, or yaml, or the API gave.

    \b
    Examples:
      portolan replay decision.json
      portolan replay decisions/*.json --base v1.4
      curl -s http://127.0.0.1:8000/v1/decisions/ID | portolan replay

    With the knowledge it was decided on (--base) a decision is also shown to be what that knowledge gives, or not, and
    each difference is followed back to the rules and facts that have changed. A base that it was not decided on is
    named as such, and not used.

    Exit code 0 if every decision is identical (with --same-advice: says the same), 1 if one is not, 2 if a file holds
    no decision, 3 if the knowledge cannot be loaded.
    """
    engine = advisor(load())
    before = _advisor_on(base)
    found, codes = [], [0]
    for file in files:
        try:
            document = _replayed(file, engine, before, lang)
        except UnreadableError as error:
            codes.append(_refused(*error.lines))
        except ProfileError as error:
            codes.append(_refused(*complaints(error, name_of(file))))
        else:
            content = document["outcome"] == "identical" or (same_advice and document["outcome"] == "confirmed")
            codes.append(0 if content else DIFFERS)
            found.append(document)
            if style == "text":
                text = replay_text(document, document["file"], engine.knowledge, lang, columns())
                click.echo(("\n" if len(found) > 1 else "") + text)
    if style == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    sys.exit(max(codes))


def _advisor_on(base: str | None) -> Advisor | None:
    if base is None:
        return None
    version = version_of(base)
    return version.advisor()


def _replayed(file: str, engine: Advisor, base: Advisor | None, language: Language) -> dict[str, Any]:
    """Raises UnreadableError and ProfileError."""
    recorded = read_recorded(read_data(file))
    digest = base.knowledge.digest if base else None
    named: Mapping[str, Any] | None = {"digest": digest, "fits": digest == recorded.digest} if base else None
    document = replay_document(replay(recorded, engine, base), language)
    return {"file": name_of(file), **document, "base": named}


def _refused(*lines: str) -> int:
    for line in lines:
        click.echo(line, err=True)
    return BAD_INPUT
