"""What is really in a directory, for `--detect`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from engine.detection import Detection, Evidence, Problem, Suggested, detect, wanted
from engine.knowledge.problems import NOTE
from engine.model import Knowledge
from portolan.checking.files import shown
from portolan.source_files import walk


def detected_in(root: Path, knowledge: Knowledge) -> Detection:
    """What files say, at places named as those that are checked are. What cannot be read is told on standard error."""
    problems: list[Problem] = []
    found = detect(walk(root, wanted=wanted(knowledge), failed=problems.append), knowledge)
    for problem in (*problems, *found.problems):
        if problem.level != NOTE:
            click.echo(f"--detect: {problem}", err=True)
    prefix = shown(str(root if root.is_dir() else root.parent))
    return found if prefix == "." else _below(found, prefix)


def _below(found: Detection, prefix: str) -> Detection:
    def moved(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(one, path=f"{prefix.rstrip('/')}/{one.path}") for one in evidence)

    return replace(
        found,
        products={product: moved(evidence) for product, evidence in found.products.items()},
        seen={product: moved(evidence) for product, evidence in found.seen.items()},
        versions={name: Suggested(one.value, moved(one.evidence)) for name, one in found.versions.items()},
    )
