"""A profile by way of `catalog-info.yaml`: the annotation of an entity in it, or the file that the annotation names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.catalog_entity import (
    AT,
    PROFILE,
    Annotated,
    EntityError,
    annotated,
    inline_document,
    is_entity,
    request_of,
)
from engine.checking.places import Region, key_region, path_in
from engine.checking.report import Location, Mistaken
from engine.entity_ref import read_entity_ref
from engine.inference.profile import Mistake
from engine.knowledge.problems import Problem
from engine.knowledge.yaml_reader import MAX_BYTES, Document, read_documents, read_yaml
from engine.model import Place

_LOOKS_SO = re.compile(rb'apiVersion"?\s*:')
STANDARD_INPUT = "standard input"
# What a name without a kind is the name of.
_USUAL_KIND = "component"


@dataclass(frozen=True, slots=True)
class Requested:
    """`document`: the request, with its places in the file that it names; `content`: what that file says; `annotation`:
    where in it the annotation begins that the request is written in, None where it is the whole file.
    """

    document: Document
    content: bytes
    annotation: Place | None = None


class EntityFileError(ValueError):
    """There is no request in the entities, or none that is meant."""

    def __init__(self, *mistakes: Mistaken) -> None:
        super().__init__("; ".join(map(str, mistakes)))
        self.mistakes = mistakes


def is_entity_file(text: bytes, name: str) -> bool:
    """Are there entities of a catalog in a file, whatever is wrong with it besides?"""
    return bool(_LOOKS_SO.search(text)) and any(is_entity(one.data) for one in read_documents(text, name))


def request_in_entities(text: bytes, name: str, wanted: str | None) -> Requested:
    """The request of the entity with the annotation; `wanted` is its ref where several have one.

    What is wrong with the file that an annotation names is among the problems of its document. Raises EntityFileError.
    """
    documents = read_documents(text, name)
    _refuse(problem for document in documents for problem in document.problems)
    found = _annotated(documents)
    if not found:
        raise _wrong(name, f"no entity in it has the annotation {PROFILE}")
    document, entity = _chosen(found, name, wanted)
    if entity.text is None:
        requested = _named(entity, document, name)
    else:
        at = document.places[AT]
        requested = Requested(inline_document(entity.text, name, text.decode("utf-8-sig"), at), text, at)
    _refuse(requested.document.problems)
    return replace(requested, document=request_of(requested.document, entity.subject))


def _wrong(name: str, detail: str, hint: str | None = None, at: Place | None = None) -> EntityFileError:
    return EntityFileError(Mistaken(Location(name, Region(at.line, at.column) if at else None), detail, hint))


def _refuse(problems: Iterable[Problem]) -> None:
    mistakes = [
        Mistaken(Location(one.place.file, Region(one.place.line, one.place.column)), one.message, one.hint)
        for one in problems
    ]
    if mistakes:
        raise EntityFileError(*mistakes)


def _annotated(documents: tuple[Document, ...]) -> list[tuple[Document, Annotated]]:
    found, wrong = [], []
    for document in documents:
        if not is_entity(document.data):
            continue
        try:
            one = annotated(document.data)
        except EntityError as error:
            wrong += [_in_entity(mistake, document) for mistake in error.mistakes]
        else:
            if one is not None:
                found.append((document, one))
    if wrong:
        raise EntityFileError(*wrong)
    return found


def _in_entity(mistake: Mistake, document: Document) -> Mistaken:
    region = key_region(document, path_in(document, mistake.pointer))
    return Mistaken(Location(document.file, region), mistake.detail, mistake.hint)


def _chosen(found: list[tuple[Document, Annotated]], name: str, wanted: str | None) -> tuple[Document, Annotated]:
    refs = ", ".join(entity.subject for _, entity in found)
    if wanted is None:
        if len(found) > 1:
            raise _wrong(name, f"several entities have a profile: {refs}", "choose one with --entity")
        return found[0]
    try:
        ref = str(read_entity_ref(wanted, default_kind=_USUAL_KIND))
    except ValueError as error:
        raise _wrong(name, f"--entity: {error}") from None
    for document, entity in found:
        if entity.subject == ref:
            return document, entity
    raise _wrong(name, f"--entity: it has no profile of {ref}", f"there are {refs}")


def _named(entity: Annotated, document: Document, name: str) -> Requested:
    """The file that an annotation names: beside the entity's own file or below it, and nowhere else."""
    place = document.place(AT)
    if name == STANDARD_INPUT:
        raise _wrong(name, f"{entity.file} stands beside a file, and standard input is none", at=place)
    directory = Path(name).resolve().parent
    path = (directory / str(entity.file)).resolve()
    if not path.is_relative_to(directory):
        raise _wrong(name, f"{entity.file} is not below the directory of {name}", at=place)
    try:
        shown = str(path.relative_to(Path.cwd()))
    except ValueError:
        shown = str(path)
    if not path.is_file():
        raise _wrong(name, f"there is no file {shown}", at=place)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _wrong(name, f"{shown}: {error.strerror or error}", at=place) from None
    return Requested(read_yaml(content, shown, ends=True), content)
