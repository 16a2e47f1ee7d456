"""The check put into a repository's pipeline: the files of docs/ci/, each where its host looks for it."""

from __future__ import annotations

from collections.abc import Mapping
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
class Pipeline:
    """`files`: each by its place in the repository, with its place in docs/ci."""

    files: Mapping[str, str]

    def put(self, root: Path, console: Console, language: Language, *, yes_: bool, force: bool) -> None:
        """Writes each that somebody wants written. Raises EOFError, OSError."""
        for place, source in self.files.items():
            path, text = root / place, snippet(source)
            if path.exists():
                same = path.read_bytes() == text.encode()
                if same or not (force or self._over(place, console, language, yes_=yes_)):
                    console.show([say(language, "left" if same else "left hint", file=place)])
                    continue
            elif not yes_ and not yes(console, say(language, "put", file=place), language, otherwise=True):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
            console.show([say(language, "written", file=place)])

    def _over(self, place: str, console: Console, language: Language, *, yes_: bool) -> bool:
        """Somebody else's file is overwritten where somebody at a terminal says so, and nowhere else."""
        if yes_ or not console.at_terminal:
            return False
        return yes(console, say(language, "put over", file=place), language, otherwise=False)


def snippet(source: str) -> str:
    """A file of docs/ci, from the checkout or from the copy that a wheel carries."""
    folder = _CHECKOUT if _CHECKOUT.is_dir() else _CARRIED
    return (folder / source).read_text(encoding="utf-8")


PIPELINES: dict[str, Pipeline] = {
    "github": Pipeline(
        {
            ".github/actions/portolan/action.yml": "github/action.yml",
            ".github/workflows/portolan.yml": "github/workflow.yml",
        }
    ),
    "gitlab": Pipeline({".gitlab/portolan.gitlab-ci.yml": "gitlab/portolan.gitlab-ci.yml"}),
    "jenkins": Pipeline({"Jenkinsfile.portolan": "jenkins/Jenkinsfile"}),
    "pre-commit": Pipeline({".pre-commit-config.yaml": "pre-commit/.pre-commit-config.yaml"}),
}
