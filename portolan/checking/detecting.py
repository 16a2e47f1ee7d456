"""What is really in a directory, for `--detect`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.detection import Detection, Problem, detect, wanted
from engine.model import Knowledge
from portolan.checking.files import shown
from portolan.source_files import walk


def detected_in(root: Path, knowledge: Knowledge) -> Detection:
    """What files say, at places named as those that are checked are; what could not be read is among its problems."""
    problems: list[Problem] = []
    found = detect(walk(root, wanted=wanted(knowledge), failed=problems.append), knowledge)
    found = replace(found, problems=(*problems, *found.problems))
    folder = shown(str(root if root.is_dir() else root.parent))
    return found if folder == "." else found.below(f"{folder.rstrip('/')}/")
