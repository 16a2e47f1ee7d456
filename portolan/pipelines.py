"""The check put into a repository's pipeline: the files of docs/ci/, each where its host looks for it."""

from __future__ import annotations

import json
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


@dataclass(frozen=True, slots=True)
class Snippet:
    """A file of docs/ci. `package`: what of it says what to install, and that with a package in its place.

    `shared`: a file of its place holds more than Portolan's, so it is never overwritten.
    """

    source: str
    package: tuple[str, Callable[[str], str]] | None = None
    shared: bool = False

    def text(self, package: str | None) -> str:
        text = snippet(self.source)
        if package is None or self.package is None:
            return text
        placeholder, filled = self.package
        assert text.count(placeholder) == 1, self.source
        return text.replace(placeholder, filled(package))


@dataclass(frozen=True, slots=True)
class Putting:
    """How files are put into a repository: asked about, unless `yes`; over others only with `force` or when asked."""

    root: Path
    console: Console
    language: Language
    yes: bool
    force: bool

    def say(self, what: str, **parts: object) -> str:
        return say(self.language, what, **parts)

    def put(self, place: str, snippet: Snippet, package: str | None) -> None:
        """Raises EOFError, OSError."""
        path, text = self.root / place, snippet.text(package)
        if path.exists():
            there = path.read_bytes()
            if there == text.encode() or (snippet.shared and b"portolan" in there):
                self.console.show([self.say("left", file=place)])
                return
            if snippet.shared:
                self.console.show([self.say("put into", file=place), *_indented(text)])
                return
            if not self.force and not self._over(place):
                self.console.show([self.say("left hint", file=place)])
                return
        elif not self.yes and not yes(self.console, self.say("put", file=place), self.language, otherwise=True):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        self.console.show([self.say("written", file=place)])

    def _over(self, place: str) -> bool:
        """Somebody else's file is overwritten where somebody at a terminal says so, and nowhere else."""
        if self.yes or not self.console.at_terminal:
            return False
        return yes(self.console, self.say("put over", file=place), self.language, otherwise=False)


def put_pipeline(name: str, putting: Putting, package: str | None) -> None:
    """Writes the files of a pipeline that somebody wants written. Raises EOFError, OSError."""
    snippets = PIPELINES[name]
    for place, one in snippets.items():
        putting.put(place, one, package)
    if package is None and any(one.package for one in snippets.values()):
        putting.console.show([putting.say("no package")])


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines() if not line.startswith("#"))


def snippet(source: str) -> str:
    """A file of docs/ci, from the checkout or from the copy that a wheel carries."""
    folder = _CHECKOUT if _CHECKOUT.is_dir() else _CARRIED
    return (folder / source).read_text(encoding="utf-8")


def _groovy(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


PIPELINES: Mapping[str, Mapping[str, Snippet]] = {
    "github": {
        ".github/actions/portolan/action.yml": Snippet("github/action.yml"),
        ".github/workflows/portolan.yml": Snippet(
            "github/workflow.yml",
            ("package: ${{ vars.PORTOLAN_PACKAGE }}", lambda package: f"package: {json.dumps(package)}"),
        ),
    },
    "gitlab": {
        ".gitlab/portolan.gitlab-ci.yml": Snippet(
            "gitlab/portolan.gitlab-ci.yml",
            ('PORTOLAN_PACKAGE: ""', lambda package: f"PORTOLAN_PACKAGE: {json.dumps(package)}"),
        ),
        ".gitlab-ci.yml": Snippet("gitlab/.gitlab-ci.yml", shared=True),
    },
    "jenkins": {
        "Jenkinsfile.portolan": Snippet(
            "jenkins/Jenkinsfile",
            ("'PORTOLAN_PACKAGE', defaultValue: ''", lambda one: f"'PORTOLAN_PACKAGE', defaultValue: '{_groovy(one)}'"),
        ),
    },
    "pre-commit": {
        ".pre-commit-config.yaml": Snippet(
            "pre-commit/.pre-commit-config.yaml",
            (
                "language: system",
                lambda package: f"language: python\n        additional_dependencies: [{json.dumps(package)}]",
            ),
            shared=True,
        ),
    },
}
