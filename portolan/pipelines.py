"""The check put into a repository's pipeline: the files of docs/ci/, each where its host looks for it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.model import Language
from portolan.init_choice import yes
from portolan.init_words import say
from portolan.interview_console import Console
from portolan.profile_target import write_whole

_CHECKOUT = Path(__file__).resolve().parents[1] / "docs" / "ci"
_CARRIED = Path(__file__).resolve().parent / "_ci"


# What a snippet says as it stands, and what it says with something else in its place.
Filling = tuple[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A file of docs/ci. `package` and `files`: where it says what to install, and what to check.

    `shared`: a file of its place holds more than Portolan's, so it is never overwritten.
    """

    source: str
    package: Filling | None = None
    files: Filling | None = None
    shared: bool = False

    def text(self, package: str | None = None, file: str | None = None) -> str:
        text = snippet(self.source)
        for filling, said in ((self.package, package), (self.files, file)):
            if filling is not None and said is not None:
                assert text.count(filling[0]) == 1, self.source
                text = text.replace(filling[0], filling[1](said))
        return text


@dataclass(frozen=True, slots=True)
class Putting:
    """How files are put into a repository: asked about, unless `yes`; over others only with `force` or when asked.

    `file`: the profile, as it is called from the top of the repository.
    """

    root: Path
    file: str
    console: Console
    language: Language
    yes: bool
    force: bool

    def say(self, what: str, **parts: object) -> str:
        return say(self.language, what, **parts)

    def put(self, place: str, snippet: Snippet, package: str | None) -> bool:
        """Whether there is a file in the place then. Raises EOFError, OSError."""
        path, text = self.root / place, snippet.text(package, self.file)
        place = Path(os.path.relpath(path)).as_posix()
        if path.exists():
            there = path.read_bytes()
            if there == text.encode() or (snippet.shared and b"portolan" in there):
                self.console.show([self.say("left", file=place)])
                return True
            if snippet.shared:
                self.console.show([self.say("put into", file=place), *_indented(text)])
                return True
            if not self.force and not self._over(place):
                self.console.show([self.say("left hint", file=place)])
                return True
        elif not self.yes and not yes(self.console, self.say("put", file=place), self.language, otherwise=True):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        self.console.show([self.say("written", file=place)])
        return True

    def _over(self, place: str) -> bool:
        """Somebody else's file is overwritten where somebody at a terminal says so, and nowhere else."""
        if self.yes or not self.console.at_terminal:
            return False
        return yes(self.console, self.say("put over", file=place), self.language, otherwise=False)


def put_pipeline(name: str, putting: Putting, package: str | None) -> None:
    """Writes the files of a pipeline that somebody wants written: none without those that it calls.

    Raises EOFError, OSError.
    """
    snippets = PIPELINES[name]
    if not all(putting.put(place, one, package) for place, one in snippets.items()):
        return
    if package is None and any(one.package for one in snippets.values()):
        putting.console.show([putting.say("no package for the hook" if name == _HOOK else "no package")])


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines() if not line.startswith("#"))


def snippet(source: str) -> str:
    """A file of docs/ci, from the checkout or from the copy that a wheel carries."""
    folder = _CHECKOUT if _CHECKOUT.is_dir() else _CARRIED
    return (folder / source).read_text(encoding="utf-8")


def _groovy(name: str, default: str) -> Filling:
    """The default of a parameter of a Jenkinsfile."""

    def filled(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{name}', defaultValue: '{escaped}'"

    return f"'{name}', defaultValue: '{default}'", filled


def _yaml(name: str, default: str) -> Filling:
    def filled(text: str) -> str:
        return f"{name}: {text if text == default else json.dumps(text, ensure_ascii=False)}"

    return f"{name}: {default}", filled


_INSTALLED = (
    "language: system",
    lambda package: f"language: python\n        additional_dependencies: [{json.dumps(package)}]",
)
_FILE = "portolan.yaml"
_HOOK = "pre-commit"

PIPELINES: Mapping[str, Mapping[str, Snippet]] = {
    "github": {
        ".github/actions/portolan/action.yml": Snippet("github/action.yml"),
        ".github/workflows/portolan.yml": Snippet(
            "github/workflow.yml", _yaml("package", "${{ vars.PORTOLAN_PACKAGE }}"), _yaml(" files", _FILE)
        ),
    },
    "gitlab": {
        ".gitlab/portolan.gitlab-ci.yml": Snippet(
            "gitlab/portolan.gitlab-ci.yml", _yaml("PORTOLAN_PACKAGE", '""'), _yaml("PORTOLAN_FILES", _FILE)
        ),
        ".gitlab-ci.yml": Snippet("gitlab/.gitlab-ci.yml", shared=True),
    },
    "jenkins": {
        "Jenkinsfile.portolan": Snippet(
            "jenkins/Jenkinsfile", _groovy("PORTOLAN_PACKAGE", ""), _groovy("PORTOLAN_FILES", _FILE)
        ),
    },
    _HOOK: {
        ".pre-commit-config.yaml": Snippet("pre-commit/.pre-commit-config.yaml", _INSTALLED, shared=True),
    },
}
