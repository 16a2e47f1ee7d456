"""A directory of repositories → the profiles in them, with whose they are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from engine.catalog_entity import AT, PROFILE, Annotated, EntityError, annotated, is_entity, ref_of_entity
from engine.checking.places import Region, key_region, path_in
from engine.checking.report import Location, Mistaken
from engine.detection.found import SourceFile
from engine.inference.profile import Mistake
from engine.knowledge.yaml_reader import Document, read_documents
from engine.model import Place
from engine.one_line import one_line
from portolan.fleet.entries import NOBODYS, Entry, Owned, bad, owned_by
from portolan.fleet.reading import UnreadError, read_text
from portolan.source_files import paths_below

_PROFILES = ("portolan.yaml", "portolan.yml")
_ENTITIES = ("catalog-info.yaml", "catalog-info.yml")


def is_profile_file(name: str) -> bool:
    """As `portolan.yaml` and `shop.portolan.yaml`."""
    return name in _PROFILES or name.endswith(tuple(f".{one}" for one in _PROFILES))


def names_below(root: Path) -> Iterator[str]:
    """The files below a directory that may hold profiles: how many there are is known before any is read."""
    return (name for _, name in paths_below(root) if _is_wanted(name))


def entries_below(root: Path) -> Iterator[Entry]:
    """Folder by folder; a file that an entity names as its profile is that entity's, and told once."""
    missed: list[Entry] = []
    claimed: set[str] = set()
    for _, inside in groupby(_read_below(root, missed), key=lambda file: posixpath.dirname(file.path)):
        yield from _folder(list(inside), root, claimed)
        yield from missed
        missed.clear()
    yield from missed


def _read_below(root: Path, missed: list[Entry]) -> Iterator[SourceFile]:
    """What may hold profiles; `missed` gets an entry for what is there and cannot be read."""

    def miss(name: str, why: str) -> None:
        if _is_wanted(name) or (root / name).is_dir():
            missed.append(bad(_shown(root, name), why))

    for path, name in paths_below(root, miss):
        if _is_wanted(name):
            try:
                yield SourceFile(name, read_text(path, partly=is_entity_file(name)))
            except UnreadError as error:
                missed.append(bad(_shown(root, name), error.why, line=error.line))


def entries_of(path: Path) -> Iterator[Entry]:
    """The same of one file."""
    folder = path.parent
    try:
        file = SourceFile(path.name, read_text(path))
    except UnreadError as error:
        yield bad(path.as_posix(), error.why, line=error.line)
        return
    if _entities(file.text, file.path):
        yield from _folder([file], folder, set(), entities=True)
    else:
        yield Entry(_shown(folder, file.path), file.text, "yaml")


def _is_wanted(name: str) -> bool:
    return is_profile_file(posixpath.basename(name)) or is_entity_file(name)


def is_entity_file(name: str) -> bool:
    return posixpath.basename(name) in _ENTITIES


def _shown(root: Path, name: str) -> str:
    return one_line((root / name).as_posix())


def _folder(files: list[SourceFile], root: Path, claimed: set[str], *, entities: bool = False) -> Iterator[Entry]:
    """The entities first: they know whose the profiles beside them are."""
    beside: list[Owned] = []
    profiles = [file for file in files if is_profile_file(posixpath.basename(file.path))]
    for file in files:
        if entities or file not in profiles:
            yield from _of_entities(file, root, claimed, beside, needed=bool(profiles))
    for file in () if entities else profiles:
        if file.path not in claimed:
            yield Entry(_shown(root, file.path), file.text, "yaml", beside[0] if len(beside) == 1 else NOBODYS)
        claimed.discard(file.path)  # only what is further down is still to come


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity that names its profile, in its file."""

    document: Document
    entity: Annotated
    owned: Owned


def _of_entities(
    file: SourceFile, root: Path, claimed: set[str], beside: list[Owned], *, needed: bool
) -> Iterator[Entry]:
    if not needed and PROFILE not in file.text:
        return
    shown = _shown(root, file.path)
    for document in _entities(file.text, shown):
        for problem in document.problems:
            region = Region(problem.place.line, problem.place.column)
            yield _wrong(shown, [Mistaken(Location(shown, region), problem.message, problem.hint)])
        if document.problems or not is_entity(document.data):
            continue
        try:
            said = annotated(document.data)
        except EntityError as error:
            yield _wrong(shown, [_placed(one, document, shown) for one in error.mistakes])
            continue
        owned = owned_by(document.data, ref_of_entity(document.data))
        beside.append(owned)
        if said is not None:
            yield _annotated(_Named(document, said, owned), file, root, claimed)


def _annotated(named: _Named, file: SourceFile, root: Path, claimed: set[str]) -> Entry:
    shown, place = _shown(root, file.path), named.document.place(AT)
    if named.entity.text is not None:
        there = named.document.places[AT]
        return Entry(shown, named.entity.text, "annotation", named.owned, there.line, there.column, whole=file.text)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), str(named.entity.file)))
    directory = (root / file.path).resolve().parent
    path = (root / name).resolve()
    if name.startswith("..") or not path.is_relative_to(directory):
        return _at(place, shown, f"{named.entity.file} is not below the directory of {shown}", named.owned)
    if not path.is_file():
        return _at(place, shown, f"there is no file {_shown(root, name)}", named.owned)
    claimed.add(name)
    try:
        return Entry(_shown(root, name), read_text(path), "named", named.owned)
    except UnreadError as error:
        return bad(_shown(root, name), error.why, line=error.line, owned=named.owned)


def _entities(text: str, name: str) -> tuple[Document, ...]:
    """The documents of a file in which there is an entity, whatever is wrong with it besides."""
    documents = read_documents(text.encode(errors="replace"), name)
    return documents if any(is_entity(one.data) for one in documents) else ()


def _wrong(file: str, mistakes: Iterable[Mistaken]) -> Entry:
    told = tuple(mistakes)
    region = told[0].location.region
    return Entry(file, "", "yaml", line=region.line if region else None, mistakes=told)


def _placed(one: Mistake, document: Document, file: str) -> Mistaken:
    region = key_region(document, path_in(document, one.pointer))
    return Mistaken(Location(file, region), one.detail, one.hint, one.pointer)


def _at(place: Place, file: str, detail: str, owned: Owned) -> Entry:
    told = Mistaken(Location(file, Region(place.line, place.column)), detail)
    return Entry(file, "", "yaml", owned, line=place.line, mistakes=(told,))
