"""One small fault for each thing that the linter finds, with what it says.

Each file in `bad/` is named after its fault. Its first lines say what is changed in the sound knowledge (`# in: FILE`,
`# change: OLD => NEW`) and what is then found (`# expect: PROBLEM`); what follows them is a module more, or the
file that `# as: FILE` names.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.knowledge.problems import Problem
from tests.engine.linting.laying import HERE, SOUND, added, changed, findings

BAD = sorted((HERE / "bad").glob("*.yaml"))


def header(text: str, word: str) -> list[str]:
    mark = f"# {word}: "
    return [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]


def found_in(text: str) -> tuple[Problem, ...]:
    files = SOUND
    for file in header(text, "in"):
        pairs = [line.replace("\\n", "\n").partition(" =>") for line in header(text, "change")]
        files = changed(file, [(old, new.removeprefix(" ")) for old, _, new in pairs])
    module = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    return findings(added(module, files, *header(text, "as")) if module else files)


def test_nothing_is_found_in_sound_knowledge() -> None:
    assert findings(SOUND) == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_fault_is_found_and_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = header(text, "expect")
    assert expected
    assert [str(problem) for problem in found_in(text)] == expected
