"""`portolan impact`: what a change of the knowledge does to saved profiles."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.advisor import Advisor
from engine.explanation.replay.impact import Impact, Progress, impact
from engine.explanation.replay.impact_document import impact_document
from engine.model import LANGUAGES, Language
from portolan.common import BAD_INPUT, columns, day, fail, knowledge_directories, problems_as
from portolan.impact_annotations import impact_annotations
from portolan.impact_markdown import impact_markdown
from portolan.impact_text import impact_text
from portolan.options import with_packs
from portolan.profiles import Case, Unusable, cases_in, standard_cases
from portolan.versions import Version, in_force, version_of, version_option

CHANGES = 1
# Where this repository keeps its scenarios.
_USUAL = Path("tests/knowledge")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options but for those that name files and forms."""

    scenarios: bool
    verdicts: bool
    as_of: date | None
    fail_on_change: bool
    lang: Language


@click.command(short_help="Show what a change of the knowledge does to saved profiles.")
@click.argument("profiles", nargs=-1, type=click.Path(exists=True, path_type=Path))
@with_packs
@version_option("--base", "The knowledge before: a revision in Git, or a directory.", required=True)
@version_option("--head", "The knowledge after, in place of the one in force.")
@click.option("--scenarios", is_flag=True, help="Add the scenarios, and the empty profile in every edition.")
@click.option("--verdicts", is_flag=True, help="Tell of verdicts, status and warnings too, and not of picks alone.")
@click.option("--as-of", metavar="DAY", callback=day, help="The day for profiles that name none (today).")
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 where something changes.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the report (en).")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    help="Text (the default), Markdown for a comment, JSON, or annotations of a GitHub workflow.",
)
def command(profiles: tuple[Path, ...], base: str, head: str | None, style: str, **rest: Any) -> None:
    """Decide PROFILES with the knowledge before a change and after it, and show which picks change, and by which rules.

    \b
    Examples:
      portolan impact --base main profiles/
      portolan impact --base HEAD^1 --scenarios --format markdown
      portolan impact --base v1.4 --verdicts fleet.jsonl
      portolan impact --base main --pack my-pack profiles/

    PROFILES are files and folders of them: profiles and requests as YAML or JSON, one request a line (.jsonl),
    scenarios, kept decisions. Without any: --scenarios. A revision is read from Git; the work tree is not touched.

    Exit code 0, 1 with --fail-on-change if something changes, 2 if a profile or an option cannot be understood, 3 if
    the knowledge cannot be loaded.
    """
    asked = _Asked(**rest)
    before, after = version_of(base), version_of(head) if head else in_force()
    engines = before.advisor(), after.advisor()
    saved = list(cases_in(profiles))
    if asked.scenarios or not profiles:
        saved += [*cases_in(_scenario_folders()), *standard_cases(engines[1].knowledge.editions.values())]
    cases = {one.name: one for one in saved if isinstance(one, Case)}
    unusable = [one.line for one in saved if isinstance(one, Unusable)]
    if not cases and not unusable:
        fail(BAD_INPUT, f"There are no profiles in {', '.join(map(str, profiles))}.")
    found = _decided(cases, engines, asked)
    unusable += [cases[name].describe(mistake) for name, mistakes in found.unread.items() for mistake in mistakes]
    document = {"names": [before.name, after.name], **impact_document(found, asked.lang)}
    click.echo(_report(document, found, after, style, asked), nl=style != "markdown")
    for line in unusable:
        click.echo(line, err=True)
    changes = bool(found.effects or any(not one.readable for one in found.broken))
    sys.exit(BAD_INPUT if unusable else CHANGES if asked.fail_on_change and changes else 0)


def _scenario_folders() -> list[Path]:
    """Those of the packs in force, or of this repository."""
    packs = [pack / "tests" for pack in knowledge_directories()[1:]]
    return [folder for folder in packs or [_USUAL] if folder.is_dir()]


def _decided(cases: Mapping[str, Case], engines: tuple[Advisor, Advisor], asked: _Asked) -> Impact:
    requests = [(name, case.raw) for name, case in cases.items()]
    today = asked.as_of or date.today()
    with _bar(len(requests)) as progress:
        return impact(requests, *engines, today=today, verdicts=asked.verdicts, progress=progress)


@contextlib.contextmanager
def _bar(length: int) -> Iterator[Progress | None]:
    """A progress bar on a terminal, and nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label="Deciding", file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


def _report(document: Mapping[str, Any], found: Impact, after: Version, style: str, asked: _Asked) -> str:
    if style == "json":
        return json.dumps(document, ensure_ascii=False, indent=2)
    if style == "markdown":
        return impact_markdown(document, asked.lang, verdicts=asked.verdicts)
    if style == "github":
        return problems_as(impact_annotations(document, found, after, asked.lang, verdicts=asked.verdicts), "github")
    return impact_text(document, asked.lang, columns(), verdicts=asked.verdicts)
