"""`portolan packs`: what the knowledge in force is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from engine.explanation.packs import packs_document
from engine.explanation.wrapping import wrapped
from engine.model import LANGUAGES, Language, Text
from portolan.common import columns, from_here, knowledge_directories, load
from portolan.options import with_packs

# What a pack may bring along, as it is counted.
_SORTS = {
    "source": Text("source", "출처"),
    "claim": Text("claim", "근거"),
    "edition": Text("edition", "판"),
    "section": Text("section", "질문 묶음"),
    "question": Text("question", "질문"),
    "quadrant": Text("quadrant", "사분면"),
    "area": Text("area", "분야"),
    "slot": Text("slot", "영역"),
    "licence": Text("licence", "라이선스"),
    "product": Text("product", "제품"),
    "module": Text("module", "모듈"),
    "rule": Text("rule", "규칙"),
    "addition": Text("addition", "추가 항목"),
}
_WORDS = {
    "on": Text("on top of {names}", "{names} 위에 적용"),
    "counted": Text("{count} {what}{plural}", "{what} {count}개"),
    "adds": Text("adds {things}", "추가: {things}"),
    "changes": Text("changes {rule} ({fields}): {reason}", "변경: {rule} ({fields}) — {reason}"),
    "withdraws": Text("withdraws {rule}: {reason}", "철회: {rule} — {reason}"),
}


@click.command(short_help="List the packs of knowledge in force.")
@with_packs
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the texts (en).")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A paragraph for each pack (the default), or what the API answers, with directories, as JSON.",
)
def command(lang: Language, style: str) -> None:
    """List the packs in force, the base first: what each adds, and which rules of those below it it changes, and why.

    \b
    Examples:
      portolan packs
      portolan packs --pack my-pack --format json

    PORTOLAN_PACKS names the packs, as PATH does directories; --pack goes before it.

    Exit code 0, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    packs = [
        {**pack, "directory": str(from_here(directory))}
        for pack, directory in zip(packs_document(knowledge, lang), knowledge_directories(), strict=True)
    ]
    if style == "json":
        click.echo(json.dumps({"digest": knowledge.digest, "packs": packs}, ensure_ascii=False, indent=2))
        return
    for pack in packs:
        click.echo("\n".join(_lines(pack, lang)))


def _lines(pack: Mapping[str, Any], language: Language) -> Iterator[str]:
    """A heading, and what belongs to it indented."""

    def say(word: str, **parts: object) -> str:
        return _WORDS[word].in_language(language).format(**parts)

    def counted(sort: str, count: int) -> str:
        what = _SORTS.get(sort, Text(sort, sort)).in_language(language)
        return say("counted", count=count, what=what, plural="" if count == 1 else "s")

    on = [say("on", names=", ".join(pack["extends"]))] if pack["extends"] else []
    heading = ", ".join([f"{pack['id']} {pack['version']}", *on])
    yield f"{click.style(heading, bold=True)}: {pack['title']}"
    yield f"  {pack['directory']}"
    yield f"  {pack['digest']}"
    told = [say("adds", things=", ".join(counted(sort, count) for sort, count in pack["adds"].items()))]
    for change in pack["changes"]:
        word = "withdraws" if change["withdrawn"] else "changes"
        told.append(say(word, rule=change["rule"], fields=", ".join(change["fields"]), reason=change["reason"]))
    for one in told if pack["adds"] else told[1:]:
        yield from wrapped(one, columns(), "  ", "    ")
