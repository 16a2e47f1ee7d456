"""Bodies of knowledge other than the one in force: a directory, or what Git has at a revision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from engine.advisor import Advisor
from engine.knowledge.cache import build_cached
from engine.knowledge.files import KnowledgeFile, is_knowledge, kind_of, read_directory, split_path
from engine.knowledge.packs import extends, labelled, read_packs
from engine.knowledge.problems import KnowledgeError
from engine.model import Knowledge, Place
from portolan.common import (
    BAD_INPUT,
    BAD_KNOWLEDGE,
    OUTSIDE,
    cache_directory,
    fail,
    from_here,
    knowledge_directories,
    sentence,
)
from portolan.git import GitError, Repository

# Problems of a body of knowledge that are shown; `portolan lint` shows all of one that is in a directory.
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Version:
    """A body of knowledge. `name`: what people call it; `folders`: what stands before the names of a pack's files."""

    name: str
    files: tuple[KnowledgeFile, ...]
    folders: Mapping[str, str]

    @property
    def head(self) -> str:
        """The file in which the pack on top of the others begins."""
        top = list(self.folders)[-1]
        return KnowledgeFile("portolan.yaml", "pack", b"", top).path

    def located(self, place: Place) -> Place:
        """A place in a file by the file's name from where one stands, or in Git (`main:rules/slots.yaml`)."""
        pack, name = split_path(place.file)
        return Place(f"{self.folders.get(pack, '')}{name}", place.line, place.column)

    def load(self) -> Knowledge:
        """Ends the process where the knowledge cannot be loaded."""
        try:
            return build_cached(self.files, cache_directory())
        except KnowledgeError as error:
            self.fail_to_load(error)

    def advisor(self) -> Advisor:
        """Ends the process where the knowledge cannot be loaded, or its rules cannot be put in order."""
        try:
            return Advisor(self.load())
        except KnowledgeError as error:
            self.fail_to_load(error)

    def fail_to_load(self, error: KnowledgeError) -> NoReturn:
        problems = [f"{self.located(one.place)}: {str(one)[len(str(one.place)) + 2 :]}" for one in error.problems]
        more = [f"… and {len(problems) - _SHOWN} more."] if len(problems) > _SHOWN else []
        fail(BAD_KNOWLEDGE, f"The knowledge of {self.name} cannot be loaded:", *problems[:_SHOWN], *more)


def version_option(name: str, help_: str, *, required: bool = False) -> Callable[[Any], Any]:
    """An option that takes REV or DIR."""
    return click.option(name, metavar="REV|DIR", required=required, help=help_)


def in_force() -> Version:
    """The knowledge in force, as it lies in its directories."""
    return _in_directories(knowledge_directories())


def version_of(named: str) -> Version:
    """What an option names: a directory, which takes the place of the base or of the pack of that name; else a
    revision. Ends the process where there is neither.
    """
    if named and Path(named).is_dir():
        return _in_directories(_with(Path(named)))
    try:
        return _at(named)
    except GitError as error:
        hint = sentence(error.hint)
        fail(OUTSIDE if error.outside else BAD_INPUT, f"{error.message}.{hint}{'.' if hint[-1:].isalnum() else ''}")


def _in_directories(directories: tuple[Path, ...]) -> Version:
    try:
        files = read_packs(directories)
    except KnowledgeError as error:
        fail(BAD_KNOWLEDGE, "The knowledge cannot be loaded:", *map(str, error.problems))
    except OSError as error:
        fail(BAD_KNOWLEDGE, "The knowledge cannot be loaded:", f"{error.filename}: {error.strerror or error}")
    folders = {label: f"{from_here(one).as_posix()}/" for label, one in labelled(directories).items()}
    return Version(" + ".join(str(from_here(one)) for one in directories), files, folders)


def _with(directory: Path) -> tuple[Path, ...]:
    """The directories in force with another base, or another copy of a pack."""
    base, *packs = knowledge_directories()
    if not extends(directory):
        return (directory, *packs)
    (label,) = [label for label in labelled((base, directory)) if label]
    others = [pack for pack in packs if label not in labelled((base, pack))]
    at = next((i for i, pack in enumerate(packs) if label in labelled((base, pack))), len(packs))
    return (base, *others[:at], directory, *others[at:])


def _at(revision: str) -> Version:
    """What is in force, with all that lies in one repository as it was. Raises GitError."""
    directories = labelled(knowledge_directories())
    repositories = {label: _repository(directory) for label, directory in directories.items()}
    root = _root(repositories)
    commit = next(one for one in repositories.values() if one and one.root == root).commit(revision)
    name = f"{revision} ({commit[:10]})"
    files: list[KnowledgeFile] = []
    folders = {}
    for label, directory in directories.items():
        repository = repositories[label]
        if repository is None or repository.root != root:
            folders[label] = f"{from_here(directory).as_posix()}/"
            files.extend(read_directory(directory, label))
            continue
        found = repository.files(commit, is_knowledge)
        if not found and not label:  # a pack may not have been there yet
            raise GitError(f"{name} has no knowledge in {repository.prefix or repository.root}")
        folders[label] = f"{revision}:{repository.prefix}/" if repository.prefix else f"{revision}:"
        files.extend(KnowledgeFile(one, kind_of(one), found[one], label) for one in sorted(found))
    return Version(name, tuple(files), folders)


def _repository(directory: Path) -> Repository | None:
    """The one that a directory is part of; none for where packages are installed in a work tree."""
    found = Repository.of(directory)
    return None if found is None or found.is_ignored() else found


def _root(repositories: Mapping[str, Repository | None]) -> Path:
    """The repository that revisions are of: that of where one stands if there is knowledge in it, else of the pack on
    top of the others.
    """
    roots = [repository.root for repository in repositories.values() if repository]
    if not roots:
        raise GitError("The knowledge is in no Git repository", "name a directory in place of a revision")
    here = Repository.of(Path.cwd())
    return here.root if here and here.root in roots else roots[-1]
