"""What is really in a directory, for `--detect`."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import click

from engine.detection import Detection, Evidence, Problem, Suggested, detect, wanted
from engine.knowledge.problems import NOTE
from engine.model import Knowledge
from engine.one_line import one_line
from portolan.checking.files import shown
from portolan.common import no_commands
from portolan.source_files import walk


def detected_in(root: Path, knowledge: Knowledge) -> Detection:
    """What files say, at places named as those that are checked are. What cannot be read is told on standard error."""
    problems: list[Problem] = []
    found = detect(walk(root, wanted=wanted(knowledge), failed=problems.append), knowledge)
    found = replace(found, problems=(*problems, *found.problems))
    folder = one_line(shown(str(root if root.is_dir() else root.parent)))
    found = found if folder == "." else found.below(f"{folder.rstrip('/')}/")
    for problem in found.problems:
        if problem.level != NOTE:
            click.echo(no_commands(f"--detect: {problem}"), err=True)
    return found


def shared_out(found: Detection, declared: Mapping[str, AbstractSet[str]]) -> dict[str, Detection]:
    """What each of several files is held against, by its name. `declared`: by file, the products that it declares.

    What was found belongs to the file in whose folder, or nearest above, it stands. Elsewhere it was met: it is neither
    undeclared nor missing there. Nor is it undeclared where another one of the files declares it.
    """
    if len(declared) == 1:
        return dict.fromkeys(declared, found)
    folders = {posixpath.dirname(file) for file in declared}
    places = itertools.chain(*found.products.values(), *(one.evidence for one in found.versions.values()))
    nearest = {one.path: _nearest(one.path, folders) for one in places}
    return {file: _share(found, file, declared, nearest) for file in declared}


def _nearest(path: str, folders: AbstractSet[str]) -> str | None:
    above = [one for one in folders if not one or path.startswith(f"{one}/")]
    return max(above, key=len, default=None)


def _share(
    found: Detection, file: str, declared: Mapping[str, AbstractSet[str]], nearest: Mapping[str, str | None]
) -> Detection:
    def own(places: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(one for one in places if nearest[one.path] == posixpath.dirname(file))

    others = frozenset[str]().union(*(products for name, products in declared.items() if name != file))
    products = {product: own(places) for product, places in found.products.items()}
    versions = {product: Suggested(one.value, own(one.evidence)) for product, one in found.versions.items()}
    met = {product: one.evidence for product, one in found.versions.items()}
    return replace(
        found,
        products={
            one: there for one, there in products.items() if there and (one in declared[file] or one not in others)
        },
        versions={product: one for product, one in versions.items() if one.evidence},
        seen={**met, **found.products, **found.seen},
    )
