"""`portolan detect`: what is really there, as a repository or a cluster says it."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from engine.detection import Detection, Problem, SourceFile, detect, wanted
from engine.detection.document import detection_document
from engine.model import LANGUAGES, Knowledge, Language
from portolan.common import BAD_INPUT, fail, load
from portolan.detection_profile import detection_profile
from portolan.detection_text import detection_text
from portolan.options import with_packs
from portolan.source_files import STANDARD_INPUT, piped, walk

# A line for each file of a large tree is more than some terminals take in the time.
_STEPS = 20


@click.command(short_help="Find what is in use in a repository or a cluster.")
@click.argument("path", default=".")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "yaml", "json"]),
    default="text",
    help="Text for people (the default), a profile that it proposes, or all of it as JSON.",
)
@click.option("--unknown", is_flag=True, help="List the charts, images and API groups that no fingerprint knows.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the texts (en).")
@with_packs
def command(path: str, style: str, unknown: bool, lang: Language) -> None:
    """Find which products are in use, from the files below PATH (here by default), or from a dump (-).

    \b
    Examples:
      portolan detect
      portolan detect clusters/production --unknown
      portolan detect . --format yaml > portolan.yaml
      kubectl get nodes,deployments,statefulsets,daemonsets,ingressclasses -A -o json | portolan detect -
      helm list -A -o json | portolan detect -

    It reads charts, helmfiles, Argo CD's and Flux's objects, kustomizations, manifests, Terraform, scripts, CI and
    Compose files, and names the file and line that each product and answer rests on. What evidence does not carry is
    not proposed; what it could not read or did not know is said. It runs nothing and asks no network.

    Exit code 0, 2 if PATH cannot be read, 3 if the knowledge cannot be loaded.
    """
    knowledge = load()
    found = found_at(path, knowledge)
    if style == "json":
        click.echo(json.dumps(detection_document(found, knowledge), ensure_ascii=False, indent=2))
    elif style == "yaml":
        click.echo(detection_profile(found, knowledge, lang), nl=False)
    else:
        click.echo(detection_text(found, knowledge, lang, unknown=unknown), nl=False)


def found_at(path: str, knowledge: Knowledge, to_come: Iterable[SourceFile] = ()) -> Detection:
    """What is found below a path, or in what is piped in (-). Ends the process where it cannot be read at all.

    `to_come`: files that are about to be written below the path.
    """
    if path == STANDARD_INPUT:
        try:
            return detect([piped()], knowledge)
        except (OSError, ValueError) as error:
            fail(BAD_INPUT, str(error))
    root = Path(path)
    if not root.exists():
        fail(BAD_INPUT, f"{path}: there is no such file or directory")
    failed: list[Problem] = []
    with _bar(walk(root, wanted=wanted(knowledge), failed=failed.append)) as files:
        found = detect(chain(files, to_come), knowledge)
    return replace(found, problems=tuple(sorted((*failed, *found.problems))))


@contextlib.contextmanager
def _bar(files: Iterable[SourceFile]) -> Iterator[Iterable[SourceFile]]:
    """A count of the files and the one that is read, on a terminal; nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield files
        return
    shown = click.progressbar(
        files,
        label="Reading",
        file=sys.stderr,
        show_pos=True,
        item_show_func=lambda file: file.path if file else None,
        update_min_steps=_STEPS,
    )
    with shown as bar:
        yield bar
